"""Sessions made by a rhythm or by hand, their texts and parts, stretches and streams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.programmes.actions.dates import put_in_order
from commonroot.programmes.actions.programmes import pages_changed, refresh_span, set_instants
from commonroot.programmes.models import Part, Phase, Programme, Session, Stream
from commonroot.programmes.queries.words import numbered_title
from commonroot.programmes.rules.rhythm import Proposed
from commonroot.programmes.rules.shifting import last_day

# What an organiser changes of a session besides its date.
EDITABLE = (
    "title", "summary", "learn", "presenter_words", "places", "by_registration", "join_address",
    "join_opens_minutes", "recording", "phase", "stream", "open_to", "members_until",
)  # fmt: skip


class Taken(Refused):
    """Somebody has a place in it, or it is used."""


@dataclass(frozen=True)
class PartWritten:
    """A part of a session as somebody wrote it."""

    title: Translated
    minutes: int | None = None
    who: Translated = field(default_factory=Translated)
    exercise: str = ""


@transaction.atomic
def make_sessions(
    *,
    programme: Programme,
    title: Translated,
    proposed: Sequence[Proposed],
    time_zone: str,
    by: Actor,
    at: datetime,
    phase: Phase | None = None,
    places: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> list[Session]:
    """The sessions of a rhythm, in order; many with one title are numbered.

    `proposed.stream` counts the programme's streams from 0, a title of its own wins.
    """
    streams = list(programme.streams.order_by("position"))
    last = programme.sessions.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    made = []
    for number, one in enumerate(proposed):
        session = Session(
            programme=programme,
            phase=phase,
            position=first + number,
            title=_title(title, one, number=number, count=len(proposed), programme=programme),
            precision=one.when.precision,
            held_on=one.when.first,
            until_on=one.when.last if one.when.precision == Session.Precision.SPAN else None,
            wall_time=one.clock,
            minutes=one.minutes,
            time_zone=time_zone,
            places=places,
            updated_at=at,
            **{
                "by_registration": programme.format == Programme.Format.OPEN,
                "stream": streams[one.stream] if one.stream is not None else None,
                **(details or {}),
            },
        )
        set_instants(
            session,
            last=last_day(session.precision, held_on=session.held_on, until_on=session.until_on),
        )
        made.append(session)
    Session.objects.bulk_create(made)
    _changed(programme, at=at)
    note("sessions made", programme, by=by, at=at, facts={"count": len(made)})
    return made


def _title(
    title: Translated, one: Proposed, *, number: int, count: int, programme: Programme
) -> Translated:
    if one.title:
        return Translated({programme.languages[0]: one.title})
    if count == 1:
        return title
    numbered = {}
    for language, text in title.items():
        with override(language):
            numbered[language] = numbered_title(text, number=number + 1, count=count)
    return Translated(numbered)


@transaction.atomic
def edit_session(*, session: Session, changes: Mapping[str, Any], by: Actor, at: datetime) -> bool:
    """Change what EDITABLE names; whether anything differed. Dates are `move_session`'s."""
    differing = {name: value for name, value in changes.items() if getattr(session, name) != value}
    if not differing:
        return False
    for name, value in differing.items():
        if name not in EDITABLE:
            raise ValueError(name)
        setattr(session, name, value)
    if "join_address" in differing:
        session.sequence += 1
    session.updated_at = at
    session.save(update_fields=[*differing, "sequence", "updated_at"])
    _changed(session.programme, at=at)
    note("session edited", session, by=by, at=at, facts={"fields": sorted(differing)})
    return True


@transaction.atomic
def remove_session(*, session: Session, by: Actor, at: datetime) -> None:
    """Delete a session that nobody has used. Raises Taken: such a one is called off instead."""
    programme = session.programme
    note("session removed", session, by=by, at=at)
    try:
        with transaction.atomic():
            session.delete()
    except ProtectedError as error:
        raise Taken(
            _("Somebody registered for it. Call it off instead, so that they are told.")
        ) from error
    _changed(programme, at=at)


@transaction.atomic
def set_parts(*, session: Session, parts: Sequence[PartWritten], by: Actor, at: datetime) -> bool:
    """The parts of a session, in order, in place of those it had; whether anything differed."""
    had = [
        PartWritten(part.title, part.minutes, part.who, part.exercise)
        for part in session.parts.order_by("position")
    ]
    if had == list(parts):
        return False
    session.parts.all().delete()
    Part.objects.bulk_create(
        Part(
            session=session,
            position=position,
            title=part.title,
            minutes=part.minutes,
            who=part.who,
            exercise=part.exercise,
        )
        for position, part in enumerate(parts)
    )
    session.updated_at = at
    session.save(update_fields=["updated_at"])
    pages_changed()
    note("parts written", session, by=by, at=at, facts={"count": len(parts)})
    return True


@transaction.atomic
def add_phase(
    *, programme: Programme, title: Translated, rule: Translated, by: Actor, at: datetime
) -> Phase:
    """A further stretch of a programme, after those it has; one of the same title is kept."""
    same = next((one for one in programme.phases.all() if one.title == title), None)
    if same is not None:
        return same
    last = programme.phases.aggregate(last=Max("position"))["last"]
    phase = Phase.objects.create(
        programme=programme, position=0 if last is None else last + 1, title=title, rule=rule
    )
    note("phase added", programme, by=by, at=at)
    return phase


@transaction.atomic
def set_streams(
    *, programme: Programme, titles: Sequence[Translated], by: Actor, at: datetime
) -> bool:
    """The streams that run side by side, in order; whether anything differed.

    Raises Taken for one that is left out and has sessions.
    """
    had = list(programme.streams.order_by("position"))
    if [stream.title for stream in had] == list(titles):
        return False
    for stream in had[len(titles) :]:
        try:
            with transaction.atomic():
                stream.delete()
        except ProtectedError as error:
            raise Taken(
                _("“%(title)s” has sessions. Give them to another first.") % {"title": stream}
            ) from error
    for position, title in enumerate(titles):
        Stream.objects.update_or_create(
            programme=programme, position=position, defaults={"title": title}
        )
    pages_changed()
    note("streams written", programme, by=by, at=at, facts={"count": len(titles)})
    return True


def _changed(programme: Programme, *, at: datetime) -> None:
    put_in_order(programme)
    refresh_span(programme, at=at)
    pages_changed()
