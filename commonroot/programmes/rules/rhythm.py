"""Rhythms: from "every second Tuesday, six times" to dates that can be looked at and changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from commonroot.programmes.rules import dates
from commonroot.programmes.rules.dates import When

MOST = 120  # sessions that one rhythm makes
DAYS_OF_WEEK = 7


class TooMany(ValueError):
    """More sessions than anybody would look through before making them."""


@dataclass(frozen=True)
class Proposed:
    """A session that a rhythm would make; `stream` is the place of its stream, None for all."""

    when: When
    clock: time | None = None
    minutes: int = 120
    stream: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Slot:
    """A part of the day of a course: when it begins, how long, for which stream, called what."""

    clock: time
    minutes: int
    stream: int | None = None
    title: str = ""


def weekly(
    *,
    from_week: date,
    times: int,
    every: int = 1,
    weekday: int | None = None,
    clock: time | None = None,
    minutes: int = 120,
) -> list[Proposed]:
    """`times` meetings, each `every` so many weeks, from the week that begins with `from_week`.

    `weekday` counts from Monday, 0; without one, or without a clock, each is known to its week.
    Raises ValueError and TooMany.
    """
    _bounded(times)
    dated = weekday is not None and clock is not None
    name = dates.WEEKDAYS[weekday] if dated and weekday is not None else ""
    whens = dates.weekly(times=times, from_week=from_week, weekday=name, every=every)
    return [Proposed(when, clock if dated else None, minutes) for when in whens]


def monthly(
    *,
    first: date,
    times: int,
    nth: int | None = None,
    weekday: int | None = None,
    clock: time | None = None,
    minutes: int = 120,
) -> list[Proposed]:
    """One meeting in each of `times` months from the month of `first`.

    With `nth` (1 to 4, or -1 for the last), a weekday and a clock each is a day, else known to its
    month. Raises ValueError and TooMany.
    """
    _bounded(times)
    months = [dates.moved_months(first.replace(day=1), number) for number in range(times)]
    if nth is None or weekday is None or clock is None:
        return [Proposed(dates.month(month.year, month.month), None, minutes) for month in months]
    return [
        Proposed(dates.day(nth_weekday(month, nth=nth, weekday=weekday)), clock, minutes)
        for month in months
    ]


def nth_weekday(month: date, *, nth: int, weekday: int) -> date:
    """The second Tuesday, or with -1 the last, of the month that `month` is in."""
    if nth > 0:
        first = month.replace(day=1)
        return first + timedelta(
            days=(weekday - first.weekday()) % DAYS_OF_WEEK + DAYS_OF_WEEK * (nth - 1)
        )
    last = dates.moved_months(month.replace(day=1), 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % DAYS_OF_WEEK)


def course(
    *, first: date, last: date, slots: Sequence[Slot], free: Iterable[int] = ()
) -> list[Proposed]:
    """Every slot on every day from `first` to `last` but on the weekdays in `free`.

    Side by side run slots of different streams at one time. Raises ValueError and TooMany.
    """
    if last < first or not slots:
        raise ValueError("a course needs at least one day and one part of the day")
    off = set(free)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    kept = [on for on in days if on.weekday() not in off]
    _bounded(len(kept) * len(slots))
    ordered = sorted(slots, key=lambda slot: (slot.clock, slot.stream or 0))
    return [
        Proposed(dates.day(on), slot.clock, slot.minutes, slot.stream, slot.title)
        for on in kept
        for slot in ordered
    ]


def _bounded(count: int) -> None:
    if count > MOST:
        raise TooMany(str(count))
