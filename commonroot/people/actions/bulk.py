"""Many people at once, as they come in with a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from commonroot.accounts.actions import note_people
from commonroot.accounts.roles import Actor
from commonroot.core.rows import insert
from commonroot.core.text import one_line, sort_key
from commonroot.people.actions.indexing import index_many
from commonroot.people.actions.people import NAME_LENGTH
from commonroot.people.actions.ways import way_mark
from commonroot.people.models import Affiliation, ContactWay, EarlierCourse, FurtherName, Person
from commonroot.people.queries.network import work_key
from commonroot.people.rules import EDITABLE

AT_ONCE = 1000


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be added: their name, any field of EDITABLE, ways, other names and works.

    `ways` are (kind, address or number), `names` (kind, text) of FurtherName, `works`
    (organisation, role, day on which it was said), `courses` (title, year, part, day).
    `said_on`: the day on which all was said, if not today; `said`: of a field the day, where it
    is another one.
    """

    shown_name: str
    details: Mapping[str, Any] = field(default_factory=dict)
    ways: Sequence[tuple[str, str]] = ()
    names: Sequence[tuple[str, str]] = ()
    works: Sequence[tuple[str, str, date | None]] = ()
    courses: Sequence[tuple[str, int, str, date | None]] = ()
    said_on: date | None = None
    said: Mapping[str, date] = field(default_factory=dict)


@transaction.atomic
def add_people(*, new: Iterable[NewPerson], origin: str, by: Actor, at: datetime) -> list[Person]:
    """New people in the order given: what `add_person` and `add_way` do, in few queries.

    Nobody is looked for among those we know: that was done before.
    """
    asked = list(new)
    added: list[Person] = []
    for start in range(0, len(asked), AT_ONCE):
        added += _add(asked[start : start + AT_ONCE], origin=origin, by=by, at=at)
    return added


def _add(asked: Sequence[NewPerson], *, origin: str, by: Actor, at: datetime) -> list[Person]:
    people = [_person(one, origin=origin, at=at) for one in asked]
    _store(people)
    both = list(zip(people, asked, strict=True))
    insert(
        [
            ContactWay(
                person=person,
                kind=kind,
                value=value,
                mark=way_mark(kind, value),
                source=origin,
                created_at=at,
            )
            for person, one in both
            for kind, value in dict.fromkeys(one.ways)
        ]
    )
    insert(
        [
            FurtherName(person=person, kind=kind, text=text, source=origin, said_on=_day(one, at))
            for person, one in both
            for text, kind in {text: kind for kind, text in one.names}.items()
            if text != person.shown_name
        ]
    )
    insert(
        [
            Affiliation(
                person=person,
                organisation=text,
                sort_key=work_key(text),
                role=role,
                source=origin,
                said_on=on or _day(one, at),
            )
            for person, one in both
            for text, role, on in dict.fromkeys(one.works)
        ]
    )
    insert(
        [
            EarlierCourse(
                person=person,
                title=title,
                year=year,
                role=role,
                source=origin,
                said_on=on or _day(one, at),
            )
            for person, one in both
            for title, year, role, on in dict.fromkeys(one.courses)
        ]
    )
    index_many(people, new=True)
    note_people("person added", people, by=by, at=at, facts={"origin": origin})
    return people


def _store(people: Sequence[Person]) -> None:
    """Store new people and tell each its primary key."""
    insert(people)
    pks = dict(Person.objects.filter(key__in=[one.key for one in people]).values_list("key", "pk"))
    for one in people:
        one.pk, one._state.adding, one._state.db = pks[one.key], False, connection.alias


def _person(one: NewPerson, *, origin: str, at: datetime) -> Person:
    name = one_line(one.shown_name)[:NAME_LENGTH]
    day = _day(one, at)
    person = Person(
        shown_name=name,
        sort_key=sort_key(name),
        origin=origin,
        created_at=at,
        provenance={"shown_name": [origin, one.said.get("shown_name", day).isoformat()]},
    )
    for name_of_field, value in one.details.items():
        if name_of_field not in EDITABLE:
            raise ValueError(name_of_field)
        setattr(person, name_of_field, value)
        if value:
            on = one.said.get(name_of_field, day)
            person.provenance[name_of_field] = [origin, on.isoformat()]
    return person


def _day(one: NewPerson, at: datetime) -> date:
    return one.said_on or at.date()
