"""The questions of a round, as data: which are asked of whom, and what each answer means.

From the founding pages' table of three starting backgrounds (domain source 3.1, 3.9). Words of
questions and answers stand in `forms.rounds`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MOVEMENT, ELSEWHERE, NEW = "movement", "elsewhere", "new"
MORNING = time(8)


@dataclass(frozen=True)
class Question:
    """One question: its code, the codes of its answers, whom it is asked, from which month on."""

    code: str
    answers: tuple[str, ...]
    of: tuple[str, ...] = ()  # starting backgrounds; empty: everybody
    months: int = 0  # not before so many months after the end


QUESTIONS: tuple[Question, ...] = (
    Question("strengthened", ("much", "some", "no", "unsure"), of=(MOVEMENT,)),
    Question("helped", ("much", "some", "no", "unsure"), of=(ELSEWHERE,)),
    Question("linked", ("affiliated", "joint", "talked", "none"), of=(ELSEWHERE,), months=3),
    Question("opening", ("growing", "found", "looking", "none"), of=(NEW,)),
    Question("in_touch", ("active", "talked", "no")),
    Question("who", ("me", "circle", "organisers"), months=3),
    Question("brought", ("several", "some", "no"), months=6),
    Question("teaching", ("yes", "would", "no"), months=12),
)

# What somebody may need; "safety" is seen to before anything else.
NEEDS = ("contact", "skill", "money", "safety", "talk")


def questions_for(background: str, *, months: int) -> tuple[Question, ...]:
    """What somebody of that starting background is asked so many months after the end."""
    return tuple(
        one
        for one in QUESTIONS
        if months >= one.months and (not one.of or background in one.of or _fits(one, background))
    )


def _fits(one: Question, background: str) -> bool:
    """Of whom it is not known where they started it is asked whether the course helped."""
    return background == "unknown" and one.code == "helped"


def heard(answers: Mapping[str, object], *, background: str, months: int) -> dict[str, object]:
    """Those of `answers` that were asked and are answers: nothing else is kept."""
    asked = {one.code: one.answers for one in questions_for(background, months=months)}
    kept: dict[str, object] = {
        code: value for code, value in answers.items() if value in asked.get(code, ())
    }
    for text in ("change", "blocks", "project"):
        if answers.get(text):
            kept[text] = str(answers[text])
    needs = answers.get("needs")
    if isinstance(needs, Iterable) and not isinstance(needs, str):
        found = [need for need in NEEDS if need in set(needs)]
        if found:
            kept["needs"] = found
    return kept


def asks_for_help(answers: Mapping[str, object]) -> bool:
    """Whether somebody asks for help: they need something, or want to be called."""
    return bool(answers.get("needs"))


@dataclass(frozen=True)
class Alumnus:
    """What decides how soon an organiser should turn to somebody."""

    background: str
    asked_help_at: datetime | None = None
    needs_safety: bool = False
    has_owner: bool = False
    has_step: bool = False
    in_circle: bool = False
    overdue_since: datetime | None = None
    next_on: date | None = None
    did_less: bool = False


def reasons(one: Alumnus, *, today: date) -> list[str]:
    """Why somebody is on the queue, the most pressing first; codes. Nothing: they are not on it.

    Order of the founding pages: asked for help, new to activism without owner or step, overdue,
    no circle.
    """
    found = []
    if one.asked_help_at is not None:
        found.append("help_safety" if one.needs_safety else "help")
    if one.background == NEW and not one.has_owner:
        found.append("no_owner")
    if one.background == NEW and not one.has_step:
        found.append("no_step")
    if one.next_on is not None and one.next_on <= today:
        found.append("conversation")
    if one.overdue_since is not None:
        found.append("overdue")
    if one.did_less:
        found.append("less")
    if not one.in_circle and not one.has_step:
        found.append("no_circle")
    return found


ORDER = ("help_safety", "help", "no_owner", "no_step", "conversation", "overdue", "less",
         "no_circle")  # fmt: skip


def rank(found: Iterable[str]) -> tuple[int, ...]:
    """The place of somebody with these reasons in the queue: smaller comes first, of two with the
    same reason whoever has one more.
    """
    return (*(ORDER.index(reason) for reason in found), len(ORDER))


def next_morning(at: datetime, *, zone: str) -> datetime:
    """The next eight in somebody's morning, from now on; in UTC where their zone is not known."""
    try:
        place = ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        place = ZoneInfo("UTC")
    local = at.astimezone(place)
    morning = datetime.combine(local.date(), MORNING, tzinfo=place)
    return morning if morning >= local else morning + timedelta(days=1)
