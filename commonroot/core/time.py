"""Wall-clock time and zones. Truth is a date, a wall time and an IANA zone; instants are
derived.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from commonroot.core.zones import town

COMMAS = {"ar": "،"}  # where it is not ","


def instant(  # noqa: PLR0917 - what a clock on a wall shows
    day: date, wall: time, zone: str
) -> datetime:
    """The UTC moment at which clocks in `zone` show `wall` on `day`.

    A time skipped by a clock change is read as the later one, a repeated time as the first.
    """
    return datetime.combine(day, wall, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def offset_words(zone: str, at: datetime) -> str:
    """The zone's offset at that moment: "UTC+3", "UTC−2:30", "UTC"."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    sign = "+" if minutes > 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def zone_place(zone: str, language: str = "en") -> str:
    """The town a zone is named for, in `language`: "Africa/Nairobi" → "Nairobi", "نيروبي"."""
    return town(zone, language) if "/" in zone else zone


def zone_words(zone: str, at: datetime, *, language: str = "en") -> str:
    """ "Nairobi, UTC+3", "بيروت، UTC+2"; for UTC itself just "UTC"."""
    words = offset_words(zone, at)
    comma = COMMAS.get(language, ",")
    return words if zone == "UTC" else f"{zone_place(zone, language)}{comma} {words}"


@cache
def known_zones() -> frozenset[str]:
    """The zones a person may name."""
    return frozenset(available_timezones())


def zone_or(zone: str | None, fallback: str) -> str:
    """`zone` if it is one, else `fallback`."""
    return zone if zone in known_zones() else fallback
