"""To whom organisers should turn next, by need; through the gate, and by the team they work for."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.circles.models import Circle
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.engagement.models import FollowUp, Introduction, OneToOne, Owner, Participation
from commonroot.engagement.models import Promise as Promised
from commonroot.engagement.queries.pathways import ours
from commonroot.engagement.rules import introductions as steps
from commonroot.engagement.rules.waves import Alumnus, rank, reasons
from commonroot.people.models import Membership, Person
from commonroot.programmes.models import Programme

UNKNOWN = Participation.Background.UNKNOWN


@dataclass(frozen=True)
class Line:
    """Somebody of the queue: why, most pressing first (codes), since when, and whose they are."""

    person: Person
    background: str
    programme: Programme
    why: tuple[str, ...]
    owner: Account | None
    since: datetime | None
    country: str = ""


@dataclass
class Known:
    """What is known of everybody at once, by the primary key of the person."""

    owners: dict[int, Account] = field(default_factory=dict)
    helps: dict[int, FollowUp] = field(default_factory=dict)
    stepped: set[int] = field(default_factory=set)
    circled: set[int] = field(default_factory=set)
    overdue: dict[int, datetime] = field(default_factory=dict)
    talks: dict[int, date] = field(default_factory=dict)
    less: set[int] = field(default_factory=set)


def followed(actor: Actor, *, at: datetime) -> QuerySet[Participation]:
    """Who took part in closed courses of the teams `actor` works for, as far as the gate lets.

    Two walls: the role and the register. Whoever asked for help in an answer is let through until
    somebody has seen to it, in the register or not. The earliest course comes first.
    """
    theirs = _theirs(actor)
    asked = FollowUp.objects.filter(
        wave__programme=OuterRef("programme"),
        person=OuterRef("person"),
        asked_help_at__isnull=False,
        helped_at=None,
    )
    # Asked of each row: a list of everybody would be made anew for each handful that is asked for.
    kept = _lets_through(Purpose.REGISTER, at=at)
    waiting = Q(Exists(asked)) & _lets_through(Purpose.FOLLOW_UP, at=at)
    return theirs.filter(kept | waiting).order_by("recorded_at", "pk")


def _theirs(actor: Actor) -> QuerySet[Participation]:
    rows = Participation.objects.filter(
        role=Participation.Role.PARTICIPANT, programme__closed_at__isnull=False
    )
    return in_circles_of(
        rows, "programme__run_by", actor=actor, permission=Permission.EDIT_PROGRAMMES
    )


def _lets_through(purpose: Purpose, *, at: datetime) -> Q:
    one = Person.objects.filter(pk=OuterRef("person_id"))
    return Q(Exists(allowed(one, "", purpose=purpose, audience=SCHOOL, at=at)))


def may_follow(actor: Actor, person: Person, *, at: datetime) -> bool:
    """Whether `person` is one of `followed`."""
    return followed(actor, at=at).filter(person=person).exists()


def left_out(actor: Actor, *, at: datetime) -> int:
    """How many took part and are not shown: not in the register, or paused."""
    everybody = set(_theirs(actor).values_list("person", flat=True))
    return len(everybody - set(followed(actor, at=at).values_list("person", flat=True)))


def queue(
    actor: Actor,
    *,
    at: datetime,
    programme: Programme | None = None,
    mine: bool = False,
    need: str = "",
) -> list[Line]:
    """Everybody somebody should turn to, the most pressing first. The number of queries is fixed.

    `mine`: only whom `actor` looks after; `need`: only those with this reason.
    """
    rows = followed(actor, at=at)
    if programme is not None:
        rows = rows.filter(programme=programme)
    first: dict[int, Participation] = {}
    for row in rows.select_related("person", "programme"):
        there = first.get(row.person_id)
        if there is None or (there.background == UNKNOWN and row.background != UNKNOWN):
            first[row.person_id] = row
    known = _known(set(first), actor=actor, at=at)
    lines = []
    for pk, row in first.items():
        owner = known.owners.get(pk)
        if mine and (owner is None or owner.pk != actor.account_id):
            continue
        asked = known.helps.get(pk)
        alumnus = Alumnus(
            background=row.background,
            asked_help_at=asked.asked_help_at if asked else None,
            needs_safety=bool(asked and "safety" in asked.said.get("needs", ())),
            has_owner=owner is not None,
            has_step=pk in known.stepped,
            in_circle=pk in known.circled,
            overdue_since=known.overdue.get(pk),
            next_on=known.talks.get(pk),
            did_less=pk in known.less,
        )
        why = tuple(reasons(alumnus, today=at.date()))
        if why and (not need or need in why or (need == "help" and "help_safety" in why)):
            since = alumnus.asked_help_at or alumnus.overdue_since or row.programme.closed_at
            lines.append(
                Line(
                    row.person, row.background, row.programme, why, owner, since, row.person.country
                )
            )
    return sorted(lines, key=lambda line: (rank(line.why), line.since, line.person.sort_key))


def _known(people: set[int], *, actor: Actor, at: datetime) -> Known:
    known = Known()
    if not people:
        return known
    known.owners = {
        row.person_id: row.account
        for row in Owner.objects.filter(person__in=people, account__isnull=False).select_related(
            "account"
        )
        if row.account is not None
    }
    answers = in_circles_of(
        FollowUp.objects.filter(person__in=people),
        "wave__programme__run_by",
        actor=actor,
        permission=Permission.EDIT_PROGRAMMES,
    )
    known.helps = {
        row.person_id: row
        for row in answers.filter(helped_at=None)
        .exclude(asked_help_at=None)
        .order_by("-asked_help_at")
    }
    for step in ours(Introduction.objects.filter(person__in=people), actor):
        if step.state in steps.FIRST_STEP:
            known.stepped.add(step.person_id)
        if step.state in steps.ARRIVED and step.circle_id is not None:
            known.circled.add(step.person_id)
        silent_letter = step.letter_id is not None and step.state == Introduction.State.SUGGESTED
        late = steps.overdue_since(step.state, changed_at=step.changed_at, at=at)
        if late is not None and not silent_letter:
            there = known.overdue.get(step.person_id)
            known.overdue[step.person_id] = min(late, there or late)
    known.stepped |= set(
        Promised.objects.filter(person__in=people)
        .exclude(outcome=Promised.Outcome.NOT_NOW)
        .values_list("person", flat=True)
    )
    talks = OneToOne.objects.filter(person__in=people, done_at=None)
    known.stepped |= set(talks.filter(commits=True).values_list("person", flat=True))
    dated = talks.filter(account=actor.account_id).exclude(next_on=None).order_by("-next_on")
    known.talks = {talk.person_id: talk.next_on for talk in dated if talk.next_on is not None}
    known.circled |= set(
        Membership.objects.filter(
            Q(until=None) | Q(until__gt=at.date()),
            person__in=people,
            circle__kind__in=(Circle.Kind.COUNTRY, Circle.Kind.THEME, Circle.Kind.REGION),
        ).values_list("person", flat=True)
    )
    latest: dict[int, str] = dict(
        answers.exclude(engagement="")
        .order_by("answered_at", "pk")
        .values_list("person", "engagement")
    )
    known.less = {pk for pk, said in latest.items() if said == FollowUp.Engagement.LESS}
    return known
