"""When each letter of many leaves: so many an hour, and in the morning where somebody lives."""

import heapq
from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, MORNING_ENDS = time(8), time(12)
HOUR = timedelta(hours=1)


def morning(at: datetime, *, zone: str) -> tuple[datetime, datetime]:
    """From when until when somebody in `zone` has a morning: the one there is, else the next."""
    place = ZoneInfo(zone)
    local = at.astimezone(place)
    day = local.date() + timedelta(days=local.time() >= MORNING_ENDS)
    begins = datetime.combine(day, MORNING, tzinfo=place).astimezone(UTC)
    ends = datetime.combine(day, MORNING_ENDS, tzinfo=place).astimezone(UTC)
    return max(at, begins), ends


def moments(
    zones: Sequence[str], *, start: datetime, per_hour: int, in_the_morning: bool
) -> list[datetime]:
    """When each letter leaves, for people in these zones, in their order; never before `start`.

    No two are closer than an hour's share. What finds no room in one morning leaves the next.
    """
    gap = HOUR / per_hour
    if not in_the_morning:
        return [start + gap * place for place in range(len(zones))]
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place, zone in enumerate(zones):
        waiting[zone].append(place)
    found = [start] * len(zones)
    free = start
    turns = [(*morning(start, zone=zone), zone) for zone in waiting]
    heapq.heapify(turns)
    while turns:
        ready, ends, zone = heapq.heappop(turns)
        leaves = max(ready, free)
        if leaves >= ends:
            heapq.heappush(turns, (*morning(leaves, zone=zone), zone))
            continue
        found[waiting[zone].popleft()] = leaves
        free = leaves + gap
        if waiting[zone]:
            heapq.heappush(turns, (free, ends, zone))
    return found
