"""Rules of asking circles before a course, over plain values."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from commonroot.core.small_numbers import LEAST

ASK_BEFORE = timedelta(days=42)  # six weeks before it begins every circle has been written to
LOOK_AHEAD = timedelta(days=183)  # what begins later needs no board yet
ANSWER_WITHIN = timedelta(days=14)  # after that the answer is overdue


class Route(StrEnum):
    """How a circle can be reached for somebody."""

    DIRECT = "direct"  # there is somebody to write to
    QUIET = "quiet"  # not heard of for long: a person decides
    NOBODY = "nobody"  # a circle without anybody to write to
    REGION = "region"  # no circle: the region is asked
    START = "start"  # no circle and no region: one is to be started


def route(*, state: str | None, contacts: int, region: bool) -> Route:
    """The way to a circle in that state (None: there is none); `region`: one can be asked."""
    if state is None or state == "closed":
        return Route.REGION if region else Route.START
    if state == "dormant":
        return Route.QUIET
    return Route.DIRECT if contacts else Route.NOBODY


def may_tell_of_country(people: int) -> bool:
    """Whether a circle may hear that people of its country, or theme, take part, naming nobody.

    So few that one of them could be meant are not told of: then the circle hears of the course in
    the letter that goes to every circle alike, or not at all.
    """
    return people >= LEAST


def ask_by(starts_on: date) -> date:
    """The last day on which circles are written to in time."""
    return starts_on - ASK_BEFORE


def is_overdue(*, state: str, asked_at: datetime | None, ask_by: date | None, at: datetime) -> bool:
    """Whether a circle should have been written to, or should have answered, by now."""
    if state == "open":
        return ask_by is not None and at.date() > ask_by
    return state in {"asked", "region"} and asked_at is not None and at - asked_at > ANSWER_WITHIN
