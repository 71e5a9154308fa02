"""People themselves: adding, correcting, confirming, pausing, caring, joining circles."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.text import one_line, sort_key
from commonroot.people.actions.care import raise_floor
from commonroot.people.actions.indexing import compare_soon, index
from commonroot.people.actions.keeping_apart import take_names
from commonroot.people.models import Change, ContactWay, Membership, Person
from commonroot.people.rules import EDITABLE

NAME_LENGTH = 120


@transaction.atomic
def add_person(
    *,
    shown_name: str,
    origin: str,
    by: Actor,
    at: datetime,
    provisional: bool = False,
    details: Mapping[str, Any] | None = None,
) -> Person:
    """A new person under the name they use. `details` may hold any field of EDITABLE."""
    name = one_line(shown_name)[:NAME_LENGTH]
    person = Person(
        shown_name=name,
        sort_key=sort_key(name),
        origin=origin,
        provisional=provisional,
        created_at=at,
        provenance={"shown_name": [origin, at.date().isoformat()]},
    )
    for field, value in (details or {}).items():
        if field not in EDITABLE:
            raise ValueError(field)
        setattr(person, field, value)
        if value:
            person.provenance[field] = [origin, at.date().isoformat()]
    person.save()
    index(person)
    note("person added", person, by=by, at=at, person_key=person.key, facts={"origin": origin})
    return person


@transaction.atomic
def edit(
    *, person: Person, changes: Mapping[str, Any], cause: str, by: Actor, at: datetime
) -> bool:
    """Change fields of EDITABLE, keeping what stood there in the change log; whether anything
    changed.
    """
    before = {field: getattr(person, field) for field in changes}
    said = dict(person.provenance)
    differing = {field: value for field, value in changes.items() if before[field] != value}
    if not differing:
        return False
    for field in differing:
        if field not in EDITABLE:
            raise ValueError(field)
    if person.is_high:
        own = by.person_id == person.pk
        differing = take_names(person, differing, own=own, at=at)
    for field, value in differing.items():
        setattr(person, field, value)
        person.provenance[field] = [by.kind, at.date().isoformat()]
    if "shown_name" in differing:
        person.shown_name = one_line(person.shown_name)[:NAME_LENGTH]
        person.sort_key = sort_key(person.shown_name)
    # Nothing else: a pause or more care may have been asked for a moment ago.
    person.save(update_fields=[*differing, "sort_key", "provenance"])
    index(person)
    if differing:
        Change.objects.create(
            at=at,
            actor=f"{by.kind}:{by.key}",
            cause=cause,
            model="people.person",
            row_key=person.key,
            person=person,
            fields=sorted(differing),
            said={field: said[field] for field in differing if field in said},
            before={field: before[field] for field in differing},
            after=differing,
        )
    note(
        "person edited",
        person,
        by=by,
        at=at,
        person_key=person.key,
        facts={"fields": sorted(differing)},
    )
    return True


@transaction.atomic
def confirm(*, person: Person, way: ContactWay | None, by: Actor, at: datetime) -> None:
    """The person opened a link and pressed a button: the way works and somebody lives behind it."""
    if way is not None and way.confirmed_at is None:
        way.confirmed_at = at
        way.save(update_fields=["confirmed_at"])
    person.confirmed_at = at
    if person.provisional:
        person.provisional = False
        compare_soon({person.pk})
    person.save(update_fields=["confirmed_at", "provisional"])
    note("person confirmed", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def pause(*, person: Person, by: Actor, at: datetime) -> None:
    """Pause everything: nothing but duty passes the gate until `resume`."""
    person.frozen_at = at
    person.save(update_fields=["frozen_at"])
    note("person paused", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def resume(*, person: Person, by: Actor, at: datetime) -> None:
    """End a pause."""
    person.frozen_at = None
    person.save(update_fields=["frozen_at"])
    note("person resumed", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def join_circle(
    *, person: Person, circle: Circle, role: str, since: date, by: Actor, at: datetime
) -> Membership:
    """`person` is a member or the contact of `circle`; joining twice changes nothing."""
    membership, made = Membership.objects.get_or_create(
        person=person, circle=circle, role=role, until=None, defaults={"since": since}
    )
    if made:
        raise_floor(person=person, floor=circle.care, by=by, at=at)
        note("circle joined", membership, by=by, at=at, person_key=person.key, facts={"role": role})
    return membership


@transaction.atomic
def connect_account(*, person: Person, account: Account) -> None:
    """`person` is who signs in with `account`."""
    person.account = account
    person.save(update_fields=["account"])
