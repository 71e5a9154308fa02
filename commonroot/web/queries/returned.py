"""Addresses that came back: whom no letter reaches any more, as one thing to do."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.due import Due
from commonroot.core.filters.value import Filter, Part, as_json
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.permissions import can_edit_register
from commonroot.people.queries import in_high_care

MINUTES_EACH = 3
AT_MOST_MINUTES = 30
LATE_AFTER = timedelta(days=14)
LIST = Filter(parts=(Part("reach", "broken"),))


def unreached(*, at: datetime) -> QuerySet[Person]:
    """People of the register who have no way left that works, as the list of that name finds them:
    how somebody in high care is reached stands on no list.
    """
    theirs = ContactWay.objects.filter(person=OuterRef("pk"))
    broken = ContactWay.objects.filter(state=ContactWay.State.BROKEN)
    people = Person.objects.filter(
        ~in_high_care(), pk__in=broken.values("person"), provisional=False
    ).exclude(Exists(theirs.filter(state=ContactWay.State.WORKING)))
    return allowed(people, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """To find another way to those whose letters came back."""
    if not can_edit_register(actor):
        return []
    people = unreached(at=at)
    number = people.count()
    if not number:
        return []
    letters = Letter.objects.filter(subject_key__in=people.values("key")).exclude(returned="")
    since = letters.aggregate(first=Min("returned_at"))["first"] or at
    wanted = json.dumps(as_json(LIST), separators=(",", ":"))
    return [
        Due(
            minutes=min(MINUTES_EACH * number, AT_MOST_MINUTES),
            what=ngettext(
                "Letters to %(n)s person come back", "Letters to %(n)s people come back", number
            )
            % {"n": number},
            why=_("No address or number of theirs works any more. Ask somebody who knows them."),
            button=_("See who"),
            address=f"{reverse('web:people')}?{urlencode({'f': wanted})}",
            since=since,
            late=at - since > LATE_AFTER,
            code="returned",
        )
    ]
