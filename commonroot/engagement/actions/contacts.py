"""Whom the school writes to about a circle: named, changed, ended."""

from datetime import date, datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.engagement.queries.letters import audience_of
from commonroot.people.actions import end_membership
from commonroot.people.models import Membership


@transaction.atomic
def end_contact(*, membership: Membership, on: date, by: Actor, at: datetime) -> None:
    """Somebody is not in a circle as that any more. No further letter about it goes to a contact
    who ended.
    """
    end_membership(membership=membership, on=on, by=by, at=at)
    if membership.role == Membership.Role.CONTACT and on <= at.date():
        consent.stop_serving(
            person=membership.person,
            purpose=Purpose.CIRCLE_CONTACT,
            audience=audience_of(membership.circle),
            by=by,
            at=at,
        )
