"""What somebody said, in order and in words: the ledger as its person reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.consent.models import Agreement, LedgerEvent, Objection
from commonroot.consent.queries import current_wordings, ledger_of
from commonroot.consent.queries.conditions import PURPOSES
from commonroot.consent.queries.merging import Question
from commonroot.consent.rules import Purpose, is_asked
from commonroot.people.models import Person
from commonroot.programmes.queries import shown
from commonroot.programmes.queries.words import day_words

State = LedgerEvent.State
SAID = {
    State.REQUESTED: gettext_lazy("yes, from an address not confirmed yet"),
    State.GIVEN: gettext_lazy("yes"),
    State.RENEWED: gettext_lazy("yes again"),
    State.REFUSED: gettext_lazy("no"),
    State.WITHDRAWN: gettext_lazy("taken back"),
    State.EXPIRED: gettext_lazy("ran out"),
    State.INVALIDATED: gettext_lazy("no longer holds"),
    State.UNKNOWN: gettext_lazy("came with an old list"),
}
# What for, as whoever agreed reads it.
OWN_PURPOSES = {
    **PURPOSES,
    Purpose.COUNTRY_CIRCLE: gettext_lazy("telling the circle in your country"),
    Purpose.NAMING: gettext_lazy("being named beside your work"),
}
# How an organiser made sure who it was, as codes of consent's rules.
IDENTITY = {
    "known": gettext_lazy("I know their voice or their face"),
    "called": gettext_lazy("I called the number we hold"),
    "code": gettext_lazy("They said their six words"),
    "paper": gettext_lazy("They showed me a paper with their name"),
}


@dataclass(frozen=True)
class Spoken:
    """One line of the ledger: what about, what was said, when, and how it came to be known."""

    about: str
    said: str
    when: str
    how: str
    words: str
    until: str


def lines(person: Person, *, today: date) -> list[Spoken]:
    """Everything that happened to what a person agreed to, newest first."""
    return [
        _line(event, today=today) for event in ledger_of(person) if is_asked(Purpose(event.purpose))
    ]


def _line(event: LedgerEvent, *, today: date) -> Spoken:
    yes = event.state in (State.GIVEN, State.RENEWED)
    return Spoken(
        about=purpose_words(event.purpose),
        said=str(SAID[State(event.state)]),
        when=day_words(event.at.date(), today=today),
        how=_how(event),
        words=shown(event.wording.question) if event.wording else "",
        until=date_format(event.valid_until, "j F Y") if yes and event.valid_until else "",
    )


def purpose_words(purpose: str) -> str:
    """A purpose as a heading for whoever agreed to it: "Being in our register"."""
    words = str(OWN_PURPOSES[Purpose(purpose)])
    return words[:1].upper() + words[1:]


def _how(event: LedgerEvent) -> str:
    how = event.get_form_display() or event.get_how_display()
    if event.witness:
        how = _("%(how)s, heard by %(witness)s") % {
            "how": event.get_how_display(),
            "witness": event.witness,
        }
    if event.identity in IDENTITY:
        how = f"{how} · {IDENTITY[event.identity]}"
    return str(how)


def asked_again(questions: list[tuple[Question, Agreement]]) -> list[dict[str, Any]]:
    """The questions of an asking whether it still holds: name, question, help, and until when."""
    worded = current_wordings(LedgerEvent.Form.RENEW)
    return [
        {
            "name": f"q{number}",
            "question": shown(worded[question.purpose].question)
            if question.purpose in worded
            else purpose_words(question.purpose),
            "help": shown(worded[question.purpose].explanation)
            if question.purpose in worded
            else "",
            "until": date_format(row.valid_until, "j F Y") if row.valid_until else "",
        }
        for number, (question, row) in enumerate(questions)
    ]


def objection_lines(objections: Iterable[Objection], *, today: date) -> list[dict[str, Any]]:
    """What a person does not want, and what came of it."""
    return [
        {
            "key": one.key,
            "about": one.get_about_display(),
            "words": one.words,
            "state": one.get_state_display(),
            "waits": one.state == Objection.State.OPEN,
            "by": day_words(one.answer_by, today=today),
            "answer": one.answer,
            "when": day_words(one.said_at.date(), today=today),
        }
        for one in objections
    ]
