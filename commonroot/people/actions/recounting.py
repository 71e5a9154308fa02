"""Going over everybody: parts of names are counted anew, and keys made by changed rules."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from commonroot.matching.describe import describe
from commonroot.matching.keys import RULES
from commonroot.people.actions.counting import add_counts
from commonroot.people.actions.indexing import index_many
from commonroot.people.models import Count, Person, Recount
from commonroot.people.queries.counts import counted, keys_are_old
from commonroot.people.queries.records import records_of

PEOPLE_AT_ONCE = 500
INDEXED_AT_ONCE = 100  # others wait while keys are written


@transaction.atomic
def begin_recount(*, at: datetime) -> Recount:
    """Count everybody anew from now on; the counts of before stand until it is done."""
    Count.objects.exclude(counting=0).update(counting=0)
    return Recount.objects.create(started_at=at, rules=RULES)


@transaction.atomic
def go_on_counting(*, recount: Recount, at: datetime) -> int:
    """Count the next people; how many. After the last the new counts stand for the old.

    Whose keys were made by other rules of reading are found by those of today from then on, and
    compared with the others anew.
    """
    old = keys_are_old()
    at_once = INDEXED_AT_ONCE if old else PEOPLE_AT_ONCE
    people = list(
        Person.objects.filter(pk__gt=recount.up_to, provisional=False).order_by("pk")[:at_once]
    )
    add_counts("counting", counted(map(describe, records_of(people))))
    if old:
        index_many(people)
    if people:
        recount.up_to = people[-1].pk
    else:
        Count.objects.update(people=F("counting"), counting=0)
        Count.objects.filter(people=0).delete()
        recount.ended_at = at
    recount.save(update_fields=["up_to", "ended_at"])
    return len(people)
