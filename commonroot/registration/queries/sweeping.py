"""What falls due: freed places, offers and places nobody confirmed, newcomers to forget."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from commonroot.core.time import zone_or
from commonroot.people.models import ContactWay, Person
from commonroot.programmes.models import Question, Session
from commonroot.registration import rules
from commonroot.registration.models import Answer, Registration

State = Registration.State
HELD = Count("registrations", filter=Q(registrations__state__in=rules.HOLDING))


def line(session: Session) -> list[rules.InLine]:
    """Everybody who waits for a place in `session`, in the order of asking.

    Hindered is whoever nothing reaches, and a mailed newcomer who never answered.
    """
    ways = ContactWay.objects.filter(person=OuterRef("person"))
    rows = (
        Registration.objects.filter(session=session, state=State.WAITING)
        .select_related("person", "brought_by")
        .annotate(
            mailed=Exists(ways.filter(kind=ContactWay.Kind.MAIL)),
            reached=Exists(ways.filter(state=ContactWay.State.WORKING)),
        )
        .order_by("position")
    )
    return [
        rules.InLine(
            pk=row.pk,
            quota=row.quota_id,
            party=_party(row),
            hindered=_hindered(row),
        )
        for row in rows
    ]


def _party(row: Registration) -> int:
    """The row of whoever waits only together with those they bring, else its own."""
    by = row.brought_by
    waits_too = by is not None and by.together and by.state == State.WAITING
    return by.pk if by is not None and waits_too else row.pk


def _hindered(row: Registration) -> str:
    if row.person.provisional and row.mailed:  # type: ignore[attr-defined]  # told by the query
        return "unproven"
    reached = row.reached and row.person.frozen_at is None  # type: ignore[attr-defined]  # same
    return "" if reached else "no_way"


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
        state__in=rules.COMING,
        asked_at__lte=at - rules.UNCONFIRMED,
        person__provisional=True,
        person__ways__kind=ContactWay.Kind.MAIL,
    )


def newcomers_to_forget(*, at: datetime) -> QuerySet[Person]:
    """Provisional people who never answered and have had no place for a month.

    Whoever waits for a date, was invited to present, or applies for a course, is known for that.
    """
    return (
        Person.objects.filter(provisional=True, origin=Person.Origin.REGISTRATION)
        .filter(created_at__lte=at - rules.FORGOTTEN_AFTER)
        .exclude(registrations__state__in=rules.CLAIMING)
        .exclude(date_wishes__isnull=False)
        .exclude(presents__isnull=False)
        .exclude(applications__isnull=False)
        .exclude(applies_with__isnull=False)
    )


def to_remind(*, at: datetime) -> QuerySet[Registration]:
    """Places in sessions that begin within a day and a half, of whoever was not reminded yet."""
    return Registration.objects.filter(
        state=State.PLACED,
        reminded_at=None,
        session__state=Session.State.PLANNED,
        session__starts_at__gt=at,
        session__starts_at__lte=at + rules.LOOKED_AHEAD,
    )


def reminders_due(*, at: datetime) -> list[Registration]:
    """Those of `to_remind` whose morning it is, each in the zone of the person."""
    rows = to_remind(at=at).select_related("person", "session__programme__run_by")
    return [row for row in rows.order_by("pk") if _is_due(row, at=at)]


def _is_due(row: Registration, *, at: datetime) -> bool:
    starts_at = row.session.starts_at
    assert starts_at is not None  # it begins within a day and a half
    moment = rules.remind_at(
        starts_at=starts_at, zone=zone_or(row.person.time_zone, row.session.time_zone)
    )
    return rules.is_due(remind_at=moment, asked_at=row.asked_at, starts_at=starts_at, at=at)


def answers_to_let_go(*, at: datetime) -> QuerySet[Answer]:
    """Answers whose question's own time of keeping is over, counted from the end of the session."""
    times = Question.objects.order_by().values_list("keep_days", flat=True).distinct()
    over = Q()
    for days in times:
        ended = at - timedelta(days=days)
        over |= Q(question__keep_days=days, registration__session__ends_at__lte=ended)
    return Answer.objects.filter(over) if over else Answer.objects.none()
