"""Rules of a call: what must be right before it is published, and why nobody can apply."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from commonroot.admissions.rules.deadlines import Window, window
from commonroot.admissions.rules.questions import SENSITIVE

LAST_SECOND = time(23, 59, 59)
SIMPLE_UP_TO = 30  # applications that a list with two notes carries (domain source, admissions)
LEAST_OFFER_DAYS, MOST_OFFER_DAYS = 1, 60
LONGEST_KEPT = 365
MOST_PLACES = 10_000
MOST_TOGETHER = 40


@dataclass(frozen=True)
class Asked:
    """What is checked of one question. `missing`: languages of the call it does not speak."""

    key: str
    kind: str
    meaning: str
    care: str
    explained: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What is checked of a call before it is published."""

    opens_at: datetime | None
    closes_at: datetime | None
    alone: bool
    pairs: bool
    groups: bool
    places: int | None
    hear_on: date | None
    starts_on: date | None
    programme_public: bool
    help_with_money: bool
    languages: tuple[str, ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class Found:
    """Something to look at: a code and its numbers. `stops`: nobody publishes it like this."""

    code: str
    stops: bool = False
    values: tuple[tuple[str, str | int], ...] = ()


def checks(plan: Plan, *, at: datetime) -> list[Found]:
    """What to put right, what stops first."""
    found = [*_of_times(plan, at=at), *_of_questions(plan)]
    if not (plan.alone or plan.pairs or plan.groups):
        found.append(Found("nobody", stops=True))
    if plan.places is None:
        found.append(Found("no_places"))
    if not plan.programme_public:
        found.append(Found("programme_hidden"))
    return sorted(found, key=lambda one: not one.stops)


def _of_times(plan: Plan, *, at: datetime) -> Iterable[Found]:
    if plan.closes_at is None:
        yield Found("no_deadline")
    elif plan.closes_at <= at:
        yield Found("deadline_over", stops=True)
    if plan.opens_at and plan.closes_at and plan.opens_at >= plan.closes_at:
        yield Found("opens_after", stops=True)
    if plan.closes_at and plan.starts_on and plan.closes_at.date() >= plan.starts_on:
        yield Found("after_start", stops=True)
    if plan.hear_on is None:
        yield Found("no_answer_day")
    elif plan.closes_at and plan.hear_on <= plan.closes_at.date():
        yield Found("answer_too_soon")


def _of_questions(plan: Plan) -> Iterable[Found]:
    questions = [one for one in plan.questions if one.kind != "heading"]
    meanings = {one.meaning for one in questions}
    if not questions:
        yield Found("no_questions", stops=True)
    elif "background" not in meanings:
        yield Found("no_background", stops=True)
    for language in plan.languages:
        lacking = [one for one in plan.questions if language in one.missing]
        if lacking:
            yield Found("missing", values=(("language", language), ("count", len(lacking))))
    unexplained = [one for one in questions if one.care == SENSITIVE and not one.explained]
    if unexplained:
        yield Found("unexplained", stops=True, values=(("count", len(unexplained)),))
    if questions and plan.help_with_money and not {"travel", "stay"} & meanings:
        yield Found("help_not_asked")
    if questions and not plan.help_with_money and {"travel", "stay", "circumstances"} & meanings:
        yield Found("help_asked_for_nothing")


def why_nobody(
    *,
    published_at: datetime | None,
    programme_public: bool,
    opens_at: datetime | None,
    closes_at: datetime | None,
    at: datetime,
) -> str:
    """Why nobody can begin an application now, as a code; "" when somebody can.

    `hidden`: only whoever has the link finds the form, since the programme has no public page.
    """
    if published_at is None:
        return "not_published"
    where = window(opens_at=opens_at, closes_at=closes_at, at=at)
    if where == Window.EARLY:
        return "early"
    if where != Window.OPEN:
        return "over"
    return "" if programme_public else "hidden"


def places_in(words: Iterable[str]) -> int | None:
    """The number of places a text names, if every language names the same one: "35 places".

    A range is not a number: "30-40" is None.
    """
    named = {tuple(re.findall(r"\d+", text)) for text in words if text}
    if len(named) != 1:
        return None
    [numbers] = named
    return int(numbers[0]) if len(numbers) == 1 and 0 < int(numbers[0]) <= MOST_PLACES else None


def sentence(text: str) -> str:
    """What a file says an application should tell, as a question stands: with a capital."""
    return text[:1].upper() + text[1:]


def missing_languages(
    languages: Sequence[str], *texts: Mapping[str, str], optional: Sequence[Mapping[str, str]] = ()
) -> tuple[str, ...]:
    """Languages in which one of `texts` is missing, or of `optional` one that is said at all."""
    needed = [*texts, *(one for one in optional if any(one.values()))]
    return tuple(code for code in languages if any(not one.get(code) for one in needed))
