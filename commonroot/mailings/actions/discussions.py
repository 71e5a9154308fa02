"""Keeping discussion lists in step with the server; who left there has left here."""

from datetime import datetime
from time import monotonic

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.mailings.actions.groups import leave
from commonroot.mailings.actions.mailman import Lists, ServerFails
from commonroot.mailings.models import Discussion, Group, Seat
from commonroot.mailings.queries import discussions as reading
from commonroot.mailings.rules.discussions import Difference, difference, settings_of
from commonroot.people.models import Person

LOST = "lost"
# Letters wait meanwhile; what is left is done at the next hand-over.
AT_MOST_SECONDS = 15


def hand_over(*, group: Group, at: datetime, adds: bool = True) -> Discussion:
    """Make the list at the server hold who belongs on it, and nobody else; safe to run twice.

    Who left by the list's own address leaves the group. Who went from us is deleted there, if they
    are on no other list. Without `adds` nobody new is handed over. A server that fails is tried
    again, and what it said is kept as a code.
    """
    discussion, _made = Discussion.objects.get_or_create(group=group)
    Discussion.objects.filter(pk=discussion.pk).update(tried_at=at, asked_at=None)
    try:
        if group.closed_at is not None:
            Lists().end(reading.list_address(group))
            discussion.seats.update(handed_at=None, address="")
            found = {"ended_at": at, "there": 0, "to_add": 0, "to_remove": 0, "missing": 0}
            found |= {"wanted": 0, "fault": "", "good_at": at}
        else:
            found = _in_step(discussion, at=at, adds=adds)
    except ServerFails as failure:
        found = {"fault": str(failure)}
    Discussion.objects.filter(pk=discussion.pk).update(**found)
    discussion.refresh_from_db()
    return discussion


def _in_step(discussion: Discussion, *, at: datetime, adds: bool) -> dict[str, object]:
    """One hand-over; what is to be kept of it. Raises ServerFails."""
    began, group, lists = monotonic(), discussion.group, Lists()
    options = settings_of(
        hides=discussion.hides,
        held=discussion.posting == Discussion.Posting.HELD,
        name=str(group.name),
        sentence=str(group.sentence),
    )
    address = lists.ensure(group.local, options)
    there = lists.addresses(address)
    wanted = reading.wanted_addresses(group, at=at)
    handed = reading.handed_addresses(discussion)
    differs = difference(wanted=wanted, handed=handed, there=there)
    for one in sorted(differs.left):
        for person in wanted.pop(one):
            _left(discussion, person, at=at)
    # First who goes: nobody waits for others to be let in before they are gone.
    for one in sorted(differs.remove):
        lists.remove(address, one)
        there.discard(one)
    for one in sorted(differs.add) if adds else ():
        if monotonic() - began > AT_MOST_SECONDS:
            break
        lists.add(address, one)
        there.add(one)
    _write_down(discussion, wanted, there=there, lost=differs.lost, at=at)
    return _told(differs, wanted=set(wanted), there=there, at=at)


def _told(
    differs: Difference, *, wanted: set[str], there: set[str], at: datetime
) -> dict[str, object]:
    to_add = wanted - there - differs.lost
    told: dict[str, object] = {
        "wanted": len(wanted),
        "there": len(there),
        "to_add": len(to_add),
        "to_remove": len(there - wanted),
        "missing": len(differs.lost),
        "fault": LOST if differs.lost else "",
        "ended_at": None,
    }
    return told if to_add or differs.lost else told | {"good_at": at}


@transaction.atomic
def _left(discussion: Discussion, person: Person, *, at: datetime) -> None:
    """Somebody left by the list's own address."""
    Seat.objects.filter(discussion=discussion, person=person).update(handed_at=None, address="")
    leave(group=discussion.group, person=person, how="list", by=Actor.system(), at=at)


@transaction.atomic
def _write_down(
    discussion: Discussion,
    wanted: dict[str, list[Person]],
    *,
    there: set[str],
    lost: frozenset[str],
    at: datetime,
) -> None:
    """Keep who stands there now, and by which address."""
    seats = {seat.person_id: seat for seat in discussion.seats.all()}
    stand = {person.pk: one for one, people in wanted.items() if one in there for person in people}
    kept = {person.pk for one in lost for person in wanted[one]}
    for pk, one in stand.items():
        seat = seats.get(pk) or Seat(discussion=discussion, person_id=pk)
        if seat.handed_at is None or seat.address != one:
            seat.address, seat.handed_at = one, at
            seat.save()
    gone = [pk for pk, seat in seats.items() if seat.handed_at and pk not in stand.keys() | kept]
    discussion.seats.filter(person__in=gone).update(handed_at=None, address="")


@transaction.atomic
def set_up_list(*, group: Group, hides: bool, posting: str, by: Actor, at: datetime) -> Discussion:
    """How the list shows who writes, and whether messages wait; told to the server at once."""
    discussion, _made = Discussion.objects.get_or_create(group=group)
    discussion.hides, discussion.posting, discussion.asked_at = hides, posting, at
    discussion.save(update_fields=["hides", "posting", "asked_at"])
    note("list set up", group, by=by, at=at, facts={"hides": hides, "posting": posting})
    return discussion


@transaction.atomic
def ask_hand_over(*, group: Group, by: Actor, at: datetime) -> None:
    """Compare the list with the server now, without waiting two minutes."""
    Discussion.objects.update_or_create(group=group, defaults={"asked_at": at})
    note("list handed over", group, by=by, at=at)


@transaction.atomic
def hand_over_anew(*, group: Group, by: Actor, at: datetime) -> None:
    """The server lost people who did not leave: put them back."""
    discussion, _made = Discussion.objects.get_or_create(group=group)
    discussion.seats.update(handed_at=None, address="")
    ask_hand_over(group=group, by=by, at=at)


@transaction.atomic
def say_of_list(*, group: Group, person: Person, yes: bool, by: Actor, at: datetime) -> None:
    """Somebody in high care says whether their address may be on this list."""
    discussion, _made = Discussion.objects.get_or_create(group=group)
    seat, _made = Seat.objects.get_or_create(discussion=discussion, person=person)
    seat.yes_at = at if yes else None
    seat.save(update_fields=["yes_at"])
    discussion.asked_at = at
    discussion.save(update_fields=["asked_at"])
    if yes:
        note("list agreed to", group, by=by, at=at, person_key=person.key)
    else:
        note("list refused", group, by=by, at=at, person_key=person.key)


@transaction.atomic
def one_seat(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two seats on one list one stays; a yes stands only where both said it."""
    for seat in Seat.objects.filter(person=other):
        standing = Seat.objects.filter(person=into, discussion=seat.discussion_id).first()
        if standing is None:
            continue
        if seat.yes_at is None:
            standing.yes_at = None
            standing.save(update_fields=["yes_at"])
        seat.delete()
