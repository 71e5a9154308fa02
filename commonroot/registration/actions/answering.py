"""Answers to the organisers' questions: changed by the person, let go when their time is over."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.registration import queries, rules
from commonroot.registration.actions import places
from commonroot.registration.models import Answer, Registration


class TooLateToChange(Refused):
    """The place was given up, or the session is over."""


@transaction.atomic
def change_answers(
    *, registration: Registration, needs: str, answers: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """The person corrects what they need and answered; an answer left empty goes.

    `answers` are by the question's key; what is not among them stays. Raises TooLateToChange.
    """
    registration = places.read_again(registration)
    ends_at = registration.session.ends_at
    if registration.state not in rules.COMING or (ends_at is not None and ends_at <= at):
        raise TooLateToChange(_("This can no longer be changed here. Write to the organisers."))
    registration.needs = needs
    registration.save(update_fields=["needs"])
    for question in queries.questions(registration.session).filter(key__in=answers):
        text = answers[question.key]
        there = Answer.objects.filter(registration=registration, question=question)
        if not text:
            there.delete()
        elif not there.exists():
            Answer.objects.create(registration=registration, question=question, text=text)
        else:
            there.update(text=text)
    note("answers changed", registration, by=by, at=at, person_key=registration.person.key)


@transaction.atomic
def let_go_of_answers(*, at: datetime) -> int:
    """Delete answers whose question's time of keeping is over; how many."""
    gone, _by_model = queries.answers_to_let_go(at=at).delete()
    return gone
