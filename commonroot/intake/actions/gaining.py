"""What people we knew before gain from a list: what was blank, and what stands beside. Nothing
that stands is overwritten, and each thing is logged so that taking the list back is exact.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonroot.accounts.actions import note_people
from commonroot.accounts.roles import Actor
from commonroot.core.text import folded
from commonroot.intake import rules
from commonroot.people.actions import index_many
from commonroot.people.models import (
    Affiliation,
    Change,
    ContactWay,
    EarlierCourse,
    FurtherName,
    Person,
)
from commonroot.people.queries.network import work_key

SOURCE = Person.Origin.IMPORT.value
LENGTHS = {"country": 2, "city": 80, "organisation": 160, "given_name": 120, "family_name": 120}
TEXT_LENGTH, ROLE_LENGTH, COURSE_LENGTH = 120, 120, 160
AT_ONCE = 500


@dataclass(frozen=True)
class Gain:
    """Somebody known, what the rows say of them, and {(kind, value): mark} of the ways to add."""

    person: Person
    golden: rules.Golden
    marks: Mapping[tuple[str, str], str]


def gain(*, gains: Sequence[Gain], cause: str, by: Actor, at: datetime) -> int:
    """Fill in what was blank and add what was missing; how many people changed.

    Within a transaction. What somebody emptied themself stays empty; the same rows again change
    nothing.
    """
    log = _Log(cause=cause, by=by, at=at)
    _fill(gains, log, at=at)
    _add_ways(gains, log, at=at)
    _add_names(gains, log, at=at)
    _add_works(gains, log, at=at)
    _add_courses(gains, log, at=at)
    changed = log.write()
    index_many(changed)
    note_people("person gained from a list", changed, by=by, at=at, facts={"cause": cause})
    return len(changed)


class _Log:
    """The changes of one step, and whom they touched."""

    def __init__(self, *, cause: str, by: Actor, at: datetime) -> None:
        self.cause, self.actor, self.at = cause, f"{by.kind}:{by.key}"[:44], at
        self.changes: list[Change] = []
        self.people: dict[int, Person] = {}

    def add(
        self,
        person: Person,
        model: str,
        *,
        key: str,
        before: dict[str, Any] | None,
        after: dict[str, Any],
    ) -> None:
        """Something about `person` is new (`before` None) or different."""
        self.people[person.pk] = person
        self.changes.append(
            Change(
                at=self.at,
                actor=self.actor,
                cause=self.cause,
                model=model,
                row_key=key,
                person=person,
                fields=sorted(after),
                before=before,
                after=after,
            )
        )

    def write(self) -> list[Person]:
        """Store them; who was touched."""
        Change.objects.bulk_create(self.changes, batch_size=AT_ONCE)
        return list(self.people.values())


def _people(gains: Sequence[Gain]) -> list[Person]:
    return [one.person for one in gains]


def _fill(gains: Sequence[Gain], log: _Log, *, at: datetime) -> None:
    filled: list[Person] = []
    for one in gains:
        person, golden = one.person, one.golden
        blank = {
            name: golden.details[name][:length]
            for name, length in LENGTHS.items()
            if golden.details.get(name)
            and not getattr(person, name)
            and name not in person.provenance
        }
        country = golden.details.get("country", "")
        if "city" in blank and person.country and country not in {"", person.country}:
            del blank["city"]  # a town of another country belongs beside that country
        if not blank:
            continue
        for name, value in blank.items():
            setattr(person, name, value)
            said = golden.said.get("name" if name.endswith("_name") else name)
            person.provenance[name] = [SOURCE, min(said or at.date(), at.date()).isoformat()]
        filled.append(person)
        log.add(
            person, "people.person", key=person.key, before=dict.fromkeys(blank, ""), after=blank
        )
    Person.objects.bulk_update(filled, [*LENGTHS, "provenance"], batch_size=AT_ONCE)


def _add_ways(gains: Sequence[Gain], log: _Log, *, at: datetime) -> None:
    there = {
        (way.person_id, way.mark): way
        for way in ContactWay.objects.filter(person__in=_people(gains))
    }
    fresh: list[ContactWay] = []
    stopped: list[ContactWay] = []
    for one in gains:
        for way in one.golden.ways:
            mark = one.marks.get((way.kind, way.value))
            if mark is None:
                continue
            known = there.get((one.person.pk, mark))
            state = ContactWay.State.BROKEN if way.broken else ContactWay.State.WORKING
            if known is None:
                made = ContactWay(
                    person=one.person, kind=way.kind, value=way.value, mark=mark, state=state,
                    source=SOURCE, created_at=at,
                )  # fmt: skip
                there[one.person.pk, mark] = made
                fresh.append(made)
                after = {"kind": way.kind, "value": way.value, "state": state.value}
                log.add(one.person, "people.contactway", key=made.key, before=None, after=after)
            elif way.broken and known.state != state and known.confirmed_at is None:
                before, known.state = {"state": known.state}, state.value
                stopped.append(known)
                log.add(
                    one.person, "people.contactway", key=known.key, before=before,
                    after={"state": state.value},
                )  # fmt: skip
    ContactWay.objects.bulk_create(fresh, batch_size=AT_ONCE)
    ContactWay.objects.bulk_update(stopped, ["state"], batch_size=AT_ONCE)


def _add_names(gains: Sequence[Gain], log: _Log, *, at: datetime) -> None:
    there: dict[int, set[str]] = defaultdict(set)
    for pk, text in FurtherName.objects.filter(person__in=_people(gains)).values_list(
        "person", "text"
    ):
        there[pk].add(folded(text))
    fresh: list[FurtherName] = []
    for one in gains:
        known = there[one.person.pk]
        whole = f"{one.person.given_name} {one.person.family_name}".strip()
        for kind, text in one.golden.names:
            written = text[:TEXT_LENGTH]
            if folded(written) in known | {folded(whole)}:
                continue
            known.add(folded(written))
            made = FurtherName(
                person=one.person, kind=kind, text=written, source=SOURCE, said_on=at.date()
            )
            fresh.append(made)
            after = {"kind": kind, "text": written}
            log.add(one.person, "people.furthername", key=made.key, before=None, after=after)
    FurtherName.objects.bulk_create(fresh, batch_size=AT_ONCE)


def _add_works(gains: Sequence[Gain], log: _Log, *, at: datetime) -> None:
    there: dict[int, set[tuple[str, str]]] = defaultdict(set)
    known = Affiliation.objects.filter(person__in=_people(gains))
    for pk, organisation, role in known.values_list("person", "organisation", "role"):
        there[pk] |= {(folded(organisation), folded(role)), (folded(organisation), "")}
    fresh: list[Affiliation] = []
    for one in gains:
        stands = folded(one.person.organisation)
        works = list(one.golden.works)
        named = one.golden.details.get("organisation", "")
        if named and folded(named) != stands:
            works.append(rules.Work(named, "", one.golden.said.get("organisation")))
        for work in works:
            organisation, role = work.organisation[:160], work.role[:ROLE_LENGTH]
            place = (folded(organisation), folded(role))
            if place in there[one.person.pk] or place == (stands, ""):
                continue
            there[one.person.pk] |= {place, (place[0], "")}
            on = min(work.on or at.date(), at.date())
            made = Affiliation(
                person=one.person,
                organisation=organisation,
                sort_key=work_key(organisation),
                role=role,
                source=SOURCE,
                said_on=on,
            )
            fresh.append(made)
            after = {"organisation": organisation, "role": role}
            log.add(one.person, "people.affiliation", key=made.key, before=None, after=after)
    Affiliation.objects.bulk_create(fresh, batch_size=AT_ONCE)


def _add_courses(gains: Sequence[Gain], log: _Log, *, at: datetime) -> None:
    there: dict[int, set[tuple[str, int, str]]] = defaultdict(set)
    known = EarlierCourse.objects.filter(person__in=_people(gains))
    for pk, title, year, role in known.values_list("person", "title", "year", "role"):
        there[pk].add((folded(title), year, folded(role)))
    fresh: list[EarlierCourse] = []
    for one in gains:
        for course in one.golden.courses:
            title, role = course.title[:COURSE_LENGTH], course.role[:ROLE_LENGTH]
            place = (folded(title), course.year, folded(role))
            if place in there[one.person.pk]:
                continue
            there[one.person.pk].add(place)
            made = EarlierCourse(
                person=one.person,
                title=title,
                year=course.year,
                role=role,
                source=SOURCE,
                said_on=min(course.on or at.date(), at.date()),
            )
            fresh.append(made)
            after = {"title": title, "year": course.year, "role": role}
            log.add(one.person, "people.earliercourse", key=made.key, before=None, after=after)
    EarlierCourse.objects.bulk_create(fresh, batch_size=AT_ONCE)
