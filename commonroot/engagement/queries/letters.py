"""Letters to circles: what they may say, to whom they go, and how introductions stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from commonroot.circles.models import Circle
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement.models import (
    CircleLetter,
    Introduction,
    Maker,
    Participation,
    Project,
    Sending,
)
from commonroot.engagement.rules import Alumna, Content, Work, compose
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership, OrganisationRole, Person
from commonroot.people.queries import contacts as contacts_of
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme, Session

HELPED = (OrganisationRole.Kind.HOST, OrganisationRole.Kind.PARTNER, OrganisationRole.Kind.SPONSOR)
LEFT_THE_HOUSE = (Letter.State.SENT, Letter.State.UNKNOWN)


@dataclass(frozen=True)
class Conduct:
    """How a course was held: sessions, minutes of them, their titles, and which bodies helped."""

    sessions: int = 0
    minutes: int = 0
    titles: tuple[Mapping[str, str], ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a letter tells about a course and its people. `people` and `countries`: on the roll."""

    people: int
    countries: int
    content: Content
    conduct: Conduct = Conduct()


def letter(key: str) -> CircleLetter | None:
    """The letter to a circle with that key."""
    found = CircleLetter.objects.select_related("programme", "programme__run_by", "circle")
    return found.filter(key=key).first()


def purpose_of(circle: Circle) -> Purpose:
    """For what people are named before that circle."""
    return Purpose.THEME_CIRCLE if circle.kind == Circle.Kind.THEME else Purpose.COUNTRY_CIRCLE


def audience_of(circle: Circle) -> Audience:
    """That circle, before the gate."""
    return Audience(AudienceKind.CIRCLE, circle.key, circle.country)


def listening(people: QuerySet[Person], circle: Circle, *, at: datetime) -> QuerySet[Person]:
    """Those of `people` whom the gate lets that circle hear of. Who is at high risk never is."""
    passing = allowed(people, "", purpose=purpose_of(circle), audience=audience_of(circle), at=at)
    return passing.exclude(in_high_care())


def content(letter: CircleLetter, *, at: datetime) -> Told:
    """What `letter` says now: drawn from records, or as it was sent less who took it back."""
    if letter.facts is not None:
        return _as_sent(letter, letter.facts, at=at)
    rolled = Participation.objects.filter(programme=letter.programme)
    totals = rolled.aggregate(
        people=Count("person", distinct=True),
        countries=Count(
            "person__country",
            distinct=True,
            filter=~Q(person__country="") & ~in_high_care("person"),
        ),
    )
    projects = _projects(letter)
    makers = {maker.person_id for project in projects for maker in project.makers.all()}
    if letter.circle.kind == Circle.Kind.THEME:
        theirs = Q(pk__in=makers)
    else:
        theirs = Q(country__in=countries_of(letter), participations__programme=letter.programme)
    # Who is at high risk is counted in nothing smaller than a region.
    people = Person.objects.filter(theirs).exclude(in_high_care()).distinct()
    counted = set(people.values_list("pk", flat=True))
    everyone = Person.objects.filter(pk__in=counted | makers).order_by("sort_key", "pk")
    told = set(listening(everyone, letter.circle, at=at).values_list("pk", flat=True))
    works = [
        Work(
            key=project.key,
            title=project.title,
            language=project.language,
            kind=project.kind,
            summary=project.summary,
            comment=project.comment,
            makers=_makers(project.makers.all()),
        )
        for project in projects
        if _concerns(project, letter, told=told)
    ]
    alumni = [
        _alumna(person, told=person.pk in told, counts=person.pk in counted) for person in everyone
    ]
    return Told(
        people=totals["people"],
        countries=totals["countries"],
        content=compose(alumni, works),
        conduct=conduct(letter.programme),
    )


def countries_of(letter: CircleLetter) -> list[str]:
    """The countries a letter tells of: that of its circle, or those a region hears about."""
    if letter.circle.kind == Circle.Kind.REGION:
        return list(letter.countries)
    return [letter.circle.country] if letter.circle.country else []


def _projects(letter: CircleLetter) -> list[Project]:
    """The works that may concern a letter, with their makers."""
    if letter.circle.kind == Circle.Kind.THEME:
        about = Q(theme=letter.circle)
    else:
        codes = countries_of(letter)
        about = Q(country__in=codes) | Q(makers__person__country__in=codes)
    makers = Maker.objects.select_related("person").order_by("person__sort_key", "pk")
    return list(
        Project.objects.filter(about, programme=letter.programme)
        .distinct()
        .prefetch_related(Prefetch("makers", queryset=makers))
        .order_by("title", "pk")
    )


def _concerns(project: Project, letter: CircleLetter, *, told: set[int]) -> bool:
    """Whether a letter tells of a work: it is about what the letter is about, or somebody of that
    country made it who agreed that the circle is told. Else the work would give them away.
    """
    codes = countries_of(letter)
    if letter.circle.kind == Circle.Kind.THEME or project.country in codes:
        return True
    return any(
        maker.person_id in told and maker.person.country in codes for maker in project.makers.all()
    )


def conduct(programme: Programme) -> Conduct:
    """How a course was held. Two queries."""
    held = list(
        programme.sessions.exclude(state=Session.State.CANCELLED)
        .order_by("starts_at", "position", "pk")
        .values_list("title", "minutes")
    )
    during = Q(since=None) | Q(since__lte=programme.ends_on or programme.created_at.date())
    if programme.starts_on is not None:
        during &= Q(until=None) | Q(until__gte=programme.starts_on)
    partners = (
        OrganisationRole.objects.filter(during, kind__in=HELPED)
        .order_by("organisation__sort_key", "pk")
        .values_list("organisation__name", flat=True)
    )
    return Conduct(
        sessions=len(held),
        minutes=sum(minutes or 0 for _title, minutes in held),
        titles=tuple(title for title, _minutes in held),
        partners=tuple(dict.fromkeys(partners)),
    )


def _makers(makers: Iterable[Maker]) -> tuple[tuple[str, str], ...]:
    return tuple((maker.person.key, maker.naming) for maker in makers)


def _alumna(person: Person, *, told: bool, counts: bool) -> Alumna:
    return Alumna(
        key=person.key,
        name=person.shown_name,
        told=told,
        counts=counts,
        offers=person.offers,
        wants=person.wants,
    )


def _as_sent(letter: CircleLetter, facts: dict[str, Any], *, at: datetime) -> Told:
    """The letter as it was sent; named is only who was named then and whom the gate still lets."""
    keys = [work["key"] for work in facts["works"]]
    introduced = Person.objects.filter(
        Q(introductions__letter=letter)
        | Q(made__project__key__in=keys, made__naming=Maker.Naming.INITIALS)
    ).distinct()
    passing = listening(introduced, letter.circle, at=at).order_by("sort_key", "pk")
    live: dict[str, list[Maker]] = {key: [] for key in keys}
    for maker in (
        Maker.objects.filter(project__key__in=keys)
        .select_related("person", "project")
        .order_by("person__sort_key", "pk")
    ):
        live[maker.project.key].append(maker)
    works = [
        Work(
            **{
                field: work[field]
                for field in ("key", "title", "language", "kind", "summary", "comment")
            },
            makers=_makers(live[work["key"]]),
        )
        for work in facts["works"]
    ]
    drawn = compose([_alumna(person, told=True, counts=True) for person in passing], works)
    sizes = {work["key"]: work["makers"] for work in facts["works"]}
    return Told(
        people=facts["people"],
        countries=facts["countries"],
        conduct=conduct(letter.programme),
        content=replace(
            drawn,
            counted=facts["counted"],
            not_named=facts["not_named"],
            left_out=facts["left_out"],
            works=tuple(
                replace(shown, others=max(0, sizes[shown.work.key] - len(shown.names)))
                for shown in drawn.works
            ),
        ),
    )


def contacts(circle: Circle, *, at: datetime) -> list[Membership]:
    """The contacts of a circle who may be written to about its work."""
    members = contacts_of(circle, at=at)
    return list(
        allowed(
            members, "person", purpose=Purpose.CIRCLE_CONTACT, audience=audience_of(circle), at=at
        )
    )


def somebody_left(letter: CircleLetter, *, at: datetime) -> bool:
    """Whether somebody named in `letter` has taken their yes back since it was sent."""
    introduced = Person.objects.filter(introductions__letter=letter)
    return introduced.count() != listening(introduced, letter.circle, at=at).count()


def letters_leaving(*, at: datetime) -> QuerySet[CircleLetter]:
    """Letters on their way of which something is known now: a copy left, or every copy ended."""
    copies = Sending.objects.filter(letter=OuterRef("pk"))
    untold = copies.filter(told_at=None, post__state__in=LEFT_THE_HOUSE)
    open_copies = copies.filter(told_at=None, post__ended_at=None, post__isnull=False)
    waiting = CircleLetter.State.LEAVING
    return (
        CircleLetter.objects.filter(
            Exists(untold) | (Q(state=waiting, leaves_at__lte=at) & ~Exists(open_copies))
        )
        .select_related("circle")
        .order_by("pk")
    )


def introduction(key: str) -> Introduction | None:
    """The introduction with that key."""
    found = Introduction.objects.select_related(
        "person", "circle", "letter", "letter__programme", "asked_by"
    )
    return found.filter(key=key).first()


def introductions_to_tell(*, at: datetime) -> QuerySet[Introduction]:
    """Introductions whose letter with an address has left, not yet shown to the person."""
    went_on = (Introduction.State.ANSWERED, Introduction.State.ACTIVE)
    return Introduction.objects.filter(
        Q(state=Introduction.State.INTRODUCED) | Q(state__in=went_on, way__isnull=False),
        told_at=None,
        post__state__in=LEFT_THE_HOUSE,
    ).select_related("person", "circle", "pathway")
