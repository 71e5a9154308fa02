"""Applying as two or more: who is named, who says yes, and a message to all of them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import count_try, note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.applying import (
    CallClosed,
    count_letters,
    fresh_link,
    let_organisers_see,
    locked,
    newcomer,
)
from commonroot.admissions.emails import applying as emails
from commonroot.admissions.models import Applicant, Application
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.queries.told import told_state
from commonroot.admissions.rules import deadlines
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.messaging.actions import cancel_letters
from commonroot.people.actions import add_way, answer_link, typed_way
from commonroot.people.models import Link, Person
from commonroot.people.queries import working_way
from commonroot.people.rules import PAGE_DAYS
from commonroot.registration.actions import NotAName, confirm_by_link

State = Applicant.State
NAMED_A_DAY = 20
MESSAGES_A_DAY = 5
LONGEST = 4000


class NoRoom(Refused):
    """As many as may apply together are named already."""


class NothingWritten(Refused):
    """There is nothing in it."""


@transaction.atomic
def name_one(
    *, application: Application, name: str, way_text: str, by: Actor, at: datetime
) -> Applicant:
    """Name one of the others; a letter asks them whether they are part of it.

    Until they say yes there is only what was typed here. Raises NoSuchWay, NotAName, NoRoom,
    CallClosed, AskedTooOften, TooManyTries.
    """
    kind, value = typed_way(way_text)
    if not any(letter.isalnum() for letter in name):
        raise NotAName(_("Please write a name for this person."))
    application = locked(application)
    _still_open(application, by=by, at=at)
    if application.applicants.exclude(state=State.DECLINED).count() >= others(application):
        raise NoRoom(_("As many people as may apply together are named already."))
    count_letters(value, at=at)
    count_try("named", application.key, limit=NAMED_A_DAY, per=timedelta(days=1), at=at)
    person = newcomer(name=name, language=application.language, zone="", by=by, at=at)
    add_way(person=person, kind=kind, value=value, at=at)
    applicant = Applicant.objects.create(
        application=application, person=person, name=one_line(name), asked_at=at
    )
    _write(applicant, "named", at=at)
    note("applicant named", applicant, by=by, at=at, person_key=person.key)
    return applicant


def others(application: Application) -> int:
    """How many may be named beside whoever writes."""
    if application.kind == Application.Kind.PAIR:
        return 1
    return application.call.most_in_group - 1 if application.kind == Application.Kind.GROUP else 0


def _still_open(application: Application, *, by: Actor, at: datetime) -> None:
    if by.kind == "account":
        return
    in_time = queries.window_of(application, at=at) in {
        deadlines.Window.OPEN,
        deadlines.Window.GRACE,
    }
    if not in_time or told_state(application, at=at) not in {
        Application.State.DRAFT,
        Application.State.SUBMITTED,
    }:
        raise CallClosed(_("Who applies together cannot be changed any more."))


def _write(applicant: Applicant, template: str, *, at: datetime, text: str = "") -> bool:
    person = applicant.person
    if person is None:
        return False
    closes_at = applicant.application.call.closes_at
    token = answer_link(
        person=person,
        thing=f"applicant:{applicant.key}",
        way=working_way(person),
        days=deadlines.link_days(closes_at=closes_at, at=at, least=PAGE_DAYS),
        at=at,
    )
    return emails.post_to_applicant(applicant, template, token=token, text=text, at=at)


@transaction.atomic
def remove_one(*, applicant: Applicant, by: Actor, at: datetime) -> None:
    """Take somebody off an application; a newcomer who never answered goes altogether.

    Raises CallClosed.
    """
    application = locked(applicant.application)
    _still_open(application, by=by, at=at)
    person = applicant.person
    note("applicant removed", applicant, by=by, at=at, person_key=person.key if person else "")
    applicant.delete()
    if person is not None:
        Link.objects.filter(thing=f"applicant:{applicant.key}", revoked_at=None).update(
            revoked_at=at
        )
        if person.provisional and not _is_known_for_more(person):
            cancel_letters(person_key=person.key, at=at)
            person.delete()


def _is_known_for_more(person: Person) -> bool:
    return person.applications.exists() or person.applies_with.exists()


@transaction.atomic
def join(*, applicant: Applicant, link: Link | None, by: Actor, at: datetime) -> None:
    """Somebody says that they are part of it, by the link of their letter: they are who they are.

    Saying it twice changes nothing; after a no it is a yes again. Raises CallClosed.
    """
    application = locked(applicant.application)
    _still_open(application, by=by, at=at)
    applicant.refresh_from_db()
    if applicant.state == State.CONFIRMED:
        return
    person = applicant.person
    if link is not None and link.way is not None:
        person = confirm_by_link(link=link, by=by, at=at)
        applicant.refresh_from_db()
    if person is not None:
        let_organisers_see(person=person, call=application.call, by=by, at=at)
    _answer(applicant, to=State.CONFIRMED, by=by, at=at)


@transaction.atomic
def decline(*, applicant: Applicant, by: Actor, at: datetime) -> None:
    """Somebody says that they are not part of it, at any time before a place is offered; what
    they answered for themselves is deleted.
    """
    applicant.answers.all().delete()
    _answer(applicant, to=State.DECLINED, by=by, at=at)


def _answer(applicant: Applicant, *, to: str, by: Actor, at: datetime) -> None:
    was = applicant.state
    applicant.state, applicant.answered_at = to, at
    applicant.save(update_fields=["state", "answered_at"])
    note(
        "applicant answered", applicant, by=by, at=at,
        person_key=applicant.person.key if applicant.person else "",
        facts={"from": was, "to": to},
    )  # fmt: skip


@transaction.atomic
def write_to_all(*, application: Application, text: str, by: Actor, at: datetime) -> int:
    """One message to everybody of an application who said yes, each in a letter of their own; how
    many letters. Raises NothingWritten, TooManyTries.
    """
    text = text.strip()[:LONGEST]
    if not text:
        raise NothingWritten(_("There is nothing written yet."))
    count_try("group message", application.key, limit=MESSAGES_A_DAY, per=timedelta(days=1), at=at)
    sent = sum(
        _write(applicant, "group_message", text=text, at=at)
        for applicant in application.applicants.filter(state=State.CONFIRMED).select_related(
            "person", "application__call__programme__run_by", "application__person"
        )
    )
    sent += emails.post(
        application, "group_message", token=fresh_link(application, at=at), text=text, at=at
    )
    note("group written to", application, by=by, at=at, facts={"letters": sent})
    return sent
