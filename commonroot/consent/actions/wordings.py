"""The words of questions: put in force from their file, and what a new edition ends."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.consent.actions.renewing import invalidate
from commonroot.consent.models import REGISTER_LATER, Wording
from commonroot.consent.queries.wordings import WORDINGS_FILE, words_in
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated


@transaction.atomic
def set_wording(
    *,
    purpose: str,
    question: Translated,
    explanation: Translated,
    at: datetime,
    variant: str = "",
    edition: int = 1,
) -> Wording:
    """The next version of a question; the same words again change nothing.

    A higher `edition` says that these words ask for something else than before: what was said to
    the others no longer holds from now on, and is asked anew.
    """
    of_it = Wording.objects.filter(purpose=purpose, variant=variant)
    last = of_it.order_by("-version").first()
    told = (question, explanation, edition)
    if last is not None and (last.question, last.explanation, last.edition) == told:
        return last
    wording = Wording.objects.create(
        purpose=purpose,
        variant=variant,
        version=last.version + 1 if last else 1,
        edition=edition,
        question=question,
        explanation=explanation,
        since=at,
    )
    if last is not None and edition > last.edition and not variant:
        for asked in _purposes(purpose):
            invalidate(purpose=asked, by=Actor.system(), at=at)
    return wording


def _purposes(purpose: str) -> tuple[Purpose, ...]:
    if purpose == REGISTER_LATER:
        return (Purpose.REGISTER, Purpose.FOLLOW_UP)
    return (Purpose(purpose),)


@transaction.atomic
def install_wordings(*, at: datetime, path: Path = WORDINGS_FILE) -> int:
    """Put the questions of wordings.toml in force; how many there are. Unchanged ones stay as they
    are.
    """
    questions = list(words_in(path))
    for words in questions:
        set_wording(**words._asdict(), at=at)
    return len(questions)
