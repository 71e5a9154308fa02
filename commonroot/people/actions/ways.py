"""Contact ways: adding, marking, reading what somebody typed."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.core.errors import Refused
from commonroot.core.keys import mark
from commonroot.people import rules
from commonroot.people.actions.indexing import index
from commonroot.people.models import ContactWay, Person, Suppression


class NoSuchWay(Refused):
    """What was typed is neither an e-mail address nor a phone number with its country code."""


def way_mark(kind: str, value: str) -> str:
    """The keyed mark under which a contact way is found."""
    return mark(f"way {kind}", value, ring=settings.KEY_RING)


@transaction.atomic
def add_way(
    *,
    person: Person,
    kind: str,
    value: str,
    at: datetime,
    confirmed: bool = False,
    source: str = "",
) -> ContactWay:
    """A way to reach `person`; adding it twice changes nothing but a confirmation.

    `source` is who said it, as provenance says it: where they come from themself, if not given.
    """
    way, made = ContactWay.objects.get_or_create(
        person=person,
        mark=way_mark(kind, value),
        defaults={
            "kind": kind,
            "value": value,
            "source": source or person.origin,
            "created_at": at,
            "confirmed_at": at if confirmed else None,
        },
    )
    if confirmed and not made and way.confirmed_at is None:
        way.confirmed_at = at
        way.save(update_fields=["confirmed_at"])
    if made:
        index(person)
    return way


@transaction.atomic
def mark_broken(*, person: Person, mark: str, at: datetime) -> bool:
    """A letter to that way of `person` came back, or reached somebody else; whether it is new."""
    ways = ContactWay.objects.filter(person=person, mark=mark, state=ContactWay.State.WORKING)
    return bool(ways.update(state=ContactWay.State.BROKEN))


def typed_way(text: str) -> tuple[str, str]:
    """(kind, value) of what somebody typed. Raises NoSuchWay."""
    way = rules.as_way(text)
    if way is None:
        raise NoSuchWay(
            _(
                "We could not read that as an e-mail address or a phone number. "
                "A phone number starts with + and the country code."
            )
        )
    return way


def suppress(*, person: Person, at: datetime, beside: Collection[str] = ()) -> None:
    """Leave keyed marks of the person's ways, and those `beside`, so that no list brings them back.
    Within a transaction.
    """
    marks = {*person.ways.values_list("mark", flat=True), *beside}
    Suppression.objects.bulk_create(
        [Suppression(mark=mark, since=at.date()) for mark in sorted(marks)], ignore_conflicts=True
    )
