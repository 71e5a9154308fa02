"""Loading programmes from files: the same file changes nothing, a changed one what differs."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import F
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.text import sort_key
from commonroot.programmes.actions.programmes import dated, pages_changed, set_instants
from commonroot.programmes.models import Part, Phase, Programme, Question, Session, Stream
from commonroot.programmes.rules.described import ProgrammeDescribed, SessionDescribed
from commonroot.programmes.rules.files import described

SHORTEST_KEY = 16
ASIDE = 10_000  # added to positions while sessions change places, since two never share one


class InUse(Refused):
    """A file leaves out something that people have already used."""


@transaction.atomic
def load_programme(
    content: Mapping[str, Any], *, run_by: Circle, by: Actor, at: datetime
) -> Programme:
    """The programme that a parsed file describes, made or brought up to date.

    The form is told in docs/programme-files.md. It is found again by its code, sessions by theirs;
    days such as "+9 days" count from `at`. What has left the file leaves the programme, unless
    somebody registered for it. Raises rules.tables.FileBroken and InUse; nothing is half-written.
    """
    zone = run_by.time_zone
    plan = described(content, today=at.astimezone(ZoneInfo(zone)).date(), time_zone=zone)
    key = programme_key(plan.code)
    programme = Programme.objects.select_for_update().filter(key=key).first()
    if programme is None:
        programme = Programme(key=key, created_at=at)
    elif programme.run_by_id != run_by.pk:
        raise InUse(
            _("Another team runs a programme with this code. Give the file a code of its own.")
        )
    title = str(Translated(plan.fields["title"]))
    changed = _keep(
        programme,
        {
            **plan.fields,
            "run_by": run_by,
            "apply_by": plan.apply_by,
            "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
            "sort_key": sort_key(title),
        },
        at=at,
    )
    phases, phases_changed = _phases(programme, plan)
    changed |= phases_changed
    streams, streams_changed = _streams(programme, plan)
    changed |= streams_changed
    changed |= _sessions(programme, plan, phases=phases, streams=streams, at=at)
    changed |= _drop_streams(programme, streams)
    if changed:
        pages_changed()
        note("programme loaded", programme, by=by, at=at)
    programme.refresh_from_db()
    return programme


def _keep(row: models.Model, values: Mapping[str, Any], *, at: datetime | None = None) -> bool:
    """Set the fields and save the row if it is new or any of them differ; whether it was saved."""
    differing = {
        name: value
        for name, value in values.items()
        if row._state.adding or getattr(row, name) != value
    }
    if not differing:
        return False
    for name, value in differing.items():
        setattr(row, name, value)
    if at is not None:
        row.updated_at = at  # type: ignore[attr-defined]  # programmes and sessions have it
    row.save()
    return True


def _phases(programme: Programme, plan: ProgrammeDescribed) -> tuple[list[Phase], bool]:
    known = {phase.position: phase for phase in programme.phases.all()}
    changed = False
    phases = []
    for position, told in enumerate(plan.phases):
        phase = known.pop(position, None) or Phase(programme=programme, position=position)
        changed |= _keep(phase, {"title": told.title, "rule": told.rule, "purpose": told.purpose})
        phases.append(phase)
    if known:
        Session.objects.filter(phase__in=known.values()).update(phase=None)
        Phase.objects.filter(pk__in=[phase.pk for phase in known.values()]).delete()
    return phases, changed or bool(known)


def _streams(programme: Programme, plan: ProgrammeDescribed) -> tuple[list[Stream], bool]:
    known = {stream.position: stream for stream in programme.streams.all()}
    changed = False
    streams = []
    for position, title in enumerate(plan.streams):
        stream = known.get(position) or Stream(programme=programme, position=position)
        changed |= _keep(stream, {"title": title})
        streams.append(stream)
    return streams, changed


def _drop_streams(programme: Programme, streams: Sequence[Stream]) -> bool:
    """Streams that left the file go last, when no session is in them any more."""
    gone, _by_model = programme.streams.filter(position__gte=len(streams)).delete()
    return bool(gone)


def _sessions(
    programme: Programme,
    plan: ProgrammeDescribed,
    *,
    phases: Sequence[Phase],
    streams: Sequence[Stream],
    at: datetime,
) -> bool:
    known = {session.key: session for session in programme.sessions.all()}
    wanted = [stable_key(programme.key, told.code) for told in plan.sessions]
    gone = [session for key, session in known.items() if key not in wanted]
    for session in gone:
        _remove(
            session,
            _("Somebody registered for “%(title)s”. Leave it in the file, with cancelled = true."),
        )
    moved = [
        key
        for key, session in known.items()
        if key in wanted and session.position != wanted.index(key)
    ]
    if moved:
        programme.sessions.filter(key__in=moved).update(position=F("position") + ASIDE)
        for key in moved:
            known[key].position += ASIDE
    changed = bool(gone or moved)
    for position, (key, told) in enumerate(zip(wanted, plan.sessions, strict=True)):
        session = known.get(key) or Session(key=key, programme=programme, sequence=0)
        phase = None if told.phase is None else phases[told.phase]
        stream = None if told.stream is None else streams[told.stream]
        changed |= _session(
            session, told, phase=phase, stream=stream, position=position, plan=plan, at=at
        )
    return changed


def _session(
    session: Session,
    told: SessionDescribed,
    *,
    phase: Phase | None,
    stream: Stream | None,
    position: int,
    plan: ProgrammeDescribed,
    at: datetime,
) -> bool:
    title = told.title or _numbered(plan, told)
    was = None if session._state.adding else dated(session)
    draft = Session(
        precision=told.when.precision,
        held_on=told.when.first,
        wall_time=told.wall_time,
        minutes=told.minutes,
        time_zone=told.time_zone,
        state=Session.State.CANCELLED if told.cancelled else Session.State.PLANNED,
    )
    set_instants(draft, last=told.when.last)
    values = {
        **dated(draft),
        "held_on": told.when.first,
        "until_on": told.when.last if told.when.precision == "span" else None,
        "wall_time": told.wall_time,
        "minutes": told.minutes,
        "time_zone": told.time_zone,
        "phase": phase,
        "stream": stream,
        "position": position,
        "title": title,
        "summary": told.summary,
        "learn": told.learn,
        "presenter_words": told.presenter_words,
        "places": told.places,
        "by_registration": told.by_registration,
        "recording": told.recording,
        "join_address": told.join_address,
        **_open_to(told, starts_at=draft.starts_at),
    }
    if was is not None and was != dated(draft):
        values["sequence"] = session.sequence + 1
    changed = _keep(session, values, at=at)
    changed |= _parts(session, told)
    changed |= _questions(session, told)
    return changed


def _open_to(told: SessionDescribed, *, starts_at: datetime | None) -> dict[str, Any]:
    """For whom it is, where the file says so; without an hour members have no moment to be first
    until.
    """
    if not told.open_to:
        return {}
    first = told.open_to == Session.OpenTo.FIRST and starts_at is not None
    until = starts_at - timedelta(days=told.members_days) if first and starts_at else None
    return {"open_to": told.open_to, "members_until": until}


def _numbered(plan: ProgrammeDescribed, told: SessionDescribed) -> dict[str, str]:
    """The title of a meeting that only a rhythm made: its phase and its place in it."""
    alike = [session for session in plan.sessions if session.phase == told.phase]
    phase = plan.phases[told.phase or 0]
    place = {"place": alike.index(told) + 1, "all": len(alike)}
    titles = {}
    for language, title in phase.title.items():
        with override(language):
            titles[language] = (
                _("%(phase)s, %(place)s of %(all)s") % {"phase": title, **place}
                if len(alike) > 1
                else title
            )
    return titles


def _parts(session: Session, told: SessionDescribed) -> bool:
    known = {part.position: part for part in session.parts.all()}
    changed = False
    for position, part in enumerate(told.parts):
        row = known.pop(position, None) or Part(session=session, position=position)
        values = {
            "title": part.title,
            "minutes": part.minutes,
            "who": part.who,
            "exercise": part.exercise,
        }
        changed |= _keep(row, values)
    for row in known.values():
        row.delete()
    return changed or bool(known)


def _questions(session: Session, told: SessionDescribed) -> bool:
    # Questions that were made at the desk, and older versions, are none of the file's.
    ours = session.questions.filter(family="", retired_at=None)
    known = {question.key: question for question in ours}
    wanted = {stable_key(session.key, question.code): question for question in told.questions}
    for key in set(known) - set(wanted):
        _remove(known[key], _("Somebody answered “%(title)s”. Leave it in the file."))
    ours.update(position=F("position") + ASIDE)
    changed = set(known) != set(wanted)
    for position, (key, question) in enumerate(wanted.items()):
        row = known.get(key) or Question(key=key, session=session)
        values = {
            "prompt": question.prompt,
            "explanation": question.explanation,
            "kind": question.kind,
            "choices": question.choices,
            "required": question.required,
        }
        changed |= (
            row._state.adding
            or row.position != position
            or any(getattr(row, name) != value for name, value in values.items())
        )
        row.position = position
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return changed


def _remove(row: Session | Question, sentence: str) -> None:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise InUse(sentence % {"title": str(row)}) from error


def programme_key(code: str) -> str:
    """The key of a programme: its code, made long enough where it is too short to be a key."""
    if len(code) >= SHORTEST_KEY:
        return code
    return f"{code}-{hashlib.sha256(code.encode()).hexdigest()[:SHORTEST_KEY]}"


def stable_key(inside: str, code: str) -> str:
    """The key of a thing from a file, always the same: calendars and links must find it again."""
    digest = hashlib.sha256(f"{inside}\0{code}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
