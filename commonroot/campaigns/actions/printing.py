"""Taking the plan of a campaign along on paper leaves a line in the trail."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.models import Campaign


@transaction.atomic
def note_print(*, campaign: Campaign, whole: bool, by: Actor, at: datetime) -> None:
    """Write down that somebody took the plan along, and whether with what stays with the team."""
    note("plan of a campaign printed", campaign, by=by, at=at, facts={"whole": whole})
