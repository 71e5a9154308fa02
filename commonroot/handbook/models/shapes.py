"""The words in which a chapter is declared."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Question:
    """A guiding question; `words` and `help` (one line) are lazy translations."""

    code: str
    words: Any
    help: Any = ""


@dataclass(frozen=True)
class Template:
    """A text that comes along, with gaps in [square brackets]; lazy translations."""

    code: str
    title: Any
    text: Any


@dataclass(frozen=True)
class Chapter:
    """One chapter: what it is about in a line, guidance in short paragraphs, guiding questions.

    `stage`: the stage of a programme in which it is needed first (`programmes.rules.stages`).
    `parts`: whose accounts belong here: values of `programmes.Function.Kind`, or "presenting".
    `reads_with`: codes of chapters to be read together with it.
    """

    code: str
    name: Any
    about: Any
    stage: str
    guidance: tuple[Any, ...]
    questions: tuple[Question, ...]
    templates: tuple[Template, ...] = ()
    parts: frozenset[str] = frozenset()
    reads_with: tuple[str, ...] = ()

    def question(self, code: str) -> Question | None:
        """The question of that code."""
        return next((one for one in self.questions if one.code == code), None)

    def template(self, code: str) -> Template | None:
        """The text of that code that comes along."""
        return next((one for one in self.templates if one.code == code), None)
