"""A copy of what somebody said, in one letter for all they said at about one time."""

from datetime import datetime

from django.db import transaction

from commonroot.consent import emails, queries
from commonroot.consent.models import Receipt
from commonroot.people.actions import open_link
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import working_way


@transaction.atomic
def give_receipt(*, person: Person, at: datetime) -> Receipt | None:
    """Send `person` a copy of what they said and have no copy of yet; None: there is nothing.

    Who has a phone only gets one by hand for what was said aloud; the rest they see on their page.
    """
    found = Person.objects.select_for_update(of=("self",)).filter(pk=person.pk).first()
    events = list(queries.without_receipt(found, at=at)) if found is not None else []
    if found is None or not events:
        return None
    receipt = Receipt.objects.create(
        person=found, events=[event.key for event in events], until=events[-1].pk, at=at
    )
    way = working_way(found)
    by_hand = way is not None and way.kind == ContactWay.Kind.PHONE
    if way is not None and (not by_hand or any(event.how in emails.SPOKEN for event in events)):
        token = open_link(person=found, scope=Link.Scope.PAGE, way=way, at=at)
        emails.post_receipt(receipt, way, events=events, token=token, at=at)
    return receipt
