"""The organisers' own questions: made at the desk, with versions once somebody answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated, new_key
from commonroot.programmes.actions import pages_changed
from commonroot.programmes.models import Question, Session
from commonroot.registration import queries

WITH_CHOICES = {Question.Kind.CHOICE, Question.Kind.SEVERAL}
MOST = 20


class NotAQuestion(Refused):
    """What would be asked cannot be answered."""


@dataclass(frozen=True)
class Wording:
    """What a question says and how: everything that organisers set about it."""

    prompt: Translated
    explanation: Translated = field(default_factory=Translated)
    kind: str = Question.Kind.LINE
    choices: tuple[Translated, ...] = ()
    required: bool = False
    care: str = Question.Care.PERSONAL
    keep_days: int = 30


@transaction.atomic
def ask_question(
    *, sessions: Sequence[Session], wording: Wording, by: Actor, at: datetime
) -> Question:
    """Ask this in each of `sessions`, after what they ask already; the question of the first.

    Raises NotAQuestion.
    """
    _check(wording)
    family = new_key()
    made = [_ask(session, wording, family=family) for session in sessions]
    note("question asked", made[0], by=by, at=at, facts={"sessions": len(made)})
    pages_changed()
    return made[0]


def _ask(session: Session, wording: Wording, *, family: str) -> Question:
    there = Question.objects.filter(session=session, retired_at=None)
    if there.count() >= MOST:
        raise NotAQuestion(_("A form of more than twenty questions is not filled in by anybody."))
    last = there.aggregate(last=Max("position"))["last"]
    return Question.objects.create(
        session=session,
        family=family,
        position=0 if last is None else last + 1,
        **_fields(wording),
    )


@transaction.atomic
def change_question(
    *, question: Question, wording: Wording, sessions: Sequence[Session], by: Actor, at: datetime
) -> Question:
    """Change a question wherever it is asked, and ask it in exactly these sessions.

    Where somebody answered and the question would say something else, the old one is retired with
    its answers, and a new version is asked from now on. Raises NotAQuestion.
    """
    _check(wording)
    family = question.family or new_key()
    if not question.family:
        Question.objects.filter(pk=question.pk).update(family=family)
    wanted = {session.pk: session for session in sessions}
    for row in queries.family(family):
        if row.session_id in wanted:
            del wanted[row.session_id]
            _reword(row, wording, at=at)
        else:
            _retire(row, at=at)
    for session in wanted.values():
        _ask(session, wording, family=family)
    note("question changed", question, by=by, at=at)
    pages_changed()
    there = queries.family(family)
    return there.filter(session=question.session_id).first() or there.first() or question


def _reword(row: Question, wording: Wording, *, at: datetime) -> None:
    fields = _fields(wording)
    says_else = any(getattr(row, name) != fields[name] for name in ("prompt", "kind", "choices"))
    if says_else and row.answers.exists():
        position, version, family = row.position, row.version, row.family
        _retire(row, at=at)
        row = Question(session=row.session, family=family, position=position, version=version + 1)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def _retire(row: Question, *, at: datetime) -> None:
    """Ask no longer: what nobody answered goes, the rest stays with its answers."""
    if row.answers.exists():
        row.retired_at = at
        row.save(update_fields=["retired_at"])
    else:
        row.delete()


@transaction.atomic
def stop_asking(*, question: Question, by: Actor, at: datetime) -> None:
    """Ask this nowhere any more; answers that were given stay until their time is over."""
    rows = queries.family(question.family) if question.family else [question]
    note("question ended", question, by=by, at=at)
    for row in rows:
        _retire(row, at=at)
    pages_changed()


@transaction.atomic
def move_question(*, question: Question, up: bool, by: Actor, at: datetime) -> None:
    """Let a question change places with the one before or after it in its session."""
    rows = list(queries.questions(question.session))
    place = next(n for n, row in enumerate(rows) if row.pk == question.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    far = max(row.position for row in rows) + 1
    for number, row in enumerate([*rows, *rows]):
        # First out of the way, then into order: two never share a position.
        row.position = far + number if number < len(rows) else number - len(rows)
        row.save(update_fields=["position"])
    note("question moved", question, by=by, at=at)
    pages_changed()


def _fields(wording: Wording) -> dict[str, object]:
    return {
        "prompt": wording.prompt,
        "explanation": wording.explanation,
        "kind": wording.kind,
        "choices": [dict(choice) for choice in wording.choices],
        "required": wording.required,
        "care": wording.care,
        "keep_days": wording.keep_days,
    }


def _check(wording: Wording) -> None:
    if not any(wording.prompt.values()):
        raise NotAQuestion(_("Write what you want to ask."))
    if wording.kind in WITH_CHOICES and len(wording.choices) < 2:  # noqa: PLR2004 - one is no choice
        raise NotAQuestion(_("Write at least two answers to choose from, one a line."))
    if wording.care == Question.Care.SENSITIVE and wording.required:
        raise NotAQuestion(
            _("Nobody is made to answer a sensitive question: let it stay optional.")
        )
