"""What came of courses, from records: people through the gate, and how the work itself went.

The same number of queries for one course and for twenty: everything is read once and counted here.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.circles.models import Circle
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.engagement.models import (
    ChangeCard,
    ChangeDecision,
    CircleLetter,
    FollowUp,
    Liaison,
    Participation,
    Project,
    ProjectStatus,
    PublicOutcome,
    Wave,
)
from commonroot.engagement.queries.traces import traces_of
from commonroot.engagement.rules import outcomes as rules
from commonroot.people.models import Interest, Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme

Background = Participation.Background
ON_TIME_DAYS = 7


@dataclass(frozen=True)
class Asked:
    """Whom: of which courses, of which circle's country or theme, ended between which years."""

    programme: Programme | None = None
    circle: Circle | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Round:
    """What came back from the rounds of so many months, all ends apart; `listed` is everybody."""

    months: int
    listed: int
    ends: dict[str, int]


@dataclass(frozen=True)
class Work:
    """How the work went: countries contacted, letters after, rounds on their day, changes made."""

    countries: int
    contacted: int
    before_start: int
    letters: int
    sent: int
    answered: int
    days_to_letter: rules.Days | None
    rounds: int
    on_time: int
    changes: list[tuple[str, str]]


@dataclass(frozen=True)
class Outcomes:
    """Everything: by starting background and together, by country, by round.

    `left_out` took part and are not counted: not in the register, or paused. `elsewhere`: counted,
    and in no country of the map, because they told none or are in high care.
    """

    courses: list[Programme]
    groups: list[rules.Outcome]
    whole: rules.Outcome
    left_out: int
    countries: dict[str, int]
    elsewhere: int
    rounds: list[Round]
    projects: dict[str, int]
    work: Work

    @property
    def works(self) -> int:
        """How many projects there are."""
        return sum(self.projects.values())


def courses(actor: Actor) -> QuerySet[Programme]:
    """Closed courses of the teams `actor` works for, the latest first."""
    closed = Programme.objects.filter(closed_at__isnull=False)
    theirs = in_circles_of(closed, "run_by", actor=actor, permission=Permission.EDIT_PROGRAMMES)
    return theirs.annotate(ended_on=Coalesce("ends_on", TruncDate("closed_at"))).order_by(
        "-ended_on", "-pk"
    )


def outcomes(asked: Asked, *, actor: Actor, at: datetime) -> Outcomes:
    """What came of the courses and for the people asked about, as far as the gate lets."""
    found = courses(actor)
    if asked.programme is not None:
        found = found.filter(pk=asked.programme.pk)
    first, last = asked.first or 0, asked.last or date.max.year
    programmes = [one for one in found if first <= ended_on(one).year <= last]
    everybody = _of_circle(
        Participation.objects.filter(programme__in=programmes, role=Participation.Role.PARTICIPANT),
        asked.circle,
    )
    counted = list(
        allowed(everybody, "person", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
        .select_related("person")
        .order_by("pk")
    )
    ended = {one.pk: ended_on(one) for one in programmes}
    traces = traces_of(counted, ended=ended)
    today = at.date()
    apart = set(Person.objects.filter(in_high_care()).values_list("pk", flat=True))
    placed = Counter(row.person.country if row.person_id not in apart else "" for row in counted)
    elsewhere = placed.pop("", 0)
    return Outcomes(
        courses=programmes,
        groups=[
            rules.outcome(background, theirs, today=today)
            for background in Background.values
            if (theirs := [one for one in traces if one.background == background])
        ],
        whole=rules.outcome("", traces, today=today),
        left_out=everybody.count() - len(counted),
        countries=dict(placed),
        elsewhere=elsewhere,
        rounds=_rounds(counted),
        projects=_projects(programmes, asked.circle),
        work=_work(programmes, ended=ended, circle=asked.circle),
    )


def ended_on(programme: Programme) -> date:
    """When a closed course ended: as planned, else when it was closed."""
    closed = programme.closed_at
    assert closed is not None
    return programme.ends_on or closed.date()


def _of_circle(rows: QuerySet[Participation], circle: Circle | None) -> QuerySet[Participation]:
    if circle is None:
        return rows
    if circle.kind == Circle.Kind.THEME:
        works_on = Interest.objects.filter(person=OuterRef("person"), theme=circle)
        return rows.filter(Exists(works_on))
    if circle.kind == Circle.Kind.REGION:
        return rows.filter(
            person__country__in=Circle.objects.filter(region=circle).values("country")
        )
    return rows.filter(person__country=circle.country)


def _rounds(rows: list[Participation]) -> list[Round]:
    pairs = {(row.person_id, row.programme_id) for row in rows}
    ends: dict[int, Counter[str]] = {}
    states = FollowUp.objects.filter(
        person__in={person for person, _ in pairs}, wave__sent_at__isnull=False
    ).values_list("person", "wave__programme", "wave__months", "state")
    for person, programme, months, state in states:
        if (person, programme) in pairs:
            ends.setdefault(months, Counter())[state] += 1
    return [
        Round(months, listed=sum(found.values()), ends=dict(found))
        for months, found in sorted(ends.items())
    ]


def _projects(programmes: list[Programme], circle: Circle | None) -> dict[str, int]:
    """{how far it had come last, "" where nobody said: works}."""
    works = Project.objects.filter(programme__in=programmes)
    if circle is not None and circle.kind == Circle.Kind.THEME:
        works = works.filter(theme=circle)
    elif circle is not None and circle.kind == Circle.Kind.COUNTRY:
        works = works.filter(country=circle.country)
    last = dict.fromkeys(works.values_list("pk", flat=True), "")
    for work, state in (
        ProjectStatus.objects.filter(project__in=last)
        .order_by("months", "pk")
        .values_list("project", "state")
    ):
        last[work] = state
    return dict(Counter(last.values()))


def _work(programmes: list[Programme], *, ended: dict[int, date], circle: Circle | None) -> Work:
    liaisons = Liaison.objects.filter(programme__in=programmes, theme=None)
    letters = CircleLetter.objects.filter(programme__in=programmes)
    if circle is not None:
        liaisons, letters = liaisons.filter(circle=circle), letters.filter(circle=circle)
    starts = {one.pk: one.starts_on for one in programmes}
    asked = list(liaisons.values_list("programme", "asked_at"))
    contacted = [(programme, when.date()) for programme, when in asked if when is not None]
    sent = [one for one in letters if one.sent_at is not None]
    waves = [one for one in Wave.objects.filter(programme__in=programmes) if one.sent_at]
    return Work(
        countries=len(asked),
        contacted=len(contacted),
        before_start=sum(
            (start := starts[programme]) is not None and day < start for programme, day in contacted
        ),
        letters=len(letters),
        sent=len(sent),
        answered=sum(one.answered_at is not None for one in sent),
        days_to_letter=rules.days(
            [(one.sent_at.date() - ended[one.programme_id]).days for one in sent if one.sent_at]
        ),
        rounds=len(waves),
        on_time=sum(
            (one.sent_at.date() - one.due_on).days <= ON_TIME_DAYS for one in waves if one.sent_at
        ),
        changes=changes(programmes),
    )


def changes(programmes: list[Programme]) -> list[tuple[str, str]]:
    """(What shall be otherwise, how that stands in the latest plan) of these courses."""
    decided = ChangeDecision.objects.filter(card__programme__in=programmes)
    stands = dict(decided.order_by("changed_at", "pk").values_list("card", "state"))
    cards = ChangeCard.objects.filter(programme__in=programmes).order_by("made_at", "pk")
    return [(card.text, stands.get(card.pk, ChangeDecision.State.OPEN)) for card in cards]


def public_outcome(key: str) -> PublicOutcome | None:
    """What everybody may read of a course."""
    return public_outcomes().filter(programme__key=key).first()


def public_outcomes() -> QuerySet[PublicOutcome]:
    """Courses of which everybody may read what came of them, the latest first."""
    return (
        PublicOutcome.objects.filter(hidden_at=None, programme__published_at__isnull=False)
        .select_related("programme", "programme__run_by")
        .order_by("-programme__starts_on", "-pk")
    )
