"""Days, clocks and zones in words, in the reader's language: "Tue 1 December", "19:00–21:00", "Nairobi, UTC+3"."""

from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from commonroot.core.time import zone_words

LONG = "EEE d MMMM"
SHORT = "EEE d MMM"
WITH_YEAR = "d MMM y"
DAY_WITH_YEAR = "EEE d MMM y"
MONTH = "MMMM y"


@cache
def _locale(language: str) -> Any:
    from babel import Locale

    return Locale.parse(language, sep="-")


def day_words(day: date, language: str, *, pattern: str = LONG) -> str:
    """"Tue 1 December"; Latin digits in every language."""
    from babel.dates import format_date

    return format_date(day, pattern, locale=_locale(language))


def clock_words(starts: datetime, ends: datetime | None, *, zone: str) -> str:
    """"19:00–21:00" as clocks in `zone` show it."""
    place = ZoneInfo(zone)
    first = f"{starts.astimezone(place):%H:%M}"
    return first if ends is None else f"{first}–{ends.astimezone(place):%H:%M}"


def moment_words(starts: datetime, ends: datetime | None, *, zone: str, language: str) -> str:
    """"Tue 1 December, 19:00–21:00 (Nairobi, UTC+3)": a whole time in one line, for letters."""
    day = day_words(starts.astimezone(ZoneInfo(zone)).date(), language)
    comma = "، " if language.startswith("ar") else ", "
    return f"{day}{comma}{clock_words(starts, ends, zone=zone)} ({zone_words(zone, starts)})"
