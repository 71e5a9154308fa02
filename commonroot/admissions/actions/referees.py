"""Asking those who speak for an application, and keeping what they say."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.applying import count_letters
from commonroot.admissions.emails import applying as emails
from commonroot.admissions.models import Application, Referee
from commonroot.core.errors import Refused
from commonroot.core.keys import token_hash
from commonroot.people.actions import NoSuchWay, typed_way
from commonroot.registration.actions import AskedTooOften

State = Referee.State
LONGEST = 5000


class NothingSaid(Refused):
    """There is nothing in it."""


class TooLate(Refused):
    """It was decided already."""


@transaction.atomic
def ask_named(*, application: Application, by: Actor, at: datetime) -> int:
    """Write to everybody named who was not asked yet; how many letters.

    Whose address is none, or was written to too often today, cannot be reached, and it is said.
    """
    named = application.referees.filter(state=State.NAMED).order_by("pk")
    return sum(_ask(referee, "referee", by=by, at=at) for referee in named)


@transaction.atomic
def ask_again(*, referee: Referee, by: Actor, at: datetime) -> bool:
    """Remind somebody once; whether a letter left. The link of the first letter ends."""
    referee = _locked(referee)
    if referee.state != State.ASKED or referee.asked_again_at is not None:
        return False
    return _ask(referee, "referee_again", by=by, at=at)


def _ask(referee: Referee, template: str, *, by: Actor, at: datetime) -> bool:
    application = referee.application
    try:
        kind, value = typed_way(referee.way)
        count_letters(value, at=at)
    except (NoSuchWay, AskedTooOften):
        _move(referee, to=State.UNREACHED, by=by, at=at)
        return False
    token = secrets.token_urlsafe(16)
    referee.token_hash = token_hash(token)
    if template == "referee":
        referee.asked_at = at
    else:
        referee.asked_again_at = at
    referee.save(update_fields=["token_hash", "asked_at", "asked_again_at"])
    if referee.state != State.ASKED:
        _move(referee, to=State.ASKED, by=by, at=at)
    referee.application = application
    return emails.post_to_referee(referee, template, kind=kind, address=value, token=token, at=at)


@transaction.atomic
def speak(*, referee: Referee, words: str, by: Actor, at: datetime) -> None:
    """Keep what somebody says of an applicant; until it is decided they may say it anew.

    Raises NothingSaid, TooLate.
    """
    referee = _locked(referee)
    if not words.strip():
        raise NothingSaid(_("Please write a few words, or say that you would rather not."))
    if referee.application.call.decided_at is not None:
        raise TooLate(_("It was decided already, so that your words cannot be read any more."))
    referee.words, referee.answered_at = words.strip()[:LONGEST], at
    referee.save(update_fields=["words", "answered_at"])
    _move(referee, to=State.ANSWERED, by=by, at=at)


@transaction.atomic
def rather_not(*, referee: Referee, by: Actor, at: datetime) -> None:
    """Somebody would rather not; what they had said before is gone."""
    referee = _locked(referee)
    referee.words, referee.answered_at = "", at
    referee.save(update_fields=["words", "answered_at"])
    _move(referee, to=State.DECLINED, by=by, at=at)


@transaction.atomic
def note_unreached(*, referee: Referee, by: Actor, at: datetime) -> None:
    """The letter came back: whoever named them is told on their page."""
    _move(_locked(referee), to=State.UNREACHED, by=by, at=at)


def _locked(referee: Referee) -> Referee:
    return (
        Referee.objects.select_for_update(of=("self",))
        .select_related("application__call__programme__run_by", "application__person")
        .get(pk=referee.pk)
    )


def _move(referee: Referee, *, to: str, by: Actor, at: datetime) -> None:
    was, referee.state = referee.state, to
    referee.save(update_fields=["state"])
    note(
        "referee changed", referee, by=by, at=at, person_key=referee.application.person.key,
        facts={"from": was, "to": to},
    )  # fmt: skip
