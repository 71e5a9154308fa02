"""Rules about places: who gets one, how long it is held. No database, no clock."""

import unicodedata
from datetime import datetime, timedelta

# docs/decisions/0012-a-place-before-the-address-is-proven.md says why three days.
UNCONFIRMED = timedelta(days=3)
FORGOTTEN_AFTER = timedelta(days=30)  # a newcomer who never confirmed and has no place any more
OFFER = timedelta(hours=48)
SHORTEST_OFFER = timedelta(hours=1)
CHECK_IN_BEFORE = timedelta(hours=2)
KEPT_AFTER = timedelta(days=730)  # how long after a session its organisers may see who took part


def is_open(
    *,
    by_registration: bool,
    planned: bool,
    published: bool,
    opens_at: datetime | None,
    ends_at: datetime | None,
    closes_at: datetime | None,
    at: datetime,
) -> bool:
    """Whether a place may be asked for: public, not called off, with a day, not over, in its time.

    Somebody who comes late may still register, so that they get the link to join.
    """
    public = by_registration and planned and published and ends_at is not None and at < ends_at
    return public and (opens_at is None or at >= opens_at) and (closes_at is None or at < closes_at)


def is_for_members(*, open_to: str, members_until: datetime | None, at: datetime) -> bool:
    """Whether places are for members of the network alone at that moment."""
    first = open_to == "members_first" and members_until is not None and at < members_until
    return open_to == "members" or first


def free_places(*, places: int | None, held: int, waiting: int) -> int | None:
    """How many newcomers may be placed at once; never below 0; None: as many as come.

    Whoever waits comes first: with a waiting list nobody new is placed directly, and an offer holds
    its place.
    """
    return None if places is None else max(0, places - held - waiting)


def has_room(*, places: int | None, held: int) -> bool:
    """Whether a place is free for whoever waits longest."""
    return places is None or held < places


def offer_ends(*, at: datetime, starts_at: datetime, longest: timedelta = OFFER) -> datetime | None:
    """Until when an offer made now is held: so long, but at most half the time left.

    None when that is under an hour: nobody could answer in time, so no offer is made.
    """
    length = min(longest, (starts_at - at) / 2)
    return at + length if length >= SHORTEST_OFFER else None


def may_check_in(*, to: str, starts_at: datetime | None, at: datetime) -> bool:
    """Whether it can be said now that somebody came (`to`), did not come, or is excused.

    Who is excused is known before; who came, from two hours before the start, when doors open.
    """
    if to in {"excused", "placed"}:
        return True
    return starts_at is not None and at >= starts_at - CHECK_IN_BEFORE


def is_name(text: str) -> bool:
    """Whether somebody could be called that: at least one letter or digit of any script."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)
