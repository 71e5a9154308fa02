"""How far a course is with each chapter; words found anywhere in the handbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonroot.core.text import folded, tokens
from commonroot.handbook.models import ChapterTemplate
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.models.shapes import Chapter
from commonroot.handbook.queries.accounts import Account, of_chapter
from commonroot.handbook.queries.answers import Answered, answers_of
from commonroot.handbook.queries.checks import Item, checklist, count
from commonroot.handbook.queries.templates import texts_of
from commonroot.handbook.rules import answers as rules
from commonroot.programmes.models import Programme

EXCERPT = 180  # letters of what was found


@dataclass(frozen=True)
class Far:
    """A chapter of a course: how much is answered, how much of its list is done, what is next."""

    chapter: Chapter
    answers: list[Answered]
    items: list[Item]

    @property
    def answered(self) -> int:
        """Questions that the course itself answered."""
        return sum(one.is_answered for one in self.answers)

    @property
    def unconfirmed(self) -> int:
        """Answers taken over that nobody has confirmed."""
        return sum(one.is_unconfirmed for one in self.answers)

    @property
    def met(self) -> int:
        """Answers beside which other words wait."""
        return sum(bool(one.answer and one.answer.waiting) for one in self.answers)  # type: ignore[attr-defined]  # counted by `answers_of`

    @property
    def done(self) -> int:
        """Things of its list that are done, of those that are needed."""
        return count(self.items)[0]

    @property
    def needed(self) -> int:
        """Things of its list that are needed here."""
        return count(self.items)[1]

    @property
    def late(self) -> int:
        """Things that should be done by now."""
        return sum(one.state == "late" for one in self.items)

    @property
    def next(self) -> Item | None:
        """What is due next: what is late first, then by day."""
        left = [one for one in self.items if one.state in {"late", "open"}]
        return min(left, key=lambda one: (one.due_on is None, one.due_on or date.max), default=None)


def how_far(programme: Programme, *, at: datetime, today: date) -> list[Far]:
    """Every chapter of a course, in the order in which they are read; a fixed number of queries."""
    answers = answers_of(programme)
    items = checklist(programme, at=at, today=today)
    return [Far(one, answers[one.code], items.get(one.code, [])) for one in CHAPTERS]


def far_of(programme: Programme, *, chapter: Chapter, at: datetime, today: date) -> Far:
    """The same for one chapter alone."""
    items = checklist(programme, at=at, today=today, chapters={chapter.code})
    return Far(chapter, answers_of(programme)[chapter.code], items.get(chapter.code, []))


def of_stage(rows: Iterable[Far], stage: str) -> list[Far]:
    """The chapters that are needed first in a stage of a course."""
    return [one for one in rows if one.chapter.stage == stage]


@dataclass(frozen=True)
class Found:
    """Where words stand: in the guidance of a chapter, a question, a text, an account."""

    chapter: Chapter
    where: str  # guidance, question, text, account
    words: str


def search(words: str, *, told: Sequence[Account], own: Sequence[ChapterTemplate]) -> list[Found]:
    """Every place of the handbook that holds all of `words`, chapter by chapter."""
    wanted = tokens(words)
    if not wanted:
        return []
    return [
        Found(one.chapter, one.where, _excerpt(one.words))
        for chapter in CHAPTERS
        for one in _said(chapter, told=told, own=list(own))
        if rules.holds(" ".join([folded(one.words), *tokens(one.words)]), wanted)
    ]


def _said(chapter: Chapter, *, told: Sequence[Account], own: list[ChapterTemplate]) -> list[Found]:
    found = [Found(chapter, "guidance", f"{chapter.name}. {chapter.about}")]
    found += [Found(chapter, "guidance", str(one)) for one in chapter.guidance]
    found += [Found(chapter, "question", f"{one.words} {one.help}") for one in chapter.questions]
    found += [Found(chapter, "text", f"{one.title}: {one.text}") for one in texts_of(chapter, own)]
    return found + [Found(chapter, "account", one.text) for one in of_chapter(told, chapter)]


def _excerpt(words: str) -> str:
    if len(words) <= EXCERPT:
        return words
    return words[:EXCERPT].rsplit(" ", 1)[0] + " …"
