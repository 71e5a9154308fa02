"""What can be looked for in the answers to a question, and what it is called."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonroot.admissions.models import Application, Call, Eligibility, FormQuestion
from commonroot.admissions.queries import choosing
from commonroot.core.fields import Translated
from commonroot.core.places import country_choices, language_choices, regions

Kind = FormQuestion.Kind


def choices_of(question: FormQuestion, *, language: str) -> list[tuple[str, str]]:
    """[(code, words)] of every answer that can be looked for; regions before their countries."""
    if question.kind == Kind.COUNTRY:
        names = sorted(set(regions().values()))
        return [*((name, name) for name in names), *country_choices(language)[1:]]
    if question.kind == Kind.LANGUAGES:
        return language_choices(language)
    if question.kind in {Kind.YES_NO, Kind.AGREE}:
        return [("yes", _("yes")), ("no", _("no"))]
    if question.kind == Kind.SCALE:
        return [(str(number), str(number)) for number in range(1, (question.most or 5) + 1)]
    return [
        (str(one["value"]), Translated(one["words"]).chosen([language])[0])
        for one in question.choices
    ]


def values_words(question: FormQuestion, values: Sequence[str], *, language: str) -> list[str]:
    """What codes are called, in the order of `values`."""
    named = dict(choices_of(question, language=language))
    return [named.get(one, one) for one in values]


@dataclass(frozen=True)
class Missing:
    """Whoever does not meet a rule: every one still open or already decided, not yet told."""

    rule: Eligibility
    applications: Sequence[Application]


def not_eligible(board: choosing.Board) -> list[Missing]:
    """Per rule who does not meet it, of those shown that are still open."""
    still = [row for row in board.shown if row.application.state == Application.State.SUBMITTED]
    return [
        Missing(rule, those)
        for rule in board.aims.eligibility
        if (those := [row.application for row in still if rule in row.misses])
    ]


def question_of(call: Call, key: str) -> FormQuestion | None:
    """A question of the form in whose answers something can be looked for."""
    return choosing.coded_questions(call).filter(key=key).first()
