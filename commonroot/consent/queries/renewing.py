"""Whose yes soon runs out or no longer holds, and who was asked whether it still does."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonroot.consent.models import Agreement, LedgerEvent, Renewal
from commonroot.consent.queries.merging import Question, question_of
from commonroot.people.models import Person

ASKED_BEFORE = timedelta(days=45)  # the end of a yes: time for two letters and an answer
REMINDED_AFTER = timedelta(days=14)
CLOSED_AFTER = timedelta(days=60)  # after the first letter; the link shows then that it is over
State = Agreement.State


def over(*, at: datetime) -> QuerySet[Agreement]:
    """Every yes that has run out and of which the ledger does not say so yet."""
    return (
        Agreement.objects.filter(state=State.GIVEN, valid_until__lte=at)
        .select_related("person")
        .order_by("valid_until", "pk")
    )


def _asking(*, at: datetime) -> QuerySet[Agreement]:
    """What is to be asked anew: a yes near its end, or one that new words ended."""
    invalidated = LedgerEvent.objects.filter(
        person=OuterRef("person"),
        purpose=OuterRef("purpose"),
        audience_kind=OuterRef("audience_kind"),
        audience_key=OuterRef("audience_key"),
        at=OuterRef("since"),
        state=LedgerEvent.State.INVALIDATED,
        how=LedgerEvent.How.SYSTEM,
    )
    ending = Q(state=State.GIVEN, valid_until__gt=at, valid_until__lte=at + ASKED_BEFORE)
    return Agreement.objects.filter(ending | Q(Exists(invalidated), state=State.LAPSED))


def to_renew(*, at: datetime) -> QuerySet[Person]:
    """Who is to be asked whether what they said yes to still holds: once for each time it ends."""
    asked = Renewal.objects.filter(person=OuterRef("person"))
    again = Q(Exists(asked.filter(asked_at__gt=at - ASKED_BEFORE)), state=State.GIVEN)
    again |= Q(Exists(asked.filter(asked_at__gte=OuterRef("since"))), state=State.LAPSED)
    still_open = Renewal.objects.filter(person=OuterRef("pk"), ended_at=None)
    return (
        Person.objects.filter(
            Exists(_asking(at=at).filter(~again, person=OuterRef("pk"))),
            frozen_at=None,
            provisional=False,
        )
        .exclude(Exists(still_open))
        .order_by("pk")
    )


def to_remind(*, at: datetime) -> QuerySet[Renewal]:
    """Who did not answer for two weeks and was not asked a second time."""
    return (
        Renewal.objects.filter(
            Exists(_asking(at=at).filter(person=OuterRef("person"))),
            ended_at=None,
            reminded_at=None,
            asked_at__lte=at - REMINDED_AFTER,
            person__frozen_at=None,
        )
        .select_related("person")
        .order_by("pk")
    )


def to_end(*, at: datetime) -> QuerySet[Renewal]:
    """Askings in which nothing is left to be asked, or whose time is over."""
    left = _asking(at=at).filter(person=OuterRef("person"))
    return Renewal.objects.filter(
        Q(asked_at__lte=at - CLOSED_AFTER) | ~Exists(left), ended_at=None
    ).order_by("pk")


def renewal(key: str) -> Renewal | None:
    """The asking with that key, with its person."""
    return Renewal.objects.filter(key=key).select_related("person").first()


def open_renewal(person: Person) -> Renewal | None:
    """What `person` is asked and has not answered yet."""
    return Renewal.objects.filter(person=person, ended_at=None).order_by("-asked_at", "-pk").first()


def of_renewal(renewal: Renewal, *, at: datetime) -> list[tuple[Question, Agreement]]:
    """The questions that an asking is about now: what soon ends, or ended since it was asked."""
    ended = Q(state=State.LAPSED, since__gte=renewal.asked_at)
    ended |= Q(state=State.GIVEN, valid_until__lte=at)
    rows = Agreement.objects.filter(
        Q(pk__in=_asking(at=at).values("pk")) | ended, person=renewal.person_id
    ).order_by("purpose", "audience_kind", "audience_key")
    return [(question_of(row), row) for row in rows]
