"""What was answered: by meaning for those who choose and form groups, and in words."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.admissions.models import (
    Applicant,
    Application,
    ApplicationAnswer,
    FormQuestion,
    Referee,
)
from commonroot.admissions.rules.answers import hour_words, is_empty
from commonroot.admissions.rules.questions import SCALE_USUAL
from commonroot.core.fields import Translated
from commonroot.core.places import country_name, language_name
from commonroot.people.models import SpokenLanguage

Kind = FormQuestion.Kind
LEVELS = dict(enumerate(SpokenLanguage.Level, start=1))  # 1 a little … 4 mother tongue


@dataclass(frozen=True)
class Said:
    """A question and what was answered to it, in words of the language now active.

    `referees`: for a question for somebody who speaks for them.
    """

    question: FormQuestion
    prompt: str
    words: str
    answer: ApplicationAnswer | None = None
    referees: tuple[Referee, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether there is anything."""
        return bool(self.words)


def by_meaning(
    applications: QuerySet[Application] | Iterable[Application],
    *,
    only: Collection[str] = (),
) -> dict[int, dict[str, Any]]:
    """`{application id: {meaning: value}}` of what whoever writes answered, in one query.

    Values as kept (see `ApplicationAnswer`); a meaning that was not answered is missing. Every
    application has an entry. `only`: nothing else is read than these meanings.
    """
    ids = [application.pk for application in applications]
    found: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    rows = ApplicationAnswer.objects.filter(application__in=ids, applicant=None)
    for row in _meaning_something(rows, only=only):
        found[row.application_id][row.question.meaning] = row.value
    return found


def by_meaning_of_members(
    applications: QuerySet[Application] | Iterable[Application],
    *,
    only: Collection[str] = (),
) -> dict[int, dict[str, Any]]:
    """`{applicant id: {meaning: value}}` of what the others of pairs and groups said of
    themselves, in one query; whoever answered nothing is missing.
    """
    ids = [application.pk for application in applications]
    found: dict[int, dict[str, Any]] = {}
    rows = ApplicationAnswer.objects.filter(application__in=ids, applicant__isnull=False)
    for row in _meaning_something(rows, only=only):
        assert row.applicant_id is not None  # the filter asks for one
        found.setdefault(row.applicant_id, {})[row.question.meaning] = row.value
    return found


def _meaning_something(
    rows: QuerySet[ApplicationAnswer], *, only: Collection[str]
) -> list[ApplicationAnswer]:
    """Answers that mean something, those to the newest version of a question last."""
    told = rows.filter(question__meaning__in=only) if only else rows.exclude(question__meaning="")
    told = told.select_related("question").order_by("question__version", "pk")
    return [row for row in told if not is_empty(row.value)]


def values_of(application: Application, *, applicant: Applicant | None = None) -> dict[str, Any]:
    """`{question key: value}` of what is kept, of whoever writes or of one of the others."""
    rows = ApplicationAnswer.objects.filter(application=application, applicant=applicant)
    return {row.question.key: row.value for row in rows.select_related("question")}


def changed_since(
    application: Application,
    values: Mapping[str, Any],
    *,
    seen: datetime,
    applicant: Applicant | None = None,
) -> list[FormQuestion]:
    """Questions that another device answered after a page was opened (`seen`), and otherwise than
    the page now says (`values`).
    """
    rows = ApplicationAnswer.objects.filter(
        application=application,
        applicant=applicant,
        saved_at__gt=seen,
        question__key__in=values,
        file=None,
    ).select_related("question")
    return [row.question for row in rows if row.value != values[row.question.key]]


def answers_of(
    application: Application,
    *,
    for_panel: bool = False,
    blind: bool = False,
    applicant: Applicant | None = None,
    unanswered: bool = False,
) -> list[Said]:
    """What was answered, in words, in the order of the form; headings are left out.

    `for_panel` leaves out what the panel never sees, and with `blind` what is hidden while it
    reads blind. Questions asked no more stand there when they were answered; with `unanswered`
    those still asked also without an answer.
    """
    kept = {
        row.question_id: row
        for row in ApplicationAnswer.objects.filter(
            application=application, applicant=applicant
        ).select_related("question", "file")
    }
    referees: dict[int, list[Referee]] = {}
    if applicant is None:
        for referee in application.referees.order_by("pk"):
            referees.setdefault(referee.question_id, []).append(referee)
    questions = application.call.questions.exclude(kind=Kind.HEADING).order_by("position", "pk")
    if applicant is not None:
        questions = questions.filter(each_member=True)
    said = []
    for question in questions:
        if for_panel and _hidden(question, blind=blind):
            continue
        answer = kept.get(question.pk)
        row = Said(
            question=question,
            prompt=str(question.prompt),
            words=_words(question, answer, referees=referees.get(question.pk, ())),
            answer=answer,
            referees=tuple(referees.get(question.pk, ())),
        )
        if row.answered or (unanswered and question.retired_at is None):
            said.append(row)
    return said


def _hidden(question: FormQuestion, *, blind: bool) -> bool:
    if question.panel == FormQuestion.Panel.NEVER:
        return True
    return blind and question.panel == FormQuestion.Panel.BLIND


def _words(
    question: FormQuestion, answer: ApplicationAnswer | None, *, referees: Iterable[Referee]
) -> str:
    if question.kind == Kind.REFEREE:
        return ", ".join(referee.name for referee in referees)
    if answer is None:
        return ""
    if question.kind == Kind.FILE:
        return answer.file.name if answer.file else ""
    return answer_words(question, answer.value)


def answer_words(question: FormQuestion, value: Any) -> str:
    """A kept value in words of the language now active; "" when nothing was answered."""
    if is_empty(value):
        return ""
    told: dict[str, Callable[[], str]] = {
        Kind.YES_NO: lambda: _("Yes") if value else _("No"),
        Kind.AGREE: lambda: _("Yes, I agree") if value else _("No"),
        Kind.CHOICE: lambda: _chosen(question, [value]),
        Kind.SEVERAL: lambda: _chosen(question, value),
        Kind.SCALE: lambda: _of(value, question.most or SCALE_USUAL),
        Kind.COUNTRY: lambda: country_name(value, get_language() or "en"),
        Kind.LANGUAGES: lambda: _spoken(value),
        Kind.HOURS: lambda: hour_words(value, days=_days()),
    }
    return told.get(question.kind, lambda: str(value))()


def _of(place: int, most: int) -> str:
    return _("%(place)s of %(all)s") % {"place": place, "all": most}


def _spoken(levels: Mapping[str, int]) -> str:
    """The languages, those spoken best first, each with how well."""
    language = get_language() or "en"
    best_first = sorted(levels.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(
        f"{language_name(code, language)} ({LEVELS[level].label})" for code, level in best_first
    )


def _chosen(question: FormQuestion, codes: Iterable[str]) -> str:
    words = {one["value"]: str(Translated(one["words"])) for one in question.choices}
    return ", ".join(words.get(code, str(code)) for code in codes)


def _days() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]


def form_answers(application: Application, *, applicant: Applicant | None = None) -> dict[str, Any]:
    """`{question key: value}` as the form shows it: files as `Upload`, referees as a list."""
    rows = ApplicationAnswer.objects.filter(application=application, applicant=applicant)
    found: dict[str, Any] = {
        row.question.key: row.file or row.value for row in rows.select_related("question", "file")
    }
    if applicant is None:
        for referee in application.referees.select_related("question").order_by("pk"):
            found.setdefault(referee.question.key, []).append(
                {"name": referee.name, "way": referee.way, "language": referee.language}
            )
    return found
