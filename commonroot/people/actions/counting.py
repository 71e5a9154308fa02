"""Counting how often parts of names occur, a step at a time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from commonroot.matching.describe import describe
from commonroot.matching.records import Description
from commonroot.people.models import Count, Person, Recount
from commonroot.people.queries.counts import counted
from commonroot.people.queries.records import records_of

PEOPLE_AT_ONCE = 500


def count_in(descriptions: Iterable[Description]) -> None:
    """Count new people among those known, in the caller's transaction."""
    _add("people", counted(descriptions))


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


def _add(column: str, numbers: dict[int, int]) -> None:
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


@transaction.atomic
def begin_recount(*, at: datetime) -> Recount:
    """Count everybody anew from now on; the counts of before stand until it is done."""
    Count.objects.exclude(counting=0).update(counting=0)
    return Recount.objects.create(started_at=at)


@transaction.atomic
def go_on_counting(*, recount: Recount, at: datetime) -> int:
    """Count the next people; how many. After the last the new counts stand for the old."""
    people = list(
        Person.objects.filter(pk__gt=recount.up_to, provisional=False).order_by("pk")[
            :PEOPLE_AT_ONCE
        ]
    )
    _add("counting", counted(map(describe, records_of(people))))
    if people:
        recount.up_to = people[-1].pk
    else:
        Count.objects.update(people=F("counting"), counting=0)
        Count.objects.filter(people=0).delete()
        recount.ended_at = at
    recount.save(update_fields=["up_to", "ended_at"])
    return len(people)
