"""Who refused the register and whose course is over: only what its retention needs is kept."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose
from commonroot.people.models import (
    Affiliation,
    EarlierCourse,
    FurtherName,
    Interest,
    Membership,
    Offer,
    Person,
    SpokenLanguage,
)
from commonroot.programmes.models import Presenter
from commonroot.registration.models import Registration

# After the last session: certificates and answers about it are done.
AFTER_THE_COURSE = timedelta(days=30)
# What a course is reported without: who came, from which country, and how to reach them stays.
FIELDS = ("origin_country", "city", "organisation", "offers", "wants")
DETAILS = (FurtherName, SpokenLanguage, Affiliation, EarlierCourse, Interest, Offer)
State = Agreement.State


def to_trim(*, at: datetime) -> QuerySet[Person]:
    """People with something to spare: they said no to the register, and yes to nothing else.

    Nobody who signs in, belongs to a circle, presented, or has a session that is not long over.
    """
    of_them = {"person": OuterRef("pk")}
    no = Agreement.objects.filter(
        purpose=Purpose.REGISTER,
        state__in=(State.REFUSED, State.WITHDRAWN, State.LAPSED),
        **of_them,
    )
    yes = Agreement.objects.filter(state__in=(State.GIVEN, State.REQUESTED), **of_them)
    circle = Membership.objects.filter(Q(until=None) | Q(until__gt=at.date()), **of_them)
    recent = Registration.objects.filter(
        Q(session__ends_at=None) | Q(session__ends_at__gt=at - AFTER_THE_COURSE), **of_them
    )
    something = Q(*(~Q(**{field: ""}) for field in FIELDS), _connector=Q.OR)
    for model in DETAILS:
        something |= Q(Exists(model._default_manager.filter(**of_them)))
    return (
        Person.objects.filter(something, Exists(no), account=None)
        .exclude(Exists(yes))
        .exclude(Exists(circle))
        .exclude(Exists(Presenter.objects.filter(**of_them)))
        .exclude(Exists(recent))
        .order_by("pk")
    )
