"""Presenters as organisers see them, the team, and who waits for a date."""

from datetime import datetime

from django.db.models import Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.circles.models import Circle
from commonroot.circles.queries import school
from commonroot.people.models import Person
from commonroot.programmes.models import (
    Commitment,
    DateWish,
    Function,
    Presenter,
    Programme,
    Session,
)
from commonroot.programmes.queries.planning.dates import RECALL

# What a planning group looks at first; the rest on request.
FIRST_FUNCTIONS = (
    Function.Kind.COORDINATION,
    Function.Kind.CONTENT,
    Function.Kind.PLACE,
    Function.Kind.CALLING,
    Function.Kind.CIRCLES,
)


def presenter(key: str) -> Presenter | None:
    """The presenter with that key, with session and programme."""
    return (
        Presenter.objects.filter(key=key)
        .select_related("session__programme", "session__phase", "person")
        .first()
    )


def presenters(session: Session) -> QuerySet[Presenter]:
    """Everybody invited to a session, in order: for those who plan it. Who paused is not shown."""
    asked = session.presenters.filter(person__frozen_at=None)
    return asked.select_related("person").order_by("position", "pk")


def team(programme: Programme) -> dict[str, Function]:
    """Who covers what, by kind."""
    rows = programme.functions.select_related("person").order_by("pk")
    return {str(row.kind): row for row in rows}


def commitments(programme: Programme) -> QuerySet[Commitment]:
    """What was promised, open ones first, by their day."""
    return programme.commitments.select_related("person").order_by(
        "done_at", "due_on", "made_at", "pk"
    )


def commitment(key: str) -> Commitment | None:
    """The commitment with that key."""
    return Commitment.objects.filter(key=key).select_related("programme", "person").first()


def at_the_desk(programme: Programme) -> QuerySet[Person]:
    """People with an account who may plan here: their mandate is for its team or the school."""
    mandates = Q(account__mandates__circle=programme.run_by) | Q(
        account__mandates__circle__kind="school"
    )
    return (
        Person.objects.filter(mandates, account__in=Account.objects.all())
        .distinct()
        .order_by("sort_key", "pk")
    )


def own_circle(actor: Actor) -> Circle | None:
    """For which circle somebody plans what is new: the school, or the team of their mandate."""
    where = circles_where(actor, Permission.EDIT_PROGRAMMES)
    if where is None:
        return school()
    return Circle.objects.filter(pk__in=where).order_by("pk").first()


def date_wish(key: str) -> DateWish | None:
    """The wish with that key."""
    return DateWish.objects.filter(key=key).select_related("programme", "session", "person").first()


def waiting_for_dates(programme: Programme) -> int:
    """How many want to be told of a date of it."""
    return programme.wishes.filter(told_at=None).count()


def wishes_due(*, at: datetime) -> QuerySet[DateWish]:
    """Wishes that can be told: their session, or the first of the programme, has a day and hour.

    A date is told once it has stood for ten minutes, on the public pages.
    """
    dated = Q(starts_at__gt=at, updated_at__lte=at - RECALL, state=Session.State.PLANNED)
    with_date = Session.objects.filter(dated, programme__published_at__lte=at)
    return (
        DateWish.objects.filter(told_at=None)
        .filter(
            Q(session__in=with_date) | Q(session=None, programme__in=with_date.values("programme"))
        )
        .select_related("programme", "session", "person")
        .order_by("asked_at", "pk")
    )


def date_of(wish: DateWish, *, at: datetime) -> Session | None:
    """The session whose date a wish waits for: its own, or the next of the programme."""
    if wish.session is not None:
        return wish.session
    return (
        wish.programme.sessions.filter(starts_at__gt=at, state=Session.State.PLANNED)
        .order_by("starts_at")
        .first()
    )
