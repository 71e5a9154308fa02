"""Putting back what stood before a change: a change of its own, so that nothing is lost by it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import Gone, held, write
from commonroot.campaigns.actions.removing import put_back
from commonroot.campaigns.models import Change, Entry, Member
from commonroot.campaigns.queries import changes


@transaction.atomic
def take_back(*, change: Change, member: Member, by: Actor, at: datetime) -> Entry:
    """Let stand again what stood before `change`, in its field, or the whole entry that went.

    Raises Gone, NotWritable, and what putting back raises.
    """
    campaign = held(change.campaign)
    if change.did == Change.Did.REMOVED:
        return put_back(change=change, member=member, by=by, at=at)
    entry = Entry.objects.filter(campaign=campaign, key=change.entry_key).first()
    if entry is None:
        raise Gone(_("Somebody removed this meanwhile. Put it back first."))
    newest = changes.newest(campaign)
    said = {change.field: change.before}
    write(entry=entry, said=said, seen=newest, member=member, by=by, at=at)
    return entry
