"""What concerns a circle now: people who agreed, what waits for its answer, letters, courses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Concat

from commonroot.accounts.roles import Permission, roles_with
from commonroot.circles.models import Circle, Mandate
from commonroot.consent.models import Told
from commonroot.engagement.models import CircleLetter, Introduction, Liaison, Maker
from commonroot.engagement.queries.letters import audience_of, contacts, listening
from commonroot.engagement.rules.introductions import FIRST_STEP
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership, Person
from commonroot.programmes.models import Programme

SENT = (CircleLetter.State.SENT, CircleLetter.State.ANSWERED)
MOST = 200
COURSES = 6


@dataclass(frozen=True)
class Agreed:
    """Somebody whom the circle may know of, as they agreed: name, work, what they want and offer.

    `introduction` is where it stands between them and this circle, in words, or "". `may_ask`:
    whether the circle may ask to be introduced.
    """

    person: Person
    name: str
    works: list[str]
    wants: str
    offers: str
    introduction: str
    may_ask: bool


@dataclass(frozen=True)
class Waiting:
    """A letter that waits for an answer of the circle; `number`: about so many people."""

    title: str
    letter: CircleLetter | None
    liaison: Liaison | None
    number: int


def agreeing(circle: Circle, *, at: datetime) -> QuerySet[Person]:
    """Everybody whom the gate lets that circle hear of."""
    people = Person.objects.filter(provisional=False)
    return listening(people, circle, at=at).order_by("sort_key", "pk")


def agreed(circle: Circle, *, at: datetime) -> tuple[list[Agreed], int]:
    """The people of a circle's page, and how many there are in all. Four queries."""
    named = Maker.objects.filter(naming=Maker.Naming.NAME).select_related("project")
    found = agreeing(circle, at=at)
    people = list(
        found.prefetch_related(
            "participations",
            Prefetch("made", queryset=named, to_attr="named_works"),
            Prefetch(
                "introductions",
                queryset=Introduction.objects.filter(circle=circle).order_by("changed_at", "pk"),
                to_attr="with_circle",
            ),
        )[:MOST]
    )
    rows = [
        Agreed(
            person=person,
            name=person.shown_name,
            works=[maker.project.title for maker in person.named_works],
            wants=person.wants,
            offers=person.offers,
            introduction=_stands(person.with_circle),
            may_ask=not person.with_circle and bool(person.participations.all()),
        )
        for person in people
    ]
    return rows, found.count() if len(rows) == MOST else len(rows)


def _stands(introductions: Sequence[Introduction]) -> str:
    """Where it stands between somebody and a circle, as far as the circle may know, in words.

    Of an offer nobody else learns before the person says yes, nor that they said no.
    """
    shown = [one for one in introductions if one.pathway_id is None or one.state in FIRST_STEP]
    return str(shown[-1].get_state_display()) if shown else ""


def not_told_yet(circle: Circle, *, at: datetime) -> QuerySet[Person]:
    """Of those on the page, whom the circle was never told about."""
    audience = audience_of(circle)
    told = Told.objects.filter(
        person=OuterRef("pk"), audience_kind=audience.kind, audience_key=audience.key
    )
    return agreeing(circle, at=at).filter(~Exists(told))


def waiting(circle: Circle, *, at: datetime) -> list[Waiting]:
    """What the circle has not answered yet, the oldest first."""
    letters = (
        CircleLetter.objects.filter(circle=circle, state__in=SENT)
        .select_related("programme")
        .annotate(open=Count("introductions", filter=Q(introductions__state="suggested")))
        .order_by("sent_at", "pk")
    )
    found = [
        Waiting(title=str(one.programme.title), letter=one, liaison=None, number=one.open)
        for one in letters
        if one.open and listening_to(one, at=at)
    ]
    asked = (Liaison.State.ASKED, Liaison.State.REGION)
    return [
        *(
            Waiting(title=str(one.programme.title), letter=None, liaison=one, number=0)
            for one in Liaison.objects.filter(circle=circle, state__in=asked)
            .select_related("programme", "theme")
            .order_by("asked_at", "pk")
        ),
        *found,
    ]


def listening_to(letter: CircleLetter, *, at: datetime) -> bool:
    """Whether somebody suggested in that letter may still be named."""
    suggested = Person.objects.filter(
        introductions__letter=letter, introductions__state=Introduction.State.SUGGESTED
    )
    return listening(suggested, letter.circle, at=at).exists()


def letters_to(circle: Circle) -> QuerySet[CircleLetter]:
    """Letters that were sent to it, newest first."""
    return (
        CircleLetter.objects.filter(circle=circle, state__in=SENT)
        .select_related("programme")
        .order_by("-sent_at", "-pk")
    )


def courses_ahead(*, at: datetime) -> QuerySet[Programme]:
    """Public programmes that begin or still go on, the next one first."""
    today = at.date()
    return (
        Programme.objects.filter(published_at__lte=at, closed_at=None)
        .filter(Q(ends_on__gte=today) | Q(ends_on=None, starts_on__gte=today))
        .order_by(F("starts_on").asc(nulls_last=True), "pk")[:COURSES]
    )


def without_sign_in(circle: Circle, *, at: datetime) -> list[Membership]:
    """Contacts who have no account for the circle, so that everything reaches them by letter."""
    roles = roles_with(Permission.SEE_CIRCLE)
    signing_in = set(
        Mandate.objects.filter(Q(until=None) | Q(until__gt=at), circle=circle, role__in=roles)
        .exclude(account__person=None)
        .values_list("account__person", flat=True)
    )
    return [one for one in contacts(circle, at=at) if one.person_id not in signing_in]


def once_this_month(circle: Circle, person_key: str, *, at: datetime) -> str:
    """What keeps the link to a circle's page from leaving twice in a month for the same person."""
    return f"circle_desk:{circle.key}:{at:%Y-%m}:{person_key}"


def without_desk(
    circle: Circle, *, at: datetime, only_without_sign_in: bool = False
) -> list[Membership]:
    """Contacts who did not get the link to the circle's page this month."""
    to = without_sign_in(circle, at=at) if only_without_sign_in else contacts(circle, at=at)
    start = once_this_month(circle, "", at=at)
    written = set(Letter.objects.filter(once__startswith=start).values_list("once", flat=True))
    return [one for one in to if once_this_month(circle, one.person.key, at=at) not in written]


def to_send_desks(*, at: datetime) -> list[Circle]:
    """Circles that were asked something and did not answer: once a month their contacts who do not
    sign in get the link to their page.
    """
    return [
        circle for circle in silent(at=at) if without_desk(circle, at=at, only_without_sign_in=True)
    ]


def silent(*, at: datetime) -> QuerySet[Circle]:
    """Circles that were asked something and did not answer, and somebody of which did not get the
    link to their page this month.
    """
    once = Concat(
        Value("circle_desk:"),
        OuterRef("circle__key"),
        Value(f":{at:%Y-%m}:"),
        OuterRef("person__key"),
        output_field=CharField(),
    )
    unwritten = Membership.objects.filter(
        Q(until=None) | Q(until__gt=at.date()),
        ~Exists(Letter.objects.filter(once=once)),
        circle=OuterRef("pk"),
        role=Membership.Role.CONTACT,
        since__lte=at.date(),
    )
    liaisons = Liaison.objects.filter(
        circle=OuterRef("pk"), state__in=(Liaison.State.ASKED, Liaison.State.REGION)
    )
    suggested = Introduction.objects.filter(
        letter__circle=OuterRef("pk"), letter__state__in=SENT, state="suggested"
    )
    return (
        Circle.objects.exclude(state__in=(Circle.State.CLOSED, Circle.State.DORMANT))
        .filter(Exists(liaisons) | Exists(suggested), Exists(unwritten))
        .order_by("pk")
    )
