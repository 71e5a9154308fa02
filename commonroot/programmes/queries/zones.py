"""The time zones a visitor may choose, grouped by part of the world."""

from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commonroot.core.time import known_zones, zone_place

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


@cache
def choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(part of the world, [(zone, its town)]) in `language`, sorted by town, as people say it."""
    grouped: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in known_zones():
        region, slash, _rest = zone.partition("/")
        if slash and region in grouped:
            grouped[region].append((zone, zone_place(zone, language)))
    with override(language):
        return [
            (str(REGIONS[region]), sorted(zones, key=lambda pair: pair[1]))
            for region, zones in grouped.items()
        ]
