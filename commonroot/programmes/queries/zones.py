"""The time zones a visitor may choose, grouped by part of the world."""

from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commonroot.core.zones import zone_choices

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
    """(part of the world, [(zone, country and town)]) in `language`, sorted as people say it."""
    grouped: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone, words in zone_choices(language):
        region, slash, _rest = zone.partition("/")
        region = "Europe" if region == "Arctic" else region
        if slash:
            grouped[region].append((zone, words))
    with override(language):
        return [(str(REGIONS[region]), zones) for region, zones in grouped.items()]
