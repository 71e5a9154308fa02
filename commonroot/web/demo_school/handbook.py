"""The handbook of the demo's residential courses: the next one answers some questions itself, and
takes over what the one before said, half of it not confirmed yet.
"""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from commonroot.handbook.actions import answers, checks, templates
from commonroot.handbook.queries.answers import answers_of
from commonroot.handbook.queries.checks import checklist
from commonroot.programmes.models import Programme
from commonroot.web.demo_school.people import BY

WORDS = Path(__file__).with_name("handbook.toml")
CONFIRMED = ("planning", "budget", "calling", "evaluation")  # chapters read before now
BY_HAND = 5  # things of its lists that somebody said to be done
TEXT = (
    "Dear [name],\n\nwe wait for you at the bus station until the last bus, with a sign that says "
    "[word]. If you are late, call [number]: somebody answers all night.\n\nBring: [things]. Leave "
    "at home: [things]. You sleep at [place], with [who].\n\n[Your name]"
)


def tell_handbook(*, at: datetime) -> None:
    """What both residential courses answer, at `at`."""
    courses = Programme.objects.filter(format=Programme.Format.RESIDENTIAL)
    held = courses.exclude(closed_at=None).order_by("pk").first()
    planned = courses.filter(closed_at=None).order_by("pk").first()
    if held is None or planned is None:
        return
    words = tomllib.loads(WORDS.read_text("utf-8"))
    _answers(held, words["held"], at=at - timedelta(days=300))
    _answers(planned, words["planned"], at=at - timedelta(days=20))
    answers.take_over(programme=planned, source=held, by=BY, at=at - timedelta(days=19))
    chapters = answers_of(planned)
    answers.confirm(
        programme=planned,
        seen={one.code: one.seen for code in CONFIRMED for one in chapters[code]},
        by=BY,
        at=at - timedelta(days=18),
    )
    _list(planned, at=at)
    templates.keep_template(
        chapter="logistics",
        title="To whoever arrives by bus",
        text=TEXT,
        language="en",
        from_programme=held,
        by=BY,
        at=at - timedelta(days=170),
    )


def _answers(programme: Programme, words: dict[str, str], *, at: datetime) -> None:
    for question, text in words.items():
        answers.write(
            programme=programme,
            question=question,
            text=text,
            seen="",
            language="en",
            by=BY,
            at=at,
        )


def _list(programme: Programme, *, at: datetime) -> None:
    """Some things of the lists said to be done, one not needed, one of the course's own."""
    items = [
        one
        for chapter in checklist(programme, at=at, today=at.date()).values()
        for one in chapter
        if not one.by_itself
    ]
    about: dict[str, Any] = {"programme": programme, "by": BY, "at": at - timedelta(days=10)}
    for one in items[:BY_HAND]:
        checks.say_done(code=one.code, **about)
    for one in items[BY_HAND : BY_HAND + 1]:
        checks.say_not_needed(
            code=one.code, why="The union does this for all its courses.", **about
        )
    checks.add_item(
        chapter="planning",
        text="Ask the market women which week is dead for them",
        due_on=_in_days(at, 12),
        **about,
    )


def _in_days(at: datetime, days: int) -> date:
    return (at + timedelta(days=days)).date()
