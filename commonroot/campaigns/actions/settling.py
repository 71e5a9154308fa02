"""Ending a place where words met: theirs stay, mine stand there now, or both."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import NotWritable, held, write
from commonroot.campaigns.actions.removing import put_back
from commonroot.campaigns.models import Clash, Entry, Member
from commonroot.campaigns.models.tools import KINDS
from commonroot.campaigns.queries import changes, removed
from commonroot.campaigns.rules.values import joined
from commonroot.core.errors import Refused


class ChangedAgain(Refused):
    """Somebody changed the field after the page that asks was made."""


class NoRoomForBoth(Refused):
    """The two do not fit into one field."""


@transaction.atomic
def settle(
    *, clash: Clash, end: Clash.End, seen: int, member: Member, by: Actor, at: datetime
) -> None:
    """End it. `seen`: the newest change that whoever decides had read.

    Settling what is settled changes nothing. Raises ChangedAgain, NoRoomForBoth, and what
    writing and putting back raise; then it stays open.
    """
    campaign = held(clash.campaign)
    clash = Clash.objects.get(pk=clash.pk)
    if clash.settled_at is not None:
        return
    if end != Clash.End.THEIRS:
        entry = Entry.objects.filter(campaign=campaign, key=clash.entry_key).first()
        since = changes.since(campaign, clash.entry_key, seen=seen, member=member)
        if any(not one.mine for one in since.get(clash.field, ())):
            raise ChangedAgain(_("It was changed again just now. Look at both once more."))
        if entry is None:
            entry = _back(clash, member=member, by=by, at=at)
        words = clash.words if end == Clash.End.MINE else _both(clash, entry)
        write(
            entry=entry,
            said={clash.field: words},
            seen=changes.newest(campaign),
            member=member,
            by=by,
            at=at,
        )
    clash.settled_at, clash.end = at, end
    clash.save(update_fields=["settled_at", "end"])


def _back(clash: Clash, *, member: Member, by: Actor, at: datetime) -> Entry:
    change = removed.removal(clash.campaign, clash.entry_key)
    if change is None:
        raise NotWritable(_("It was removed long ago. Copy your words and add it anew."))
    put_back(change=change, member=member, by=by, at=at)
    return Entry.objects.get(campaign=clash.campaign_id, key=clash.entry_key)


def _both(clash: Clash, entry: Entry) -> Any:
    field = KINDS[clash.kind].field(clash.field)
    words = joined(field.type, theirs=entry.said.get(field.code), mine=clash.words)
    if words is None or len(words) > field.longest:
        raise NoRoomForBoth(_("Both do not fit here. Choose one, and write into it what you need."))
    return words
