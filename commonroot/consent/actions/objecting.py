"""Not wanting something that is done without asking; an organiser answers within a month."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent import emails
from commonroot.consent.models import Objection
from commonroot.core.errors import Refused
from commonroot.people.actions import open_link
from commonroot.people.models import Link, Person
from commonroot.people.queries import working_way

ANSWER_DAYS = 30  # a month, as the law has it
AT_ONCE = 5
State = Objection.State


class TooMany(Refused):
    """Several of them wait for an answer already."""


class AnsweredAlready(Refused):
    """Somebody answered it, or it was taken back."""


class NoAnswer(Refused):
    """Nothing is said to the person."""


@transaction.atomic
def object_to(*, person: Person, about: str, words: str, by: Actor, at: datetime) -> Objection:
    """Write down that `person` does not want something; organisers see it on Today.

    The same again, while it waits, adds nothing. Raises TooMany.
    """
    waiting = Objection.objects.filter(person=person, state=State.OPEN)
    for known in waiting.filter(about=about):
        if known.words == words:
            return known
    if waiting.count() >= AT_ONCE:
        raise TooMany(_("Several of these wait for our answer already. We answer them first."))
    objection = Objection.objects.create(
        person=person,
        about=about,
        words=words,
        said_at=at,
        answer_by=(at + timedelta(days=ANSWER_DAYS)).date(),
        recorded_by=f"{by.kind}:{by.key}",
    )
    note("objection", objection, by=by, at=at, person_key=person.key, facts={"about": str(about)})
    return objection


@transaction.atomic
def answer_objection(
    *, objection: Objection, stopped: bool, words: str, by: Actor, at: datetime
) -> Objection:
    """Say what was done: it is stopped, or it goes on and why. The person gets it as a letter.

    Raises AnsweredAlready, NoAnswer.
    """
    row = _open(objection)
    if not words.strip():
        raise NoAnswer(_("Write them what you did, or why it goes on."))
    row.state = State.STOPPED if stopped else State.KEPT
    row.answer, row.answered_at = words.strip(), at
    row.answered_by = f"{by.kind}:{by.key}"
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    way = working_way(row.person)
    if way is not None:
        token = open_link(person=row.person, scope=Link.Scope.PAGE, way=way, at=at)
        emails.post_objection_answer(row, way, token=token, at=at)
    note(
        "objection answered",
        row,
        by=by,
        at=at,
        person_key=row.person.key,
        facts={"state": str(row.state)},
    )
    return row


@transaction.atomic
def take_objection_back(*, objection: Objection, by: Actor, at: datetime) -> Objection:
    """The person no longer minds. Raises AnsweredAlready."""
    row = _open(objection)
    row.state, row.answered_at = State.TAKEN_BACK, at
    row.answered_by = f"{by.kind}:{by.key}"
    row.save(update_fields=["state", "answered_at", "answered_by"])
    note("objection taken back", row, by=by, at=at, person_key=row.person.key)
    return row


def _open(objection: Objection) -> Objection:
    row = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if row.state != State.OPEN:
        raise AnsweredAlready(_("This was answered already, or taken back."))
    return row
