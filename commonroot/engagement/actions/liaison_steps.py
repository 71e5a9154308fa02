"""Asking circles before a course: the letter to all alike, what is decided, what they answer."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.engagement.actions.introductions import NotNamed, wish_to_meet
from commonroot.engagement.actions.liaison import TooFew, locked, may_tell, write_to
from commonroot.engagement.actions.pathways import offer_start
from commonroot.engagement.emails.liaison import post_news
from commonroot.engagement.models import Liaison, LiaisonSending
from commonroot.engagement.queries import liaison as reading
from commonroot.engagement.queries.before import language_for, news
from commonroot.engagement.queries.letters import contacts
from commonroot.engagement.rules import TAKE_BACK
from commonroot.people.actions import heard_from_contact
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

State = Liaison.State


class NobodyAsked(Refused):
    """Nobody was written to, so that nobody can have answered or be reminded."""


@transaction.atomic
def announce(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Tell every circle of the course, all alike, nothing about who takes part; how many circles.

    Rows that nothing may be told about count as asked by it.
    """
    circles = list(
        Circle.objects.filter(kind__in=(Circle.Kind.COUNTRY, Circle.Kind.THEME))
        .exclude(state__in=(Circle.State.CLOSED, Circle.State.DORMANT))
        .order_by("pk")
    )
    told = set()
    for circle in circles:
        for membership in contacts(circle, at=at):
            sheet = news(
                programme, circle=circle, language=language_for(circle, membership.language)
            )
            posted = post_news(
                programme=programme,
                membership=membership,
                sheet=sheet,
                due_at=at + TAKE_BACK,
                at=at,
            )
            if posted is not None:
                told.add(circle.pk)
    board = reading.board(programme, language="en", at=at)
    for row in board.rows:
        one = row.liaison
        if one.state == State.OPEN and not row.may_tell and one.circle_id in told:
            one.state, one.asked_at = State.ASKED, at
            one.save(update_fields=["state", "asked_at"])
    note("circles told of a course", programme, by=by, at=at, facts={"circles": len(told)})
    return len(told)


@transaction.atomic
def start_circle(*, liaison: Liaison, by: Actor, at: datetime, why: str = "") -> None:
    """A circle is to be started there: an open offer for those of that country who want to."""
    if liaison.theme_id is not None:
        raise ValueError(liaison.key)
    offer_start(country=liaison.country, run_by=liaison.programme.run_by, by=by, at=at)
    _decide(liaison, State.START, why=why, by=by, at=at)


@transaction.atomic
def leave_out(*, liaison: Liaison, why: str, by: Actor, at: datetime) -> None:
    """Nobody is asked about that country or theme, for the reason given."""
    _decide(liaison, State.LEFT, why=why, by=by, at=at)


@transaction.atomic
def open_again(*, liaison: Liaison, by: Actor, at: datetime) -> None:
    """What was decided is open again."""
    _decide(liaison, State.OPEN, why="", by=by, at=at)


def _decide(liaison: Liaison, state: str, *, why: str, by: Actor, at: datetime) -> None:
    liaison.state, liaison.why = state, why
    liaison.save(update_fields=["state", "why"])
    note("circle decided before a course", liaison, by=by, at=at, facts={"state": state})


@transaction.atomic
def nudge(*, liaison: Liaison, by: Actor, at: datetime) -> int:
    """Write once more to who was asked and did not answer; how many. Raises NobodyAsked."""
    liaison = locked(liaison)
    if liaison.circle is None or liaison.state not in {State.ASKED, State.REGION}:
        raise NobodyAsked(_("Nobody waits for an answer there."))
    people = list(reading.to_be_named(liaison, liaison.circle, at=at))
    if not people and not may_tell(liaison, at=at) and liaison.state == State.ASKED:
        raise TooFew(_("There is nothing any more that this circle may hear."))
    return write_to(liaison, liaison.circle, people=people, again=True, by=by, at=at)


@transaction.atomic
def answer_liaison(
    *,
    liaison: Liaison,
    answer: str,
    by: Actor,
    at: datetime,
    contact: Person | None = None,
    words: str = "",
) -> Liaison:
    """What a circle, or region, says: they want to meet them, suggest something, or not now.

    `contact` is who answers; None when an organiser writes down what they were told. A new answer
    takes the place of an earlier one. Raises NobodyAsked.
    """
    liaison = locked(liaison)
    if liaison.asked_at is None:
        raise NobodyAsked(_("Nobody was asked about it yet. Nothing was saved."))
    if answer not in Liaison.Answer.values:
        raise ValueError(answer)
    sending = liaison.sendings.order_by("-number", "pk")
    theirs = sending.filter(person=contact).first() if contact is not None else sending.first()
    if theirs is None and (person := contact or _first_contact(liaison, at=at)) is not None:
        theirs = LiaisonSending(liaison=liaison, person=person, number=1)
    if theirs is not None:
        theirs.answer, theirs.words, theirs.answered_at = answer, words.strip(), at
        theirs.save()
        if liaison.circle is not None:
            heard_from_contact(person=theirs.person, circle=liaison.circle, on=at.date())
    liaison.state, liaison.answer = State.ANSWERED, answer
    liaison.answered_at, liaison.settled_at = at, None
    liaison.save(update_fields=["state", "answer", "answered_at", "settled_at"])
    if answer == Liaison.Answer.MEET:
        _wish_to_meet(liaison, contact=contact, by=by, at=at)
    note("circle answered before a course", liaison, by=by, at=at, facts={"answer": answer})
    return liaison


def _wish_to_meet(liaison: Liaison, *, contact: Person | None, by: Actor, at: datetime) -> None:
    """Whoever the circle heard of by name is asked by letter whether they want to meet it."""
    if liaison.circle is None:
        return
    for person in reading.named_to(liaison, at=at):
        with suppress(NotNamed):
            wish_to_meet(
                circle=liaison.circle,
                person=person,
                programme=liaison.programme,
                contact=contact,
                by=by,
                at=at,
            )


def _first_contact(liaison: Liaison, *, at: datetime) -> Person | None:
    to = contacts(liaison.circle, at=at) if liaison.circle is not None else []
    return to[0].person if to else None


@transaction.atomic
def settle_answer(*, liaison: Liaison, by: Actor, at: datetime) -> None:
    """An organiser has seen to what a circle answered."""
    liaison.settled_at = at
    liaison.save(update_fields=["settled_at"])
    note("answer of a circle seen to", liaison, by=by, at=at)
