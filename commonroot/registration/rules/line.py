"""Who gets a free place: kept places and limits counted exactly, the waiting list in its order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """What one quota of a session says, and how many of its people hold a place (people)."""

    kept: int
    at_most: int | None
    held: int


@dataclass(frozen=True)
class InLine:
    """Somebody on the waiting list: their row, quota, who waits together with them, what hinders.

    Rows of one `party` wait together; alone it is the row's own number. `hindered` says why nobody
    could offer them a place ("unproven", "no_way"); "" when nothing hinders.
    """

    pk: int
    quota: int | None
    party: int
    hindered: str = ""


def room(
    quota: int | None, *, places: int | None, held: int, shares: Mapping[int, Share]
) -> int | None:
    """How many more people of `quota` (None: of no quota) may hold a place; None: as many as come.

    Places kept for others are not free, as far as those have not taken them; a limit holds even
    while places are free. Never below 0.
    """
    kept = sum(max(0, share.kept - share.held) for key, share in shares.items() if key != quota)
    free = None if places is None else max(0, places - held - kept)
    own = shares.get(quota) if quota is not None else None
    if own is None or own.at_most is None:
        return free
    left = max(0, own.at_most - own.held)
    return left if free is None else min(free, left)


def room_for_newcomer(
    quota: int | None,
    *,
    places: int | None,
    held: int,
    shares: Mapping[int, Share],
    waiting: Mapping[int | None, int],
) -> int | None:
    """How many newcomers of `quota` may be placed at once, now that `waiting` people wait by quota.

    Whoever waits comes first, as far as a place is free for them.
    """
    own = room(quota, places=places, held=held, shares=shares)
    if own is None:
        return None
    first = 0
    for other, count in waiting.items():
        theirs = room(other, places=places, held=held, shares=shares)
        first += count if theirs is None else min(count, theirs)
    return max(0, own - first)


def next_offered(
    line: Sequence[InLine], *, places: int | None, held: int, shares: Mapping[int, Share]
) -> tuple[list[int], list[tuple[int, str]]]:
    """([rows to offer a place now], [(row passed over before them, why)]), in the order of asking.

    Those who wait together are offered places together or not yet: then whoever stands behind
    them is looked at, and they keep their place in the order.
    """
    skipped: list[tuple[int, str]] = []
    done: set[int] = set()
    for one in line:
        if one.party in done:
            continue
        done.add(one.party)
        party = [other for other in line if other.party == one.party]
        why = _hinders(party, places=places, held=held, shares=shares)
        if not why:
            return [other.pk for other in party], skipped
        skipped += [(other.pk, why) for other in party]
    return [], skipped


def _hinders(
    party: Sequence[InLine], *, places: int | None, held: int, shares: Mapping[int, Share]
) -> str:
    """Why these cannot be offered places, all at once; "" when they can."""
    hindered = next((one.hindered for one in party if one.hindered), "")
    if hindered:
        return hindered
    counted = dict(shares)
    for place, one in enumerate(party):
        left = room(one.quota, places=places, held=held + place, shares=counted)
        if left is not None and left < 1:
            return "together" if place else "quota"
        if one.quota is not None:
            share = counted[one.quota]
            counted[one.quota] = Share(share.kept, share.at_most, share.held + 1)
    return ""
