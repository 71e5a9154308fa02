"""Reading claims: one by its key, a person's own, and where it stands in the order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.people.queries import is_member
from commonroot.programmes.models import Material, Question, Session
from commonroot.programmes.queries.materials import materials
from commonroot.registration import rules
from commonroot.registration.models import Answer, Message, Registration
from commonroot.registration.queries.sessions import door, is_for_members, questions

State = Registration.State
MESSAGE = "message:"  # how the letters of a message begin the name by which they go out once


def registration(key: str) -> Registration | None:
    """The registration with that key, with its person and session."""
    return (
        Registration.objects.filter(key=key)
        .select_related("person", "session__programme__run_by", "may_be", "brought_by__person")
        .first()
    )


def claim(*, person: Person, session: Session) -> Registration | None:
    """The registration by which `person` has, had or waits for a place in `session`."""
    return Registration.objects.filter(
        person=person, session=session, state__in=rules.CLAIMING
    ).first()


def waiting_place(registration: Registration) -> int | None:
    """Which in the waiting list it is, from 1; None when it does not wait."""
    if registration.state != State.WAITING:
        return None
    before = Registration.objects.filter(
        session_id=registration.session_id,
        state=State.WAITING,
        position__lt=registration.position,
    )
    return before.count() + 1


def of_person(person: Person) -> QuerySet[Registration]:
    """All places `person` has, had or waits for, the soonest session first."""
    return (
        Registration.objects.filter(person=person, state__in=rules.CLAIMING)
        .select_related("session__programme", "person")
        .order_by(F("session__starts_at").asc(nulls_last=True), "pk")
    )


def coming(person: Person, *, at: datetime) -> QuerySet[Registration]:
    """Those of `of_person` whose session is not over, also those whose day is still open."""
    return of_person(person).filter(
        Q(session__ends_at__gt=at)
        | Q(session__ends_at=None, session__sorts_on__gte=at.date())
        | Q(session__ends_at=None, session__sorts_on=None)
    )


def inviting(invite: str, *, session: Session) -> Registration | None:
    """Who brings somebody to `session` by this personal link, while they have a claim themself."""
    if not invite:
        return None
    return (
        Registration.objects.filter(invite=invite, session=session, state__in=rules.CLAIMING)
        .select_related("person")
        .first()
    )


def guests(registration: Registration) -> QuerySet[Registration]:
    """Those whom `registration` brought and who have a claim."""
    return registration.brought.filter(state__in=rules.CLAIMING).order_by("position")


def waits_for_membership(registration: Registration, *, at: datetime) -> bool:
    """Whether it was asked for while places were for members alone, and nobody knows yet."""
    session = registration.session
    return (
        registration.state == State.ASKED
        and registration.brought_by_id is None
        and is_for_members(session, at=registration.asked_at)
        and is_for_members(session, at=at)
        and not is_member(registration.person, at=at)
    )


def asked_of(person: Person) -> QuerySet[Registration]:
    """Claims of `person` that wait for a yes."""
    return Registration.objects.filter(person=person, state=State.ASKED).select_related(
        "person", "session__programme__run_by"
    )


@dataclass(frozen=True)
class Joining:
    """How somebody with a place joins: link and number while they are open, else since when."""

    address: str
    dial_in: str
    opens_at: datetime | None


def joining(registration: Registration, *, at: datetime) -> Joining | None:
    """How the person joins; None for whoever has no place, and where there is nothing to join."""
    session = registration.session
    has_place = registration.state in {State.PLACED, State.ATTENDED}
    if not has_place or session.starts_at is None or session.state != Session.State.PLANNED:
        return None
    dial_in = door(session).dial_in
    if not session.join_address and not dial_in:
        return None
    opens_at = session.starts_at - timedelta(minutes=session.join_opens_minutes)
    if at < opens_at:
        return Joining("", "", opens_at)
    return Joining(session.join_address, dial_in, None)


def answers_of(registration: Registration) -> list[Answer]:
    """What was answered, each with its question, in the order of asking."""
    rows = registration.answers.select_related("question__session__programme")
    return list(rows.order_by("question__position", "question_id"))


def takes_part(person: int | None, *, session: int | None, programme: int) -> bool:
    """Whether somebody has or had a place in that session, or without one in any of a programme."""
    had = (State.PLACED, State.ATTENDED, State.ABSENT, State.EXCUSED)
    rows = Registration.objects.filter(
        person=person, person__provisional=False, session__programme=programme, state__in=had
    )
    return (rows.filter(session=session) if session else rows).exists()


def materials_for(registration: Registration) -> list[Material]:
    """What there is to read, hear and use for whoever has or had that place; else nothing."""
    session = registration.session
    if not takes_part(registration.person_id, session=session.pk, programme=session.programme_id):
        return []
    found = materials(session.programme).filter(Q(session=session) | Q(session=None))
    return list(found.filter(programme__published_at__isnull=False))


def unanswered(registration: Registration) -> list[Question]:
    """What its session asks and nobody answered for this claim, in order."""
    return list(questions(registration.session).exclude(answers__registration=registration))


def messages_to(registration: Registration, *, at: datetime) -> list[Message]:
    """What organisers wrote to this person about the session, the newest first."""
    wrote = Letter.objects.filter(
        subject_key=registration.person.key,
        once__startswith=MESSAGE,
        state__in=(Letter.State.SENT, Letter.State.HELD),
    ).values_list("once", flat=True)
    keys = [once.removeprefix(MESSAGE).partition(":")[0] for once in wrote]
    return list(
        Message.objects.filter(key__in=keys, session=registration.session, leaves_at__lte=at)
    )
