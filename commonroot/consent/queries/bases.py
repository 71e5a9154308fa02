"""Who is kept for which reason, and who for none any more."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.people.models import Membership, Person

State = Agreement.State


def has_another_basis(person: Person, *, at: datetime) -> bool:
    """Whether something but an old list keeps `person` here: a yes, a place, a circle, an
    account.
    """
    return with_a_basis(Person.objects.filter(pk=person.pk), at=at).exists()


def with_a_basis(people: QuerySet[Person], *, at: datetime) -> QuerySet[Person]:
    """Those of `people` who said yes to something, are served, belong to a circle or sign in.

    An unknown basis is none: it lasts until its people were asked.
    """
    return people.filter(_basis(at=at))


def without_a_basis(people: QuerySet[Person], *, at: datetime) -> QuerySet[Person]:
    """Those of `people` of whom none of that is true."""
    return people.filter(~_basis(at=at))


def _basis(*, at: datetime) -> Q:
    yes = Agreement.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=at),
        person=OuterRef("pk"),
        state__in=(State.GIVEN, State.SERVED),
    )
    circle = Membership.objects.filter(
        Q(until=None) | Q(until__gt=at.date()), person=OuterRef("pk")
    )
    return Q(Exists(yes)) | Q(Exists(circle)) | Q(account__isnull=False)


def left_without(people: QuerySet[Person], *, at: datetime, since: datetime) -> QuerySet[Person]:
    """Those of `people` whom nothing has kept since then: no basis, none that ended later, no word.

    Whoever came with an old list and was not asked yet is not among them.
    """
    of_them = {"person": OuterRef("pk")}
    unknown = Agreement.objects.filter(purpose=Purpose.REGISTER, state=State.UNKNOWN, **of_them)
    ended_later = Agreement.objects.filter(valid_until__gt=since, **of_them)
    word_later = LedgerEvent.objects.filter(at__gt=since, **of_them)
    circle_later = Membership.objects.filter(until__gt=since.date(), **of_them)
    return (
        without_a_basis(people.filter(created_at__lte=since), at=at)
        .exclude(Exists(unknown))
        .exclude(Exists(ended_later))
        .exclude(Exists(word_later))
        .exclude(Exists(circle_later))
    )


def said_no(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of `people` whose latest word about the register is a no, or a yes taken back."""
    last = LedgerEvent.objects.filter(person=OuterRef("pk"), purpose=Purpose.REGISTER)
    states = (LedgerEvent.State.REFUSED, LedgerEvent.State.WITHDRAWN)
    latest = last.order_by("-at", "-pk").values("state")[:1]
    return people.annotate(last_word=latest).filter(last_word__in=states)
