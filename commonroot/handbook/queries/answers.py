"""What a course answers to the guiding questions, and how far each chapter is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.handbook.models import ChapterAnswer, FormerAnswer
from commonroot.handbook.models.chapters import CHAPTERS, chapter_of
from commonroot.handbook.models.shapes import Chapter, Question
from commonroot.handbook.rules import answers as rules
from commonroot.programmes.models import Programme

DEEPEN = "alumni.deepen"


@dataclass(frozen=True)
class Answered:
    """A guiding question with what the course answers to it, if anything."""

    code: str  # "chapter.question"
    question: Question
    answer: ChapterAnswer | None

    @property
    def text(self) -> str:
        """The words that stand."""
        return self.answer.text if self.answer is not None else ""

    @property
    def seen(self) -> str:
        """What a page remembers of the words it shows."""
        return rules.stamp(self.answer.changed_at if self.answer is not None else None)

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it was taken over from another course and nobody has confirmed it."""
        return bool(self.text) and self.answer is not None and self.answer.confirmed_at is None

    @property
    def is_answered(self) -> bool:
        """Whether it is answered, for this course."""
        return bool(self.text) and not self.is_unconfirmed


@dataclass(frozen=True)
class Former:
    """Words that stood before, or met others; `number` counts from the oldest."""

    number: int
    row: FormerAnswer
    by: str


def question_of(code: str) -> tuple[Chapter, Question] | None:
    """The chapter and the question of a "chapter.question"."""
    first, _dot, second = code.partition(".")
    chapter = chapter_of(first)
    question = chapter.question(second) if chapter is not None else None
    return (chapter, question) if chapter is not None and question is not None else None


def answer_to(programme: Programme, code: str) -> ChapterAnswer | None:
    """What a course answers to one question."""
    found = ChapterAnswer.objects.select_related("programme", "copied_from")
    return found.filter(programme=programme, question=code).first()


def deepening(key: str) -> ChapterAnswer | None:
    """How the course with that key will deepen engagement, as it answers itself. One query."""
    found = ChapterAnswer.objects.filter(programme__key=key, question=DEEPEN)
    return found.exclude(text="").exclude(confirmed_at=None).first()


def answers_of(programme: Programme) -> dict[str, list[Answered]]:
    """{chapter: its questions with the answers}, for every chapter. One query.

    Each answer says as `earlier` how many other words stood there or met it, and as `waiting` of
    how many nobody has chosen yet whether they shall stand.
    """
    rows = (
        ChapterAnswer.objects.filter(programme=programme)
        .select_related("copied_from")
        .annotate(earlier=Count("former"), waiting=Count("former", filter=Q(former__waits=True)))
    )
    by_question = {row.question: row for row in rows}
    return {chapter.code: _answered(chapter, by_question) for chapter in CHAPTERS}


def _answered(chapter: Chapter, rows: Mapping[str, ChapterAnswer]) -> list[Answered]:
    codes = [f"{chapter.code}.{question.code}" for question in chapter.questions]
    return [
        Answered(code, question, rows.get(code))
        for code, question in zip(codes, chapter.questions, strict=True)
    ]


def former_of(answer: ChapterAnswer | None) -> list[Former]:
    """What stood there before, the newest first, and who wrote it."""
    if answer is None:
        return []
    rows = list(FormerAnswer.objects.filter(answer=answer).order_by("pk"))
    names = writers(row.by for row in rows)
    found = [Former(number, row, names.get(row.by, "")) for number, row in enumerate(rows, 1)]
    return found[::-1]


def writers(whom: Iterable[str]) -> dict[str, str]:
    """{kind:key: name} of those who signed in. One query."""
    keys = {one.removeprefix("account:") for one in whom if one.startswith("account:")}
    rows = Account.objects.filter(key__in=keys).values_list("key", "shown_name")
    return {f"account:{key}": name for key, name in rows}


def courses_with_answers(actor: Actor, *, besides: Programme) -> QuerySet[Programme]:
    """Courses whose handbook `actor` reads and that have answers of their own, the newest first.

    `answered`: how many they have.
    """
    own = Q(handbook_answers__confirmed_at__isnull=False) & ~Q(handbook_answers__text="")
    rows = Programme.objects.annotate(answered=Count("handbook_answers", filter=own))
    rows = rows.filter(answered__gt=0).exclude(pk=besides.pk)
    circles = circles_where(actor, Permission.SEE_DESK)
    if circles is not None:
        rows = rows.filter(run_by__in=circles)
    return rows.order_by("-starts_on", "-pk")
