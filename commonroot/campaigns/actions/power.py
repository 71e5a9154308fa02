"""Writing on the power map beyond its entries: taking somebody off it."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import here_still
from commonroot.campaigns.actions.removing import remove
from commonroot.campaigns.models import Entry, Member
from commonroot.campaigns.models.tools.power import TIE


@transaction.atomic
def take_off(*, entry: Entry, member: Member, by: Actor, at: datetime) -> int:
    """Take somebody off the map with all their ties; how many those were. Raises Gone.

    It is one change, and the history puts all of it back.
    """
    entry = here_still(entry)
    # What ties whom is sealed, so all of them are read.
    ties = Entry.objects.filter(campaign=entry.campaign_id, kind=TIE.code).order_by("place", "pk")
    theirs = [one for one in ties if entry.key in {one.said.get("from"), one.said.get("to")}]
    remove(entry=entry, also=theirs, member=member, by=by, at=at)
    return len(theirs)
