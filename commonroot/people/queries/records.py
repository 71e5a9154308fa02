"""What matching looks at in a person: names, ways, places, as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from commonroot.matching.records import Record
from commonroot.people.models import ContactWay, FurtherName, Person

MAIL = ContactWay.Kind.MAIL
AT_ONCE = 1000  # people whose ways and names are read with one query each


def record_of(person: Person) -> Record:
    """What we know of one person, for matching; its `ref` is the primary key."""
    return records_of([person])[0]


def records_of(people: Iterable[Person]) -> list[Record]:
    """The same of many people, in two further queries for each thousand."""
    known = list(people)
    found: list[Record] = []
    for start in range(0, len(known), AT_ONCE):
        chunk = known[start : start + AT_ONCE]
        ways, names = ways_of(chunk), further_names_of(chunk)
        found += [_record(one, ways=ways[one.pk], names=names[one.pk]) for one in chunk]
    return found


def ways_of(people: Sequence[Person]) -> Mapping[int, list[tuple[str, str]]]:
    """[(kind, address or number)] by primary key; nothing is kept on the people themselves."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ContactWay.objects.filter(person__in=[one.pk for one in people]).order_by("pk")
    for pk, kind, value in rows.values_list("person", "kind", "value"):
        found[pk].append((kind, value))
    return found


def further_names_of(people: Sequence[Person]) -> Mapping[int, list[str]]:
    """[further name] by primary key."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = FurtherName.objects.filter(person__in=[one.pk for one in people]).order_by("pk")
    for pk, text in rows.values_list("person", "text"):
        found[pk].append(text)
    return found


def _record(person: Person, *, ways: Sequence[tuple[str, str]], names: Sequence[str]) -> Record:
    forms = (person.shown_name, f"{person.given_name} {person.family_name}".strip(), *names)
    return Record(
        ref=person.pk,
        names=tuple(dict.fromkeys(form for form in forms if form)),
        given=person.given_name,
        family=person.family_name,
        emails=tuple(value for kind, value in ways if kind == MAIL),
        phones=tuple(value for kind, value in ways if kind != MAIL),
        country=person.country,
        city=person.city,
        organisation=person.organisation,
    )
