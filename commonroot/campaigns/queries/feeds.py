"""The calendar of a campaign (RFC 5545): an address for each of the team, and what it says.

The address of each member is made from the campaign's random mark and the keys of this instance:
whoever leaves the team loses theirs at once, the others keep theirs until a new mark is made.
"""

import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _

from commonroot.campaigns.models import Campaign, Entry, Member
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries.path import instant_of
from commonroot.core import calendars
from commonroot.core.keys import mark
from commonroot.programmes.queries.addresses import host

SECRET_LETTERS = 40
LASTS = timedelta(hours=1)  # where nobody wrote down when it ends
REFRESH = "PT6H"


class Shows(StrEnum):
    """What the calendar calls actions: others look at phones."""

    NAMES = "names"
    BUSY = "busy"


def secret_of(member: Member, *, shows: Shows) -> str:
    """What stands in the address of somebody's calendar; "" where the team has none."""
    feed_mark = member.campaign.feed_mark
    if not feed_mark or member.person.is_high:
        return ""
    value = f"{feed_mark}:{member.key}:{shows}"
    return mark("campaign calendar", value, ring=settings.KEY_RING)[:SECRET_LETTERS]


def whose(campaign: Campaign, secret: str) -> tuple[Member, Shows] | None:
    """Who of the team has that address, and what it shows; None: nobody has it any more."""
    if campaign.thrown_at is not None:
        return None
    for member in changes.team(campaign).select_related("person", "campaign"):
        for shows in Shows:
            own = secret_of(member, shows=shows)
            if own and hmac.compare_digest(own, secret):
                return member, shows
    return None


def feed(campaign: Campaign, *, shows: Shows) -> bytes:
    """The actions of a campaign that have a moment, under no name of a campaign.

    The bytes are the same until something changes.
    """
    head = {
        "METHOD": "PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION": REFRESH,
        "X-PUBLISHED-TTL": REFRESH,
    }
    rows = Entry.objects.filter(campaign=campaign, kind="action")
    timed = [one for one in rows.order_by("made_at", "pk") if one.said.get("moment")]
    return calendars.calendar(
        head, (line for one in timed for line in _event(campaign, one, shows=shows))
    )


def _event(campaign: Campaign, action: Entry, *, shows: Shows) -> Iterator[str]:
    starts_at: datetime = instant_of(campaign, action.said["moment"])
    title = str(action.said["title"]) if shows is Shows.NAMES else _("Busy")
    yield "BEGIN:VEVENT"
    yield f"UID:action-{action.key}@{host()}"
    yield f"DTSTAMP:{calendars.moment(action.changed_at)}"
    yield f"LAST-MODIFIED:{calendars.moment(action.changed_at)}"
    yield f"DTSTART:{calendars.moment(starts_at)}"
    yield f"DTEND:{calendars.moment(_ends_at(campaign, action, starts_at=starts_at))}"
    yield f"SUMMARY:{calendars.text(title)}"
    if shows is Shows.NAMES and action.said.get("place"):
        yield f"LOCATION:{calendars.text(str(action.said['place']))}"
    yield f"CLASS:{'PUBLIC' if shows is Shows.BUSY else 'PRIVATE'}"
    yield "STATUS:CONFIRMED"
    yield "END:VEVENT"


def _ends_at(campaign: Campaign, action: Entry, *, starts_at: datetime) -> datetime:
    ends = action.said.get("ends")
    ends_at = instant_of(campaign, ends) if ends else starts_at
    return ends_at if ends_at > starts_at else starts_at + LASTS
