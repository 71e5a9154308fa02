"""Presenters: invited by a link, in their own words, and out again when they like."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.messaging.actions import cancel_letters
from commonroot.people.actions import (
    NAME_LENGTH,
    add_person,
    add_way,
    confirm,
    open_link,
    typed_way,
)
from commonroot.people.models import Person
from commonroot.people.queries import namesake, working_way
from commonroot.programmes import emails
from commonroot.programmes.actions.programmes import pages_changed
from commonroot.programmes.models import Presenter, Session
from commonroot.programmes.queries.presenters import naming

State = Presenter.State
LINE_LENGTH = 300
KEPT = timedelta(days=730)
LINK_DAYS = 60


class AskedBefore(Refused):
    """This person was invited to this session before."""


class NotReached(Refused):
    """There is no way to send somebody a link."""


@transaction.atomic
def invite_presenter(
    *, session: Session, name: str, way_text: str, language: str, by: Actor, at: datetime
) -> Presenter:
    """Ask somebody, by one letter with a link, to present a session.

    Somebody of the register is known again by name and address together; anybody else is held as
    provisional until they answer. Raises people.NoSuchWay, consent.AskedToBeForgotten and
    AskedBefore.
    """
    kind, value = typed_way(way_text)
    consent.refuse_the_forgotten(kind, value)
    name = one_line(name)[:NAME_LENGTH]
    person = namesake(kind=kind, value=value, name=name)
    if person is None:
        person = add_person(
            shown_name=name,
            origin="registration",
            by=by,
            at=at,
            provisional=True,
            details={"language": language},
        )
        add_way(person=person, kind=kind, value=value, at=at)
    if session.presenters.filter(person=person).exists():
        raise AskedBefore(_("They were asked before. Use “Ask again” beside their name."))
    presenter = Presenter.objects.create(
        session=session,
        person=person,
        position=session.presenters.count(),
        state=State.ASKED,
        asked_at=at,
    )
    _write(presenter, at=at)
    note("presenter invited", presenter, by=by, at=at, person_key=person.key)
    return presenter


@transaction.atomic
def ask_presenter_again(*, presenter: Presenter, by: Actor, at: datetime) -> None:
    """Send the link once more. Raises NotReached."""
    _write(presenter, at=at)
    note("presenter asked again", presenter, by=by, at=at, person_key=presenter.person.key)


def _write(presenter: Presenter, *, at: datetime) -> None:
    way = working_way(presenter.person)
    if way is None:
        raise NotReached(_("We know no address of theirs that works. Nothing was sent."))
    # The link changes and takes back what was said, until 60 days after the session.
    ahead = max(timedelta(), (presenter.session.starts_at or at) - at)
    token = open_link(
        person=presenter.person,
        scope="answer",
        thing=f"presenting:{presenter.key}",
        way=way,
        days=LINK_DAYS + ahead.days,
        at=at,
    )
    emails.post_invitation(presenter=presenter, way=way, token=token, at=at)


@transaction.atomic
def answer_invitation(
    *,
    presenter: Presenter,
    yes: bool,
    shown_name: str = "",
    line: str = "",
    language: str = "",
    recording: str = "",
    agreements: dict[Purpose, bool] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what a presenter says of themself; `agreements` answers TEACHING and NAMING.

    The yes to be named is for this session alone, so that it names nobody anywhere else.
    May be said again and changed until the session is over; a no after a yes takes it back.
    """
    person = presenter.person
    if yes:
        if person.provisional:
            confirm(person=person, way=working_way(person), by=by, at=at)
        _serve(presenter, by=by, at=at)
        for purpose, said in (agreements or {}).items():
            consent.answer(
                person=person,
                purpose=purpose,
                audience=naming(presenter.session.key) if purpose == Purpose.NAMING else None,
                yes=said,
                how="letter",
                wording=current_wordings().get(purpose),
                language=language,
                by=by,
                at=at,
            )
    was = presenter.state
    presenter.state = _next(was, yes=yes)
    presenter.shown_name = one_line(shown_name)[:NAME_LENGTH] if yes else ""
    presenter.line = line.strip()[:LINE_LENGTH] if yes else ""
    presenter.language = language if yes else ""
    presenter.recording = recording if yes else ""
    presenter.answered_at = at
    presenter.save()
    if not yes and was == State.AGREED:
        consent.answer(
            person=person,
            purpose=Purpose.NAMING,
            audience=naming(presenter.session.key),
            yes=False,
            how="letter",
            by=by,
            at=at,
        )
    if not yes:
        cancel_letters(
            person_key=person.key,
            purpose=Purpose.THIS_PROGRAMME,
            audience=str(audience_of(presenter)),
            at=at,
        )
    pages_changed()
    note(
        "presenter answered", presenter, by=by, at=at, person_key=person.key,
        facts={"from": was, "to": str(presenter.state)},
    )  # fmt: skip


def _next(was: str, *, yes: bool) -> str:
    if yes:
        return State.AGREED
    return State.WITHDRAWN if was == State.AGREED else State.DECLINED


@transaction.atomic
def remove_presenter(*, presenter: Presenter, by: Actor, at: datetime) -> None:
    """Take somebody off a session; a newcomer who never answered goes altogether."""
    person = presenter.person
    note("presenter removed", presenter, by=by, at=at, person_key=person.key)
    presenter.delete()
    if _is_only_invited(person):
        cancel_letters(person_key=person.key, at=at)
        person.delete()
    pages_changed()


def _is_only_invited(person: Person) -> bool:
    return person.provisional and not person.presents.exists()


def audience_of(presenter: Presenter) -> Audience:
    """Before whom a presenter's details stand: those who run the programme."""
    return Audience(AudienceKind.PROGRAMME, presenter.session.programme.key)


def _serve(presenter: Presenter, *, by: Actor, at: datetime) -> None:
    consent.serve(
        person=presenter.person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(presenter),
        until=(presenter.session.ends_at or at) + KEPT,
        by=by,
        at=at,
    )
