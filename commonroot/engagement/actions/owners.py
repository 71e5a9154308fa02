"""Who looks after whom, what was talked about, and handing all of it over."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note, note_people
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.engagement.models import FollowUp, Introduction, OneToOne, Owner, PathwayContact
from commonroot.people.actions import hand_lists, hand_names
from commonroot.people.models import Person
from commonroot.programmes.actions import hand_functions, hand_questions


class SameHands(Refused):
    """Things are handed over to somebody else, not to oneself."""


@transaction.atomic
def give_to(*, people: Iterable[Person], account: Account | None, by: Actor, at: datetime) -> int:
    """Let `account` look after these people, whoever did before; None: nobody does. How many
    changed.
    """
    changed = []
    for person in people:
        there = Owner.objects.filter(person=person).first()
        if (there.account_id if there else None) == (account.pk if account else None):
            continue
        if account is None:
            Owner.objects.filter(person=person).delete()
        else:
            Owner.objects.update_or_create(
                person=person, defaults={"account": account, "since": at}
            )
        changed.append(person)
    if changed:
        verb = "given to somebody to look after" if account else "left without an owner"
        note_people(verb, changed, by=by, at=at, facts={"to": account.key if account else ""})
    return len(changed)


@transaction.atomic
def record_one_to_one(
    *,
    person: Person,
    account: Account,
    kind: str,
    held_on: date,
    purpose: str,
    ask: str,
    commitment: str,
    notes: str,
    next_on: date | None,
    by: Actor,
    at: datetime,
    one_to_one: OneToOne | None = None,
) -> OneToOne:
    """Write down a conversation, or what has changed about one; only `account` reads it."""
    row = one_to_one or OneToOne(person=person, account=account, made_at=at)
    row.kind, row.held_on, row.purpose, row.ask = kind, held_on, purpose, ask
    row.commitment, row.notes, row.next_on = commitment, notes, next_on
    row.commits, row.done_at = bool(commitment), None
    row.save()
    note("one-to-one written down", row, by=by, at=at, person_key=person.key)
    return row


@transaction.atomic
def finish_one_to_one(*, one_to_one: OneToOne, by: Actor, at: datetime) -> None:
    """Nothing of it is left to do; again: something is."""
    one_to_one.done_at = None if one_to_one.done_at else at
    one_to_one.save(update_fields=["done_at"])
    note(
        "one-to-one finished" if one_to_one.done_at else "one-to-one taken up again",
        one_to_one,
        by=by,
        at=at,
        person_key=one_to_one.person.key,
    )


@transaction.atomic
def see_to_help(*, person: Person, by: Actor, at: datetime) -> int:
    """Somebody has turned to whoever asked for help; how many requests that settles."""
    waiting = FollowUp.objects.filter(person=person, helped_at=None).exclude(asked_help_at=None)
    settled = waiting.update(helped_at=at)
    if settled:
        note("help seen to", person, by=by, at=at, person_key=person.key)
    return settled


@transaction.atomic
def hand_over(*, leaving: Account, to: Account, by: Actor, at: datetime) -> Mapping[str, int]:
    """Everything `leaving` owns belongs to `to` from now on: how many of each kind. Twice, the
    second time nothing is left.

    Kinds: people, conversations, introductions, contacts, names, lists, functions, questions.
    Raises SameHands.
    """
    if leaving.pk == to.pk:
        raise SameHands(_("Choose two different people: who leaves, and who takes over."))
    counts = {
        "people": Owner.objects.filter(account=leaving).update(account=to, since=at),
        "conversations": OneToOne.objects.filter(account=leaving).update(account=to),
        "introductions": Introduction.objects.filter(owner=leaving).update(owner=to),
        "contacts": _hand_contacts(leaving, to, at=at),
        "names": hand_names(leaving=leaving, to=to, at=at),
        "lists": hand_lists(leaving=leaving, to=to),
        "functions": _hand_functions(leaving, to),
        "questions": hand_questions(leaving=leaving, to=to),
    }
    note("handed over", leaving, by=by, at=at, facts={"to": to.key, **counts})
    return counts


def _hand_contacts(leaving: Account, to: Account, *, at: datetime) -> int:
    """The offers on which `leaving` was the contact get the new one."""
    new = Person.objects.filter(account=to).first()
    if new is None:
        return 0
    rows = PathwayContact.objects.filter(person__account=leaving, until=None)
    pathways = list(rows.values_list("pathway", flat=True))
    rows.update(until=at.date())
    for pathway in pathways:
        PathwayContact.objects.update_or_create(
            pathway_id=pathway, person=new, since=at.date(), defaults={"until": None}
        )
    return len(pathways)


def _hand_functions(leaving: Account, to: Account) -> int:
    both = {
        person.account_id: person for person in Person.objects.filter(account__in=(leaving, to))
    }
    if leaving.pk not in both or to.pk not in both:
        return 0
    return hand_functions(leaving=both[leaving.pk], to=both[to.pk])
