"""Who is to be put into groups, and what is known of them that groups are made by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db.models import Q, QuerySet

from commonroot.admissions.models import Applicant, Application, FormQuestion
from commonroot.admissions.queries.answers import by_meaning, by_meaning_of_members
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.places import regions
from commonroot.core.time import zone_or
from commonroot.groups.models import Apart, Formation, GroupMember
from commonroot.groups.queries.meetings import meetings_of
from commonroot.groups.rules.asking import Asked, Input, Known, asked_of, input_of
from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.people import Member
from commonroot.people.models import Person, SpokenLanguage
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration

Meaning = FormQuestion.Meaning
READ = (
    Meaning.COUNTRY, Meaning.LANGUAGES, Meaning.HOURS, Meaning.THEMES, Meaning.GENDER,
)  # fmt: skip
WORKS = 2  # of the levels 1 to 4: from here on somebody can work in a language
WORKING_LEVELS = ("works", "fluent", "native")
TAKES_PART = (Registration.State.PLACED, Registration.State.ATTENDED)
# Answers that say nothing, so that they set nobody apart.
UNSAID = frozenset({"", "unsaid", "not_said", "rather_not", "none", "no_answer", "prefer_not"})


@dataclass(frozen=True)
class Gathered:
    """Everybody to be placed: as the search knows them, and the people themselves by their key.

    `left_out` are those whom the gate keeps back, in people; `applied`: whether they come from
    applications.
    """

    members: list[Member]
    people: dict[str, Person]
    together: list[tuple[str, ...]] = field(default_factory=list)
    left_out: int = 0
    applied: bool = False


def audience_of(programme: Programme) -> Audience:
    """Before whom the people of a programme stand: those who run it."""
    return Audience(AudienceKind.PROGRAMME, programme.key)


def people_of_programme(programme: Programme) -> QuerySet[Person]:
    """Who comes: those whose application ended in a yes on both sides; where there is none,
    whoever has a place in a session. Before the gate.
    """
    came = applied(programme)
    if came.exists():
        alone = Q(applications__in=came)
        beside = Q(
            applies_with__application__in=came, applies_with__state=Applicant.State.CONFIRMED
        )
        return Person.objects.filter(alone | beside).distinct()
    placed = Registration.objects.filter(session__programme=programme, state__in=TAKES_PART)
    return Person.objects.filter(pk__in=placed.order_by().values("person"))


def applied(programme: Programme) -> QuerySet[Application]:
    """Applications of those who come."""
    return Application.objects.filter(call__programme=programme, state=Application.State.CONFIRMED)


def to_be_grouped(programme: Programme, *, at: datetime) -> Gathered:
    """Everybody who comes and may be shown to those who run the programme.

    The number of queries is fixed.
    """
    all_of_them = people_of_programme(programme)
    seen = allowed(
        all_of_them,
        "",
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(programme),
        at=at,
    )
    people = {one.pk: one for one in seen.order_by("sort_key", "pk")}
    left_out = all_of_them.count() - len(people)
    applications = list(applied(programme))
    if applications:
        return _from_applications(programme, applications, people=people, left_out=left_out)
    spoken = _spoken(people)
    return Gathered(
        members=[
            _member(one, programme=programme, said={}, spoken=spoken.get(pk, ()))
            for pk, one in people.items()
        ],
        people={one.key: one for one in people.values()},
        left_out=left_out,
    )


def _from_applications(
    programme: Programme,
    applications: Sequence[Application],
    *,
    people: dict[int, Person],
    left_out: int,
) -> Gathered:
    beside = Applicant.objects.filter(
        application__in=applications, state=Applicant.State.CONFIRMED, person__isnull=False
    ).order_by("pk")
    applicants: dict[int, list[Applicant]] = {}
    for one in beside:
        applicants.setdefault(one.application_id, []).append(one)
    said = by_meaning(applications, only=READ)
    beside_said = by_meaning_of_members(applications, only=READ)
    spoken = _spoken(people)
    members, together = [], []
    placed: set[int] = set()
    for application in applications:
        common = said[application.pk]
        ours: list[tuple[int, dict[str, Any]]] = [(application.person_id, common)]
        for one in applicants.get(application.pk, []):
            assert one.person_id is not None  # asked for
            ours.append((one.person_id, common | beside_said.get(one.pk, {})))
        team = []
        for person_id, words in ours:
            if person_id not in people or person_id in placed:
                continue
            placed.add(person_id)
            person = people[person_id]
            team.append(person.key)
            members.append(
                _member(
                    person,
                    programme=programme,
                    said=words,
                    spoken=spoken.get(person_id, ()),
                    application=application,
                )
            )
        if len(team) > 1:
            together.append(tuple(sorted(team)))
    return Gathered(
        members=members,
        people={one.key: one for one in people.values()},
        together=sorted(together),
        left_out=left_out,
        applied=True,
    )


def _spoken(people: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Languages in which each of these people can work, as their page says."""
    rows = SpokenLanguage.objects.filter(person__in=list(people), level__in=WORKING_LEVELS)
    found: dict[int, list[str]] = {}
    for row in rows.order_by("language"):
        found.setdefault(row.person_id, []).append(row.language)
    return {pk: tuple(codes) for pk, codes in found.items()}


def _member(
    person: Person,
    *,
    programme: Programme,
    said: dict[str, Any],
    spoken: tuple[str, ...],
    application: Application | None = None,
) -> Member:
    zone = (application.time_zone if application else "") or person.time_zone
    return Member(
        key=person.key,
        name=person.shown_name,
        zone=zone_or(zone, programme.time_zone),
        country=said.get(Meaning.COUNTRY, "") or person.country,
        languages=_languages(said.get(Meaning.LANGUAGES)) or spoken or (person.language,),
        themes=_codes(said.get(Meaning.THEMES)),
        marks=_marks(said, application),
        free=frozenset((int(day), int(half)) for day, half in said.get(Meaning.HOURS, ())),
    )


def _languages(levels: object) -> tuple[str, ...]:
    """Those one can work in; all of them where there is none."""
    if not isinstance(levels, dict):
        return _codes(levels)
    works = [code for code, level in levels.items() if int(level) >= WORKS]
    return tuple(sorted(works or levels))


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(sorted(str(code) for code in value)) if isinstance(value, list) else ()


def _marks(said: dict[str, Any], application: Application | None) -> tuple[str, ...]:
    """What may set somebody apart; read by the search alone."""
    marks = [f"gender {code}" for code in _codes(said.get(Meaning.GENDER)) if code not in UNSAID]
    if application is not None and application.background == Application.Background.NEW:
        marks.append("new")
    return tuple(marks)


def search_input(programme: Programme, gathered: Gathered, *, asked: Asked) -> Input:
    """People and plan for the search: also those who must not meet, and who met before."""
    keys = set(gathered.people)
    known = Known(
        together=gathered.together,
        apart=sorted(
            (left, right)
            for left, right in Apart.objects.filter(programme=programme).values_list(
                "left__key", "right__key"
            )
            if left in keys and right in keys
        ),
        met=met_before(programme, [one.pk for one in gathered.people.values()]),
        meetings=meetings_of(programme),
        region_of=regions(),
    )
    return input_of(gathered.members, asked, known)


def measure_of(formation: Formation, *, at: datetime) -> Measure:
    """The measure of everybody who comes now, by what was asked for this proposal."""
    gathered = to_be_grouped(formation.programme, at=at)
    found = search_input(formation.programme, gathered, asked=asked_of(formation.plan))
    return Measure(found.members, found.plan)


def met_before(programme: Programme, people: Sequence[int]) -> list[tuple[str, str]]:
    """Pairs, by key, who were in one group of an earlier programme."""
    rows = (
        GroupMember.objects.filter(
            person__in=people, group__formation__state=Formation.State.CHOSEN
        )
        .exclude(group__formation__programme=programme)
        .order_by("group", "person__key")
        .values_list("group", "person__key")
    )
    groups: dict[int, set[str]] = {}
    for group, key in rows:
        groups.setdefault(group, set()).add(key)
    return sorted({pair for keys in groups.values() for pair in combinations(sorted(keys), 2)})
