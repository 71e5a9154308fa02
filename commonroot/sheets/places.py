"""Which country a city lies in: learnt from the rows that name both, and from known cities."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from commonroot.sheets.headings import heading_key
from commonroot.sheets.values.countries import as_country

LANGUAGES = ("en", "es", "pt", "fr", "ar", "ru")
# Endings of addresses that are sold all over the world and tell no country.
WORLDWIDE_ENDINGS = frozenset(
    {
        "co",
        "io",
        "me",
        "tv",
        "ai",
        "cc",
        "ws",
        "fm",
        "ly",
        "to",
        "gg",
        "tk",
        "ml",
        "ga",
        "cf",
        "la",
        "so",
        "st",
        "eu",
        "su",
    }
)
LONGEST_CITY = 4


class Places:
    """Cities seen so far and their countries; one may serve all sheets of an import."""

    def __init__(self) -> None:
        self._seen: dict[str, Counter[str]] = defaultdict(Counter)

    def learn(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember (city, ISO2) pairs that stood in one row."""
        for city, country in pairs:
            self._seen[heading_key(city)][country] += 1

    def learnt(self, city: str) -> str | None:
        """Return the country that rows gave a city, None if unknown or if they disagree."""
        seen = self._seen.get(heading_key(city))
        if not seen:
            return None
        country, count = seen.most_common(1)[0]
        return country if count * 3 > 2 * seen.total() else None

    def country_of(self, city: str) -> str | None:
        """Return the country of a city, as learnt from rows, else as generally known."""
        return self.learnt(city) or known_cities().get(heading_key(city))

    def country_in(self, text: str) -> str | None:
        """Return the country a text speaks of by a city or country name, the last one first."""
        words = heading_key(text).split()
        for end in range(len(words), 0, -1):
            for length in range(min(LONGEST_CITY, end), 0, -1):
                piece = " ".join(words[end - length : end])
                if len(piece) < 4:
                    continue
                found = self.country_of(piece) or as_country(piece)
                if found:
                    return found
        return None


def country_of_address(address: str) -> str | None:
    """Return the country an e-mail address ends in ("office@example.org.ke"), if it says one."""
    ending = address.rpartition(".")[2].lower()
    if len(ending) != 2 or ending in WORLDWIDE_ENDINGS:
        return None
    return as_country(ending.upper())


def likely_country(
    places: Places, *, city: str, organisation: str, emails: Sequence[str]
) -> str | None:
    """Return where a person without a stated country most likely lives, or None."""
    # Many cities share a name (there is a Tripoli in Lebanon): what the list itself says and
    # the ending of an address come before the best-known city.
    return (
        places.learnt(city)
        or next(filter(None, map(country_of_address, emails)), None)
        or places.country_of(city)
        or places.country_in(organisation)
    )


@cache
def known_cities() -> Mapping[str, str]:
    """Return {city key: ISO2} of the cities that name a time zone, in six languages."""
    from babel import Locale
    from babel.core import get_global

    zones = get_global("zone_territories")
    found: dict[str, str] = {}
    for zone, country in zones.items():
        if "/" in zone and len(country) == 2:
            found.setdefault(heading_key(zone.rpartition("/")[2]), country)
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if zone in zones and "city" in names:
                found.setdefault(heading_key(names["city"]), zones[zone])
    return found
