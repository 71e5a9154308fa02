"""The time zones a visitor may choose, grouped by part of the world."""

from functools import cache

from commonroot.core.time import known_zones, zone_place

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """(part of the world, [(zone, its town)]), sorted by town, as people know zones."""
    grouped: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in known_zones():
        region, slash, _rest = zone.partition("/")
        if slash and region in grouped:
            grouped[region].append((zone, zone_place(zone)))
    return [(region, sorted(zones, key=lambda pair: pair[1])) for region, zones in grouped.items()]
