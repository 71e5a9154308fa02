"""The planning group: who covers what, and what was promised by when."""

from datetime import date, datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.text import one_line
from commonroot.people.models import Person
from commonroot.programmes.models import Commitment, Function, Programme

WORDS_LENGTH = 200


@transaction.atomic
def cover(
    *,
    programme: Programme,
    kind: str,
    person: Person | None,
    words: str,
    by: Actor,
    at: datetime,
) -> None:
    """Say who covers something, in place of who did; nobody and no words: nobody does."""
    words = one_line(words)[:WORDS_LENGTH]
    found = Function.objects.filter(programme=programme, kind=kind)
    now = found.first()
    if (now.person, now.words) == (person, words) if now else not (person or words):
        return
    found.delete()
    if person is not None or words:
        Function.objects.create(programme=programme, kind=kind, person=person, words=words)
    note(
        "function covered", programme, by=by, at=at,
        person_key=person.key if person else "", facts={"kind": kind},
    )  # fmt: skip


@transaction.atomic
def promise(
    *,
    programme: Programme,
    what: str,
    person: Person | None,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Commitment:
    """Write down something that must be done for a programme."""
    made = Commitment.objects.create(
        programme=programme,
        what=one_line(what)[:WORDS_LENGTH],
        person=person,
        due_on=due_on,
        made_at=at,
    )
    note("commitment made", made, by=by, at=at, person_key=person.key if person else "")
    return made


@transaction.atomic
def keep_promise(*, commitment: Commitment, done: bool, by: Actor, at: datetime) -> None:
    """Tick something off, or open it again."""
    if done == (commitment.done_at is not None):
        return
    commitment.done_at = at if done else None
    commitment.save(update_fields=["done_at"])
    note("commitment kept" if done else "commitment opened", commitment, by=by, at=at)


@transaction.atomic
def drop_promise(*, commitment: Commitment, by: Actor, at: datetime) -> None:
    """Take something off the list."""
    note("commitment dropped", commitment, by=by, at=at)
    commitment.delete()
