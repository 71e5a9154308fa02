"""Reminding people once of what they look after."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commonroot.campaigns.actions.team import letter_link
from commonroot.campaigns.emails.reminding import post_due
from commonroot.campaigns.models import Member, Task


@transaction.atomic
def remind(*, member: Member, tasks: Sequence[Task], at: datetime) -> bool:
    """One letter for all that is due of somebody in a campaign; whether one left.

    Whoever is reached by nothing is not tried again: the campaign's page says it too.
    """
    rows = Task.objects.filter(pk__in=[one.pk for one in tasks], reminded_at=None)
    count = rows.update(reminded_at=at)
    if not count:
        return False
    token = letter_link(member, at=at)
    return post_due(member, count=count, token=token, at=at) is not None
