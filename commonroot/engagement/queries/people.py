"""The people of a programme: who took part, who is in the register, what they made and promised."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import OWN_CIRCLE, AudienceKind, Purpose
from commonroot.engagement.models import Maker, Participation, Project, Promise
from commonroot.engagement.rules import Standing, standing
from commonroot.people.models import Person
from commonroot.programmes.models import Presenter, Programme, Session
from commonroot.registration.models import Registration

CAME = (Registration.State.PLACED, Registration.State.ATTENDED)
NO = (Agreement.State.REFUSED, Agreement.State.WITHDRAWN)


def programme(key: str) -> Programme | None:
    """The programme with that key."""
    return Programme.objects.select_related("run_by").filter(key=key).first()


def ended_on(programme: Programme) -> date | None:
    """The last day of a programme: as planned, else that of its last session; None while there is
    none.
    """
    if programme.ends_on is not None:
        return programme.ends_on
    last: dict[str, date | None] = programme.sessions.exclude(
        state=Session.State.CANCELLED
    ).aggregate(day=Max(Coalesce("until_on", "held_on")))
    return last["day"]


def _held(path: str = "") -> Q:
    """Registrations or presenters of sessions of the outer programme that were not cancelled."""
    return ~Q(**{f"{path}session__state": Session.State.CANCELLED})


def taking_part(programme: Programme) -> QuerySet[Person]:
    """Everybody who belongs to a programme: attended or placed in one of its sessions, presenting,
    or on its roll.

    Somebody whose address was never proven belongs to it once they came.
    """
    placed = Registration.objects.filter(
        _held(), person=OuterRef("pk"), session__programme=programme, state__in=CAME
    )
    presents = Presenter.objects.filter(
        _held(), person=OuterRef("pk"), session__programme=programme
    )
    rolled = Participation.objects.filter(person=OuterRef("pk"), programme=programme)
    attended = placed.filter(state=Registration.State.ATTENDED)
    return Person.objects.filter(
        Exists(presents)
        | Exists(rolled)
        | Exists(attended)
        | (Q(provisional=False) & Exists(placed))
    ).order_by("sort_key", "pk")


@dataclass(frozen=True)
class Came:
    """Somebody of a programme before it is closed: the sessions they came to, and what they
    were.
    """

    person: Person
    came: int
    participates: bool
    presents: bool


def came(programme: Programme) -> list[Came]:
    """Whom closing a programme would put on its roll. Three queries."""
    people = list(taking_part(programme))
    rows = Registration.objects.filter(_held(), session__programme=programme, state__in=CAME)
    counts: Mapping[int, int] = dict(
        rows.order_by().values_list("person").annotate(n=Count("pk", filter=Q(state="attended")))
    )
    presenting = set(
        Presenter.objects.filter(_held(), session__programme=programme).values_list(
            "person_id", flat=True
        )
    )
    return [
        Came(
            person=p,
            came=counts.get(p.pk, 0),
            participates=p.pk in counts,
            presents=p.pk in presenting,
        )
        for p in people
    ]


def standings(programme: Programme, *, at: datetime) -> Counter[Standing]:
    """How many people on the roll of a programme are in the register, said no, or were not asked.
    Two queries.
    """
    return Counter(_standing_by_person(programme, at=at).values())


def not_asked(programmes: Iterable[Programme], *, at: datetime) -> dict[int, int]:
    """{programme: how many on its roll nobody has asked about the register yet}, where there is
    anybody; one query, of those alone.
    """
    somebody = {"person": OuterRef("person_id")}
    said = Agreement.objects.filter(
        purpose=Purpose.REGISTER, audience_kind=AudienceKind.SCHOOL, **somebody
    )
    one = Person.objects.filter(pk=OuterRef("person_id"))
    rows = Participation.objects.filter(
        ~Exists(Participation.objects.filter(asked_at__isnull=False, **somebody)),
        ~Exists(said.filter(state__in=[*NO, Agreement.State.REQUESTED])),
        ~Exists(allowed(one, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)),
        asked_at=None,
        programme__in=list(programmes),
        person__frozen_at=None,
    )
    counted = rows.order_by().values_list("programme").annotate(n=Count("person", distinct=True))
    return dict(counted)


def to_ask(programme: Programme, *, at: datetime) -> list[Person]:
    """Those on the roll nobody has asked about the register yet."""
    found = _standing_by_person(programme, at=at)
    keys = [pk for pk, how in found.items() if how == Standing.NOT_ASKED]
    return list(Person.objects.filter(pk__in=keys).order_by("sort_key", "pk"))


def _standing_by_person(programme: Programme, *, at: datetime) -> dict[int, Standing]:
    rolled = Participation.objects.filter(person=OuterRef("pk"))
    people = Person.objects.filter(Exists(rolled.filter(programme=programme)))
    said = Agreement.objects.filter(
        person=OuterRef("pk"), purpose=Purpose.REGISTER, audience_kind=AudienceKind.SCHOOL
    )
    passing = set(
        allowed(people, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at).values_list(
            "pk", flat=True
        )
    )
    rows = people.annotate(
        said_no=Exists(said.filter(state__in=NO)),
        was_asked=Exists(rolled.filter(asked_at__isnull=False))
        | Exists(said.filter(state=Agreement.State.REQUESTED)),
    ).values_list("pk", "said_no", "was_asked", "frozen_at")
    return {
        pk: standing(passes=pk in passing, said_no=said_no, paused=paused is not None, asked=asked)
        for pk, said_no, asked, paused in rows
    }


def alumni(programme: Programme, *, at: datetime) -> QuerySet[Participation]:
    """The roll of a programme as far as it is in the register, with `circle_may` and `promised`."""
    rolled = Participation.objects.filter(programme=programme).select_related("person")
    circle = Agreement.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=at),
        person=OuterRef("person"),
        purpose=Purpose.COUNTRY_CIRCLE,
        audience_key=OWN_CIRCLE,
        state=Agreement.State.GIVEN,
    )
    promised = Promise.objects.filter(person=OuterRef("person"), programme=programme)
    return (
        allowed(rolled, "person", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
        .annotate(circle_may=Exists(circle), promised=Exists(promised))
        .order_by("person__sort_key", "person_id", "role")
    )


def participation(key: str) -> Participation | None:
    """The row of the roll with that key."""
    found = Participation.objects.select_related("person", "programme", "programme__run_by")
    return found.filter(key=key).first()


def project(key: str) -> Project | None:
    """The project with that key."""
    found = Project.objects.select_related("programme", "programme__run_by", "theme")
    return found.filter(key=key).first()


def _with_makers(projects: QuerySet[Project]) -> QuerySet[Project]:
    makers = Maker.objects.select_related("person").order_by("person__sort_key", "pk")
    return projects.prefetch_related(Prefetch("makers", queryset=makers))


def projects(programme: Programme) -> QuerySet[Project]:
    """What people made in a programme, with makers and theme, by title."""
    return _with_makers(
        Project.objects.filter(programme=programme)
        .select_related("theme")
        .prefetch_related("statuses")
    ).order_by("title", "pk")


def makers(project: Project) -> QuerySet[Maker]:
    """Who made a project."""
    return (
        Maker.objects.filter(project=project)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )


def participations_of(person: Person) -> QuerySet[Participation]:
    """What somebody took part in, newest first."""
    return (
        Participation.objects.filter(person=person)
        .select_related("programme")
        .order_by("-programme__ends_on", "-pk")
    )


def projects_of(person: Person) -> QuerySet[Maker]:
    """What somebody made, with its project and programme, newest first."""
    return (
        Maker.objects.filter(person=person)
        .select_related("project", "project__programme")
        .order_by("-pk")
    )


def promises_of(person: Person) -> QuerySet[Promise]:
    """What somebody promised, newest first."""
    return (
        Promise.objects.filter(person=person)
        .select_related("programme")
        .order_by("-made_at", "-pk")
    )


def promise_of(person: Person, programme: Programme) -> Promise | None:
    """What somebody promised at the end of that programme."""
    return Promise.objects.filter(person=person, programme=programme).first()
