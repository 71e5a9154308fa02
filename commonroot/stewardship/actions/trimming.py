"""Keeping no more of those who refused the register than their course needs."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.people.actions import edit, index
from commonroot.people.models import Person
from commonroot.stewardship.queries.leaving import clock_is_doubtful
from commonroot.stewardship.queries.trimming import DETAILS, FIELDS, to_trim

PEOPLE_AT_A_TIME = 100


def trim_people(*, at: datetime, limit: int = PEOPLE_AT_A_TIME) -> int:
    """Empty what the register alone would need of people who refused it; how many people."""
    if clock_is_doubtful(at=at):
        return 0
    return sum(_trim(person, at=at) for person in list(to_trim(at=at)[:limit]))


@transaction.atomic
def _trim(person: Person, *, at: datetime) -> bool:
    found = Person.objects.select_for_update().filter(pk=person.pk).first()
    if found is None or not to_trim(at=at).filter(pk=person.pk).exists():
        return False
    by = Actor.system()
    rows = 0
    for model in DETAILS:
        deleted, _by_model = model._default_manager.filter(person=found).delete()
        rows += deleted
    empty = {field: "" for field in FIELDS if getattr(found, field)}
    edit(person=found, changes=empty, cause="retention", by=by, at=at)
    index(found)
    note(
        "details trimmed",
        found,
        by=by,
        at=at,
        person_key=found.key,
        facts={"fields": sorted(empty), "rows": rows},
    )
    return True
