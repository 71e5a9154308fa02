"""The time zones people choose from: each place once, by country and town in their language."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from commonroot.core.places import country_name
from commonroot.core.text import folded

# The zones are written without accents; these are the towns' own spellings, for languages in which
# nobody wrote another one.
OWN_SPELLING = {
    "Africa/Lome": "Lomé", "Africa/Ndjamena": "N’Djamena", "Africa/Sao_Tome": "São Tomé",
    "America/Araguaina": "Araguaína", "America/Argentina/Cordoba": "Córdoba",
    "America/Argentina/Rio_Gallegos": "Río Gallegos", "America/Argentina/Tucuman": "Tucumán",
    "America/Asuncion": "Asunción", "America/Bahia_Banderas": "Bahía de Banderas",
    "America/Belem": "Belém", "America/Bogota": "Bogotá", "America/Cancun": "Cancún",
    "America/Ciudad_Juarez": "Ciudad Juárez", "America/Cuiaba": "Cuiabá",
    "America/Curacao": "Curaçao", "America/Eirunepe": "Eirunepé", "America/Maceio": "Maceió",
    "America/Mazatlan": "Mazatlán", "America/Merida": "Mérida",
    "America/Mexico_City": "Mexico City", "America/Panama": "Panamá",
    "America/Santarem": "Santarém", "America/Sao_Paulo": "São Paulo",
    "America/St_Barthelemy": "Saint-Barthélemy", "America/St_Johns": "St. John’s",
    "Europe/Busingen": "Büsingen", "Europe/Chisinau": "Chișinău", "Europe/Zurich": "Zürich",
    "Indian/Reunion": "Réunion", "Pacific/Noumea": "Nouméa",
}  # fmt: skip


@cache
def places() -> dict[str, str]:
    """{zone: ISO 3166 code of its country}: one zone for every place, none twice.

    Source: zone.tab of tzdata, which leaves out old names (Kiev beside Kyiv).
    """
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    known = available_timezones()
    return {row[2]: row[0] for row in rows if row[2] in known}


@cache
def _old_names() -> dict[str, str]:
    from babel.core import get_global

    return {str(old): str(new) for old, new in get_global("zone_aliases").items()}


def canonical(zone: str) -> str:
    """The name a place is chosen by: Europe/Kyiv for Europe/Kiev; others stay as they are."""
    if zone in places():
        return zone
    found = _old_names().get(zone, zone)
    return "UTC" if found == "Etc/UTC" else found


@cache
def town(zone: str, language: str) -> str:
    """The town a zone is named for, in `language`: "Nairobi", "نيروبي", "Buenos Aires"."""
    from babel import Locale

    named = Locale.parse(language, sep="-").time_zones
    alike = (zone, *(old for old, new in _old_names().items() if new == canonical(zone)))
    found = (str(named[name]["city"]) for name in alike if "city" in named.get(name, {}))
    own = OWN_SPELLING.get(zone, zone.rsplit("/", 1)[-1].replace("_", " "))
    return next(found, own)


def place_words(zone: str, language: str) -> str:
    """Country and town: "Kenya · Nairobi"; of a zone that belongs to no country the town."""
    country = places().get(canonical(zone))
    place = town(canonical(zone), language) if "/" in zone else zone
    return f"{country_name(country, language)} · {place}" if country else place


@cache
def zone_choices(language: str) -> list[tuple[str, str]]:
    """(zone, its words) for every place, sorted by them, UTC first."""
    named = ((zone, place_words(zone, language)) for zone in places())
    return [("UTC", "UTC"), *sorted(named, key=lambda pair: folded(pair[1]))]
