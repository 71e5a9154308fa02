"""To whom it is not safe to write."""

from django.db.models import QuerySet

from commonroot.consent.models import Unsafe
from commonroot.people.models import Person


def unsafe_among(people: QuerySet[Person]) -> set[int]:
    """Primary keys of those of `people` to whom it is not safe to write now."""
    found = Unsafe.objects.filter(person__in=people.order_by().values("pk"))
    return set(found.values_list("person", flat=True))
