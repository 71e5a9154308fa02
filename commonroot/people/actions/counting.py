"""Counting how often parts of names occur, as people come and leave."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from commonroot.matching.describe import describe
from commonroot.matching.records import Description
from commonroot.people.models import Count, Person, Recount
from commonroot.people.queries.counts import counted
from commonroot.people.queries.records import records_of


def count_in(descriptions: Iterable[Description]) -> None:
    """Count new people among those known, in the caller's transaction."""
    add_counts("people", counted(descriptions))


def count_out(person: Person) -> None:
    """Take somebody who leaves out of the counts, in the caller's transaction.

    What changed since they were counted may leave a count one too high until all are counted anew.
    """
    if not person.match_keys.exists():
        return
    under_way = Recount.objects.filter(ended_at=None, up_to__gte=person.pk).exists()
    for part, people in counted(map(describe, records_of([person]))).items():
        fewer = {"people": Greatest(F("people") - people, 0)}
        if under_way:
            fewer["counting"] = Greatest(F("counting") - people, 0)
        Count.objects.filter(mark=part).update(**fewer)
    Count.objects.filter(people=0, counting=0).delete()


def add_counts(column: str, numbers: dict[int, int]) -> None:
    """Add to one column of the counts, whether they are there or not, in one go."""
    if not numbers:
        return
    quoted = connection.ops.quote_name
    table, name = quoted(Count._meta.db_table), quoted(column)
    # The other column is nobody's yet.
    columns = ", ".join(map(quoted, ("mark", "people", "counting")))
    places = "%s, %s, 0" if column == "people" else "%s, 0, %s"
    rows = sorted(numbers.items())
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT (mark) "  # noqa: S608 - names of our own columns
            f"DO UPDATE SET {name} = {table}.{name} + excluded.{name}",
            rows,
        )
