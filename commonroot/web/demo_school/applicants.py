"""Invented applicants: what each of them answers to the questions of a form, thrown by a dice."""

import random
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from commonroot.admissions.models import FormQuestion

Kind, Meaning = FormQuestion.Kind, FormQuestion.Meaning
BACKGROUNDS = ("movement", "movement", "elsewhere", "new", "new", "unknown")
GENDERS = ("woman", "woman", "woman", "man", "man", "other", "unsaid")
# Free on these evenings and half days: first and last half-hour, of one's own clock.
EVENING, MORNING, LATE = (34, 44), (18, 26), (38, 46)
MOST_THEMES = 3


def words() -> dict[str, Any]:
    """The file of what they say."""
    return tomllib.loads(Path(__file__).with_name("applicants.toml").read_text())


def answers(
    questions: Iterable[FormQuestion],
    *,
    language: str,
    country: str,
    city: str,
    dice: random.Random,
    organisation: str | None = None,
    wants_help: bool = False,
) -> dict[str, Any]:
    """{question key: value} for somebody of that language and place."""
    said = words()
    told: dict[str, Any] = {
        Meaning.BACKGROUND: dice.choice(BACKGROUNDS),
        Meaning.COUNTRY: country,
        Meaning.CITY: city,
        Meaning.GENDER: dice.choice(GENDERS),
        Meaning.LANGUAGES: _languages(language, dice=dice),
        Meaning.HOURS: _hours(dice),
        Meaning.ORGANISATION: dice.choice(said["organisations"])
        if organisation is None
        else organisation,
        Meaning.CAMPAIGN: _in(said["campaign"], language, dice=dice),
        Meaning.TRAVEL: wants_help,
        Meaning.STAY: wants_help,
    }
    if wants_help:
        told[Meaning.CIRCUMSTANCES] = "Three of us live on one wage; the bus alone is two weeks."
    texts = [_in(said[part], language, dice=dice) for part in ("why", "afterwards")]
    found: dict[str, Any] = {}
    for question in questions:
        if question.meaning == Meaning.THEMES:
            found[question.key] = _themes(question, dice=dice)
        elif question.meaning in told:
            found[question.key] = told[question.meaning]
        elif question.kind == Kind.AGREE:
            found[question.key] = True
        elif question.kind == Kind.TEXT and question.required:
            found[question.key] = texts[0]
            texts = [*texts[1:], texts[0]]
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _in(texts: dict[str, Sequence[str]], language: str, *, dice: random.Random) -> str:
    return dice.choice(texts.get(language, texts["en"]))


def _languages(language: str, *, dice: random.Random) -> dict[str, int]:
    spoken = {language: 4}
    if language != "en" and dice.random() < 0.7:  # noqa: PLR2004 - most speak English too
        spoken["en"] = dice.choice((2, 3))
    return spoken


def _hours(dice: random.Random) -> list[list[int]]:
    free = []
    for day in sorted(dice.sample(range(7), dice.randint(3, 5))):
        first, last = dice.choice((EVENING, EVENING, LATE, MORNING))
        free += [[day, half] for half in range(first, last)]
    return free


def _themes(question: FormQuestion, *, dice: random.Random) -> list[str]:
    codes = [one["value"] for one in question.choices]
    return sorted(dice.sample(codes, min(len(codes), dice.randint(1, MOST_THEMES))))
