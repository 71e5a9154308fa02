"""What becomes of each person asked: the letter left or came back, they were silent, or gone."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import end_unknown
from commonroot.consent.models import Agreement
from commonroot.consent.queries import agreements_of
from commonroot.consent.queries.bases import has_another_basis
from commonroot.consent.rules import Purpose
from commonroot.intake.models import Asked, ListRound
from commonroot.intake.queries import asking as queries
from commonroot.intake.rules import asking as rules
from commonroot.messaging.actions import take_back as take_back_letters
from commonroot.messaging.models import Letter
from commonroot.people.actions import way_mark
from commonroot.people.actions.ways import mark_broken
from commonroot.people.models import Person

State = Asked.State


def end(row: Asked, state: str, *, at: datetime) -> None:
    """`row` has come to an end: letters of it that wait are not sent any more."""
    letters = [letter for letter in (row.post, row.reminder) if letter is not None]
    take_back_letters(letters=letters, why="settled", at=at)
    row.state, row.answered_at = state, at if state in queries.ANSWERED else None
    row.save(update_fields=["state", "answered_at"])


@transaction.atomic
def settle(*, asked: Asked, at: datetime) -> str:
    """See what became of a letter, or of the person meanwhile; the state after it."""
    row = read_again(asked)
    person = row.person
    if row.state not in queries.UNSETTLED:
        return row.state
    if person is None:
        end(row, State.GONE, at=at)
    elif person.frozen_at is not None:
        end(row, State.KEPT, at=at)
    elif (said := _said_elsewhere(person)) is not None:
        end(row, said, at=at)
    elif row.state == State.POSTED and row.post is not None:
        _settle_first(row, row.post, at=at)
    elif row.reminder is not None:
        _settle_second(row, row.reminder, at=at)
    return row.state


def read_again(asked: Asked) -> Asked:
    found = Asked.objects.select_for_update(of=("self",)).select_related(
        "list_round", "person", "post", "reminder"
    )
    return found.get(pk=asked.pk)


def _said_elsewhere(person: Person) -> str | None:
    """How somebody who registered or opened their page meanwhile ended; None: not at all."""
    stands = agreements_of(person).filter(purpose=Purpose.REGISTER).first()
    states = Agreement.State
    if stands is None or stands.state == states.UNKNOWN:
        return State.KEPT if stands is None else None
    return State.YES if stands.state in {states.GIVEN, states.REQUESTED} else State.NO


def _settle_first(row: Asked, letter: Letter, *, at: datetime) -> None:
    if _outcome(letter) == "left":
        left = letter.ended_at or at
        row.state, row.asked_at = State.ASKED, left
        row.remind_at = rules.reminder_at(left, days=row.list_round.days)
        row.ends_at = rules.ends_at(left, days=row.list_round.days)
        row.save(update_fields=["state", "asked_at", "remind_at", "ends_at"])
    elif _outcome(letter) == "back":
        _come_back(row, letter, at=at)


def _settle_second(row: Asked, letter: Letter, *, at: datetime) -> None:
    if _outcome(letter) == "left" and row.ends_at is not None:
        row.reminded_at = letter.ended_at or at
        row.ends_at = rules.silence_at(row.ends_at, reminded_at=row.reminded_at)
        row.save(update_fields=["reminded_at", "ends_at"])
    elif _outcome(letter) == "back":
        _come_back(row, letter, at=at)


def _outcome(letter: Letter) -> str:
    """ "left" when it went out, "back" when it will not arrive, "" while nobody can say."""
    states = Letter.State
    if letter.state == states.SENT:
        return "left"
    left_lying = letter.state == states.UNKNOWN and letter.ended_at is not None
    return "back" if letter.state in {states.BOUNCED, states.CANCELLED} or left_lying else ""


def _come_back(row: Asked, letter: Letter, *, at: datetime) -> None:
    """It did not arrive: nobody is silent who was not asked."""
    if letter.state == Letter.State.BOUNCED and row.person is not None:
        mark_broken(person=row.person, mark=way_mark("mail", letter.address), at=at)
    end(row, State.BACK, at=at)


@transaction.atomic
def fall_silent(*, asked: Asked, at: datetime) -> str:
    """Their days are over without a word: the unknown basis ends; the state after it.

    Whom something else keeps here stays. The others are deleted by the run of retention.
    """
    row = read_again(asked)
    if row.state != State.ASKED or row.list_round.state != ListRound.State.OPEN:
        return row.state
    _end_unless_kept(row, State.SILENT, by=Actor.system(), at=at)
    return row.state


@transaction.atomic
def give_up(*, asked: Asked, by: Actor, at: datetime) -> str:
    """Let go of somebody who could not be asked: an organiser said so, or the set date came."""
    row = read_again(asked)
    if row.state == State.BACK:
        _end_unless_kept(row, State.LET_GO, by=by, at=at)
    return row.state


def _end_unless_kept(row: Asked, state: str, *, by: Actor, at: datetime) -> None:
    person = row.person
    if person is None:
        end(row, State.GONE, at=at)
    elif person.frozen_at is not None:
        end(row, State.KEPT, at=at)
    elif (said := _said_elsewhere(person)) is not None:
        end(row, said, at=at)
    else:
        end_unknown(person=person, by=by, at=at)
        kept = has_another_basis(person, at=at)
        end(row, State.KEPT if kept else state, at=at)
