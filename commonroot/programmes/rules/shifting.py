"""Moving dates: what a date becomes, and dates as text, as a change keeps them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time, timedelta

from commonroot.programmes.rules.dates import When

SHIFTED = ("day", "week")
IN_MONTHS = ("month", "span")
MIDDLE = 15


@dataclass(frozen=True)
class Dated:
    """All that was decided about when a session is; instants follow from it."""

    precision: str
    held_on: date | None
    until_on: date | None
    wall_time: time | None
    minutes: int
    time_zone: str
    state: str = "planned"

    @property
    def last(self) -> date | None:
        """The last day it may be on."""
        return last_day(self.precision, held_on=self.held_on, until_on=self.until_on)

    def shifted(self, days: int) -> "Dated":
        """The same clock on another day.

        What is known to the month moves to the month that its middle comes to: by a week it stays,
        by four it is the next.
        """
        if self.held_on is None or self.precision not in (*SHIFTED, *IN_MONTHS):
            return self
        if self.precision in SHIFTED:
            return replace(self, held_on=self.held_on + timedelta(days=days))
        until = _month_on(self.until_on, days=days) if self.until_on else None
        return replace(self, held_on=_month_on(self.held_on, days=days), until_on=until)

    def at(self, when: When, *, wall_time: time | None) -> "Dated":
        """The same session at another time."""
        return replace(
            self,
            precision=when.precision,
            held_on=when.first,
            until_on=when.last if when.precision == "span" else None,
            wall_time=wall_time,
        )


def _month_on(day: date, *, days: int) -> date:
    """The same day of the month that the middle of its month comes to; the last where it ends."""
    month = day.replace(day=MIDDLE) + timedelta(days=days)
    ends = (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return month.replace(day=min(day.day, ends.day))


def last_day(precision: str, *, held_on: date | None, until_on: date | None) -> date | None:
    """The last day of what is known: of a week, of a month, of a span; None without a date."""
    if held_on is None or precision == "open":
        return None
    if precision == "day":
        return held_on
    if precision == "week":
        return held_on + timedelta(days=6)
    if precision == "span":
        return until_on or held_on
    following = (held_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - timedelta(days=1)


def as_text(dated: Dated) -> dict[str, str]:
    """Its fields as plain text, for keeping."""
    return {
        name: ""
        if value is None
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
        for name, value in asdict(dated).items()
    }


def from_text(kept: Mapping[str, str]) -> Dated:
    """What `as_text` kept."""
    read = {field.name: kept.get(field.name, "") for field in fields(Dated)}
    return Dated(
        precision=read["precision"],
        held_on=date.fromisoformat(read["held_on"]) if read["held_on"] else None,
        until_on=date.fromisoformat(read["until_on"]) if read["until_on"] else None,
        wall_time=time.fromisoformat(read["wall_time"]) if read["wall_time"] else None,
        minutes=int(read["minutes"]),
        time_zone=read["time_zone"],
        state=read["state"],
    )
