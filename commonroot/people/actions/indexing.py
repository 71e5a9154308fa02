"""What people are found and known again by: search words and match keys."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection, transaction

from commonroot.core.text import skeletons, tokens
from commonroot.matching.describe import describe
from commonroot.matching.records import Record
from commonroot.people import rules
from commonroot.people.actions.counting import count_in
from commonroot.people.actions.keeping_apart import keep_names_apart
from commonroot.people.models import Affiliation, MatchKey, Person, SearchKey, ToCompare
from commonroot.people.queries.likeness import match_values
from commonroot.people.queries.records import AT_ONCE, further_names_of, records_of

NAME, PLACE, ORGANISATION = SearchKey.Kind.NAME, SearchKey.Kind.PLACE, SearchKey.Kind.ORGANISATION
NOT_REACHED = (SearchKey.Kind.REACH.value, rules.NO_WAY)
SEARCH_LENGTH = 80
V = TypeVar("V")


def search_words(
    person: Person, *, names: Iterable[str] = (), organisations: Iterable[str] = ()
) -> set[tuple[str, str]]:
    """(kind, word) for everything a person is found by, with their further names and places of
    work.
    """
    written = " ".join((person.shown_name, person.given_name, person.family_name, *names))
    words = {(NAME.value, word) for word in tokens(written)}
    words |= {
        (NAME.value, rules.skeleton_word(script, bare)) for script, bare in skeletons(written)
    }
    words |= {(PLACE.value, word) for word in tokens(person.city)}
    work = " ".join((person.organisation, *organisations))
    words |= {(ORGANISATION.value, word) for word in tokens(work)}
    return {(kind, word[:SEARCH_LENGTH]) for kind, word in words}


def index(person: Person) -> None:
    """Make search words and match keys of `person` what names, ways and places now say."""
    index_many([person])


@transaction.atomic
def index_many(people: Iterable[Person], *, new: bool = False) -> None:
    """The same for many, with a handful of queries for each thousand.

    Whoever has new match keys is compared with the others of the register soon (`tasks`).
    `new`: nothing is there of any of them yet, so that nothing is looked up, and whoever brings
    them in has compared them before. Names of people in high care are kept apart first, so that
    whatever wrote them, nobody finds them by it.
    """
    known = list(people)
    for person in known:
        if person.is_high:
            keep_names_apart(person)
    for start in range(0, len(known), AT_ONCE):
        _index(known[start : start + AT_ONCE], new=new)


def _index(people: Sequence[Person], *, new: bool) -> None:
    pks = [person.pk for person in people]
    names, work = further_names_of(people), _organisations_of(pks)
    found_by = {
        person.pk: search_words(person, names=names[person.pk], organisations=work[person.pk])
        for person in people
    }
    records = {person.pk: record for person, record in zip(people, records_of(people), strict=True)}
    careful = {person.pk for person in people if person.is_high}
    for pk, record in records.items():
        found_by[pk] |= _reach(record, careful=pk in careful)
    descriptions = {pk: describe(record) for pk, record in records.items()}
    known_by = {pk: match_values(one) for pk, one in descriptions.items()}
    words, values = _there(pks) if not new else ({}, {})
    gone, missing = _differing(found_by, words)
    SearchKey.objects.filter(pk__in=gone).delete()
    _insert(SearchKey, "kind", "value", rows=[(pk, *word) for pk, word in missing])
    gone, unknown = _differing(known_by, values)
    MatchKey.objects.filter(pk__in=gone).delete()
    _insert(MatchKey, "value", rows=unknown)
    before = {pk for pk, _value in values}
    count_in([one for pk, one in descriptions.items() if pk not in before])
    if not new:
        compare_soon({pk for pk, _value in unknown})


def _reach(record: Record, *, careful: bool) -> set[tuple[str, str]]:
    """Whether they are listed as who left no way: in high care always, as no list shows a way of
    theirs. So no filter, nor what none of the filters finds, tells who they are.
    """
    return {NOT_REACHED} if careful or not (record.emails or record.phones) else set()


def compare_soon(pks: Collection[int]) -> None:
    """Have these people compared with the others of the register: anew, if that is under way."""
    ToCompare.objects.filter(person__in=pks).delete()
    ToCompare.objects.bulk_create([ToCompare(person_id=pk) for pk in sorted(pks)])


def _insert(
    model: type[SearchKey | MatchKey], *columns: str, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write keys of (person, …) by the driver's own way for many: ten times as fast as rows that
    are made into objects first, and there are twenty of them for each person.
    """
    if not rows:
        return
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(name) for name in ("person_id", *columns))
    places = ", ".join(["%s"] * (len(columns) + 1))
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 - names of our own columns


def _organisations_of(pks: Sequence[int]) -> Mapping[int, list[str]]:
    """Where they work besides, by primary key: what has not ended."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Affiliation.objects.filter(person__in=pks, until=None).order_by("pk")
    for pk, organisation in rows.values_list("person", "organisation"):
        found[pk].append(organisation)
    return found


def _there(
    pks: Sequence[int],
) -> tuple[dict[tuple[int, tuple[str, str]], int], dict[tuple[int, int], int]]:
    """{(person, what): primary key} of the search words and of the match keys that are there."""
    words = SearchKey.objects.filter(person__in=pks).values_list("person", "kind", "value", "pk")
    values = MatchKey.objects.filter(person__in=pks).values_list("person", "value", "pk")
    return (
        {(person, (kind, word)): pk for person, kind, word, pk in words},
        {(person, value): pk for person, value, pk in values},
    )


def _differing(
    wanted: Mapping[int, set[V]], there: Mapping[tuple[int, V], int]
) -> tuple[list[int], list[tuple[int, V]]]:
    """(primary keys of rows no longer wanted, what is missing)."""
    gone = [pk for (person, what), pk in there.items() if what not in wanted[person]]
    missing = [
        (person, what)
        for person, many in wanted.items()
        for what in sorted(many)  # type: ignore[type-var]  # words or numbers, both sortable
        if (person, what) not in there
    ]
    return gone, missing
