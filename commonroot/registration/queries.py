"""Reading registrations: a session's list, what waits, what is due, and a person's own."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.consent.models import Wording
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.due import Due
from commonroot.people.models import ContactWay, Person
from commonroot.people.permissions import can_edit_register
from commonroot.programmes.models import Question, Session
from commonroot.registration import rules
from commonroot.registration.models import Registration

State = Registration.State
HELD = Count("registrations", filter=Q(registrations__state__in=rules.HOLDING))


def organisers_of(session: Session) -> Audience:
    """Before whom a session's list is shown: those who run its programme."""
    return Audience(AudienceKind.PROGRAMME, session.programme.key)


def session(key: str) -> Session | None:
    """The session with that key, with its programme and who runs it."""
    return Session.objects.filter(key=key).select_related("programme__run_by").first()


def public_session(key: str) -> Session | None:
    """The session with that key, if its programme is public."""
    return (
        Session.objects.filter(key=key, programme__published_at__isnull=False)
        .select_related("programme")
        .first()
    )


def is_open(session: Session, *, at: datetime) -> bool:
    """Whether a place in `session` may be asked for now."""
    return rules.is_open(
        by_registration=session.by_registration,
        planned=session.state == Session.State.PLANNED,
        published=session.programme.published_at is not None,
        ends_at=session.ends_at,
        at=at,
    )


def questions(session: Session) -> QuerySet[Question]:
    """What its organisers ask whoever registers, in order."""
    return (
        Question.objects.filter(session=session)
        .select_related("session__programme")
        .order_by("position", "pk")
    )


def wordings(codes: tuple[str, ...]) -> dict[str, Wording]:
    """The wording in force of each of these questions."""
    return {w.purpose: w for w in Wording.objects.filter(purpose__in=codes).order_by("version")}


def registration(key: str) -> Registration | None:
    """The registration with that key, with its person and session."""
    return (
        Registration.objects.filter(key=key)
        .select_related("person", "session__programme__run_by", "may_be")
        .first()
    )


def counts(session: Session) -> dict[str, int]:
    """`{"held": n, "placed": n, "offered": n, "waiting": n}`, in people, in one query.

    `held` are all places taken: by those placed, offered one, or who came or should have.
    """
    counted: dict[str, int] = Registration.objects.filter(session=session).aggregate(
        held=Count("pk", filter=Q(state__in=rules.HOLDING)),
        **{state: Count("pk", filter=Q(state=state)) for state in ("placed", "offered", "waiting")},
    )
    return counted


def places_taken(sessions: Iterable[Session]) -> dict[int, int]:
    """How many places of each limited session a newcomer cannot get, by its primary key: one query.

    As on the session's own page: whoever waits comes first.
    """
    limited = {session.pk: session.places for session in sessions if session.places is not None}
    if not limited:
        return {}
    counted = (
        Registration.objects.filter(session__in=limited)
        .values("session")
        .annotate(
            held=Count("pk", filter=Q(state__in=rules.HOLDING)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
        )
    )
    free = {
        row["session"]: rules.free_places(
            places=limited[row["session"]], held=row["held"], waiting=row["waiting"]
        )
        for row in counted
    }
    return {key: limited[key] - (left or 0) for key, left in free.items()}


def next_position(session: Session) -> int:
    """The next place in the order of asking, from 1; ask for it under the session's lock."""
    last: int | None = Registration.objects.filter(session=session).aggregate(n=Max("position"))[
        "n"
    ]
    return (last or 0) + 1


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


def roster(session: Session, *, at: datetime) -> QuerySet[Registration]:
    """Everyone with a place in `session` whom its organisers may see, in their sorting order.

    Those who were excused stand among them; the person stands beside each.
    """
    there = Registration.objects.filter(
        session=session, state__in=(*rules.HOLDING, State.EXCUSED)
    ).exclude(state=State.OFFERED)
    return _seen(there, session, at=at).order_by("person__sort_key", "pk")


def waiting_list(session: Session, *, at: datetime) -> QuerySet[Registration]:
    """Who waits for a place or has been offered one, whoever asked first first."""
    there = Registration.objects.filter(session=session, state__in=(State.WAITING, State.OFFERED))
    return _seen(there, session, at=at).order_by("position")


def _seen(
    rows: QuerySet[Registration], session: Session, *, at: datetime
) -> QuerySet[Registration]:
    return allowed(
        rows,
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=organisers_of(session),
        at=at,
    ).select_related("person")


def left_out(session: Session, *, shown: int) -> int:
    """How many claims the gate keeps from the organisers' list, `shown` being on it."""
    claims = Registration.objects.filter(session=session, state__in=rules.CLAIMING)
    return claims.count() - shown


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


def first_in_line(session: Session) -> Registration | None:
    """Who waits longest and can be told: mailed newcomers who never answered are passed over."""
    return (
        Registration.objects.filter(session=session, state=State.WAITING)
        .exclude(person__provisional=True, person__ways__kind=ContactWay.Kind.MAIL)
        .select_related("person", "session__programme")
        .order_by("position")
        .first()
    )


def sessions_with_room_and_queue(*, at: datetime) -> QuerySet[Session]:
    """Sessions in which a place is free while somebody waits who can be told in time."""
    return (
        Session.objects.filter(
            state=Session.State.PLANNED,
            starts_at__gt=at + 2 * rules.SHORTEST_OFFER,
            pk__in=Registration.objects.filter(state=State.WAITING)
            .exclude(person__provisional=True, person__ways__kind=ContactWay.Kind.MAIL)
            .values("session"),
        )
        .annotate(held=HELD)
        .filter(Q(places=None) | Q(held__lt=F("places")))
        .select_related("programme")
        .order_by("starts_at", "pk")
    )


def offers_over(*, at: datetime) -> QuerySet[Registration]:
    """Offered places that nobody took in time."""
    return Registration.objects.filter(state=State.OFFERED, offered_until__lte=at)


def unconfirmed(*, at: datetime) -> QuerySet[Registration]:
    """Places held for three days for newcomers who never opened the link mailed to them.

    Whoever gave only a phone number is not among them: an organiser reaches those.
    """
    return Registration.objects.filter(
        state__in=(State.PLACED, State.WAITING, State.OFFERED),
        asked_at__lte=at - rules.UNCONFIRMED,
        person__provisional=True,
        person__ways__kind=ContactWay.Kind.MAIL,
    )


def newcomers_to_forget(*, at: datetime) -> QuerySet[Person]:
    """Provisional people who never answered and have had no place for a month."""
    return (
        Person.objects.filter(provisional=True, origin=Person.Origin.REGISTRATION)
        .filter(created_at__lte=at - rules.FORGOTTEN_AFTER)
        .exclude(registrations__state__in=rules.CLAIMING)
    )


def pairs(*, at: datetime) -> QuerySet[Registration]:
    """Registrations of somebody who may be one we know already, the oldest first."""
    return (
        Registration.objects.filter(
            may_be__isnull=False, may_be__frozen_at=None, state__in=rules.CLAIMING
        )
        .select_related("person", "may_be", "session__programme__run_by")
        .order_by("asked_at", "pk")
    )


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """What registration asks of an organiser: pairs to look at, and lists without a tick."""
    found = [
        Due(
            minutes=1,
            what=_("Is this the same person?"),
            why=_("Somebody registered with an address we know, under another name."),
            button=_("Look at the two"),
            address=reverse("registration:pair", args=(row.key,)),
            since=row.asked_at,
        )
        for row in (pairs(at=at) if can_edit_register(actor) else ())
    ]
    for session in sessions_unchecked(at=at):
        if not holds(actor, Permission.SEE_ROSTER, within=session.programme.run_by_id):
            continue
        assert session.ends_at is not None  # it is over
        open_ticks: int = session.still_open  # type: ignore[attr-defined]  # counted by the query
        found.append(
            Due(
                minutes=max(1, open_ticks // 10),
                what=_("Who came to “%(session)s”?") % {"session": session.title},
                why=_("%(count)s people had a place and are not ticked yet.")
                % {"count": open_ticks},
                button=_("Tick who came"),
                address=reverse("registration:roster", args=(session.key,)),
                since=session.ends_at,
            )
        )
    return found


def sessions_unchecked(*, at: datetime) -> QuerySet[Session]:
    """Sessions that ended in the last month with nobody ticked; `still_open` people each."""
    return (
        Session.objects.filter(ends_at__lte=at, ends_at__gt=at - rules.FORGOTTEN_AFTER)
        .filter(state=Session.State.PLANNED)
        .annotate(
            still_open=Count("registrations", filter=Q(registrations__state=State.PLACED)),
            ticked=Count("registrations", filter=Q(registrations__state__in=rules.CHECKED)),
        )
        .filter(still_open__gt=0, ticked=0)
        .select_related("programme__run_by")
        .order_by("ends_at", "pk")
    )
