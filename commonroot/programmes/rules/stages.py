"""The six stages of a programme and what is open in them, from its dates alone."""

from dataclasses import dataclass
from datetime import date, datetime

STAGES = ("plan", "call", "choose", "run", "hand_over", "years")


@dataclass(frozen=True)
class Dates:
    """What decides the stage of a programme; days are the host's."""

    published: bool
    apply_by: date | None
    starts_on: date | None
    ends_on: date | None
    closed: bool


def stage(dates: Dates, *, today: date) -> str:
    """Which of STAGES a programme is in on a day.

    Closing ends the hand-over. Without a deadline the call lasts until the first meeting; without
    any date a published programme stays in its call.
    """
    if dates.closed:
        return "years"
    if not dates.published:
        return "plan"
    if dates.ends_on is not None and dates.ends_on < today:
        return "hand_over"
    if dates.starts_on is not None and dates.starts_on <= today:
        return "run"
    return "choose" if dates.apply_by is not None and dates.apply_by < today else "call"


def strip(
    dates: Dates, *, today: date, closed_on: date | None = None
) -> list[tuple[str, str, date | None]]:
    """(stage, done | now | later, the day that belongs under it) for each of STAGES, in order.

    The days are the deadline, the first meeting, the last one and the closing; plan and choose
    have none.
    """
    now = STAGES.index(stage(dates, today=today))
    days = {
        "call": dates.apply_by,
        "run": dates.starts_on,
        "hand_over": dates.ends_on,
        "years": closed_on,
    }
    return [
        (name, "done" if place < now else "now" if place == now else "later", days.get(name))
        for place, name in enumerate(STAGES)
    ]


def call_is_open(*, apply_by: date | None, starts_on: date | None, today: date) -> bool:
    """Whether people may still apply: through the last day, in the host's zone.

    Without a deadline, until it starts.
    """
    if apply_by is not None:
        return today <= apply_by
    return starts_on is None or today < starts_on


def is_open_for_registration(
    *, by_registration: bool, planned: bool, published: bool, ends_at: datetime | None, at: datetime
) -> bool:
    """Whether a place may be asked for: public, not called off, with a day, and not over.

    Somebody who comes late may still register, so that they get the link.
    """
    return by_registration and planned and published and ends_at is not None and at < ends_at
