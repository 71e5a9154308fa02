"""The words of questions: what their file says, and what is in force."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from commonroot.consent.models import Wording
from commonroot.core.fields import Translated

WORDINGS_FILE = Path(__file__).parents[1] / "wordings.toml"


class Words(NamedTuple):
    """One question as its file has it. A higher edition asks for something else than before."""

    purpose: str
    variant: str
    edition: int
    question: Translated
    explanation: Translated


def words_in(path: Path = WORDINGS_FILE) -> Iterator[Words]:
    """Every question of the file; one for a certain form comes after the one for all."""
    for purpose, texts in tomllib.loads(path.read_text()).items():
        yield _words(purpose, texts)
        for form, others in texts.get("for", {}).items():
            yield _words(purpose, texts | others, variant=form)


def _words(purpose: str, texts: Mapping[str, Any], *, variant: str = "") -> Words:
    return Words(
        purpose,
        variant,
        edition=texts.get("edition", 1),
        question=Translated(texts["question"]),
        explanation=Translated(texts["explanation"]),
    )


def words_differ(*, at: datetime) -> bool:
    """Whether the file says something else than what is in force; never before a school is there.

    A new version of the program brings new words; a sweep puts them in force.
    """
    worded = Wording.objects.order_by("version")
    last = {(row.purpose, row.variant): row for row in worded}
    return bool(last) and any(
        (found := last.get((words.purpose, words.variant))) is None
        or (found.question, found.explanation, found.edition)
        != (words.question, words.explanation, words.edition)
        for words in words_in()
    )
