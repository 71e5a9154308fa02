"""How near somebody stands to a campaign, and what of it is open to them: the one place for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from commonroot.accounts.roles import ROLES, Actor, Permission
from commonroot.admissions.models import Applicant, Application
from commonroot.campaigns.models import Campaign, Member, Part, Step
from commonroot.campaigns.models.tools import Tool
from commonroot.campaigns.rules.sharing import STEPS, reaches
from commonroot.groups.models import Formation, GroupMember
from commonroot.groups.queries.people import TAKES_PART
from commonroot.people.models import Link, Membership
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration

NOBODY = Q(pk__in=())


@dataclass(frozen=True)
class Reader:
    """Whose eyes look at a campaign: how near they stand, and how far each of its tools is shared.

    `member`: their place in the team. `looks_as`: a member looks at what others would see;
    `query` then belongs to the address of every page they go on to.
    """

    step: Step
    shared_to: Step
    parts: Mapping[str, str] = field(default_factory=dict)
    member: Member | None = None
    looks_as: bool = False
    query: str = ""

    @property
    def is_team(self) -> bool:
        """Whether everything of the team is open to them but the notes on dangers."""
        return self.step == Step.TEAM

    @property
    def reads_risks(self) -> bool:
        """Whether they read the notes on dangers."""
        return self.is_team and self.member is not None and self.member.reads_risks

    def reads(self, tool: Tool) -> bool:
        """Whether anything of a tool is open to them."""
        if not tool.sharable:
            return self.reads_risks
        return self.is_team or reaches(self.step, self.part(tool))

    def part(self, tool: Tool) -> Step:
        """How far a tool is shared: never further than the campaign itself."""
        told = Step(self.parts.get(tool.code, Step.TEAM)) if tool.sharable else Step.TEAM
        return min(told, self.shared_to, key=STEPS.index)


def campaign(key: str) -> Campaign | None:
    """The campaign with that key, with its group, course and circle."""
    return (
        Campaign.objects.filter(key=key)
        .select_related("group__formation", "programme__run_by", "circle")
        .first()
    )


def member_of(campaign: Campaign, actor: Actor) -> Member | None:
    """The place that somebody has in the team, joined or only asked; None: they have none."""
    here = Campaign.objects.filter(_by_what(actor), pk=campaign.pk)
    found = Member.objects.filter(person=actor.person_id or 0, left_at=None, campaign__in=here)
    return found.select_related("person", "campaign").first()


def _by_what(actor: Actor) -> Q:
    """The campaigns that somebody's way in opens for them as a person."""
    if actor.person_id is None:
        return NOBODY
    if actor.kind == "account" or (actor.kind == "link" and actor.scope == Link.Scope.PAGE):
        return Q()
    if actor.kind != "link" or actor.scope != Link.Scope.ANSWER:
        return NOBODY
    kind, _colon, key = actor.thing.partition(":")
    return {
        "campaign": Q(key=key),
        "telling": Q(key=key),
        "closing": Q(key=key),
        "group": Q(group__key=key),
        "group_report": Q(group__key=key),
        "circle_desk": Q(circle__key=key),
    }.get(kind, NOBODY)


def _near(actor: Actor) -> dict[Step, Q]:
    """The campaigns to which somebody stands at least so near, nearest step first."""
    person, way = actor.person_id or 0, _by_what(actor)
    teams = Member.objects.filter(person=person, left_at=None).exclude(joined_at=None)
    groups = GroupMember.objects.filter(
        person=person, left_at=None, group__formation__state=Formation.State.CHOSEN
    )
    circles = Membership.objects.filter(person=person, until=None)
    return {
        Step.TEAM: way & Q(pk__in=teams.values("campaign")),
        Step.GROUP: way & Q(group__in=groups.values("group")),
        Step.COHORT: (way & Q(programme__in=programmes_of(person).values("pk")))
        | Q(programme__in=_run_by(actor).values("pk")),
        Step.CIRCLE: (way & Q(circle__in=circles.values("circle")))
        | Q(circle__in=_speaks_for(actor)),
    }


def programmes_of(person: int) -> QuerySet[Programme]:
    """The courses somebody, by primary key, takes or took part in.

    As everywhere: those who were accepted and said yes; where nobody applied, whoever had a place.
    """
    came = Application.objects.filter(state=Application.State.CONFIRMED)
    beside = Applicant.objects.filter(person=person, state=Applicant.State.CONFIRMED)
    mine = came.filter(Q(person=person) | Q(pk__in=beside.values("application")))
    placed = Registration.objects.filter(person=person, state__in=TAKES_PART)
    return Programme.objects.filter(
        Q(pk__in=mine.values("call__programme"))
        | (
            Q(pk__in=placed.values("session__programme"))
            & ~Q(pk__in=came.values("call__programme"))
        )
    )


def _run_by(actor: Actor) -> QuerySet[Programme]:
    """The courses that somebody signed in runs; for the school itself all."""
    runs = [one for one in actor.held if _gives(one.role, Permission.EDIT_PROGRAMMES)]
    if any(one.is_school for one in runs):
        return Programme.objects.all()
    return Programme.objects.filter(run_by__in=[one.circle_id for one in runs])


def _speaks_for(actor: Actor) -> list[int]:
    """Circles that somebody signed in for; the school's own eyes are not a circle's."""
    return [
        one.circle_id
        for one in actor.held
        if not one.is_school and _gives(one.role, Permission.SEE_CIRCLE)
    ]


def _gives(role: str, permission: Permission) -> bool:
    return role in ROLES and permission in ROLES[role].permissions


def step_of(actor: Actor, campaign: Campaign) -> Step | None:
    """How near somebody stands to a campaign, as far as it is shared; None: it is not there.

    One query for the team. Of one that was thrown away only the team knows.
    """
    here = Campaign.objects.filter(pk=campaign.pk)
    for step, near in _near(actor).items():
        if reaches(step, campaign.shared_to, thrown=campaign.thrown_at is not None) and (
            here.filter(near).exists()
        ):
            return step
    is_open = reaches(Step.PUBLIC, campaign.shared_to, thrown=campaign.thrown_at is not None)
    return Step.PUBLIC if is_open else None


def readable_campaigns(actor: Actor) -> QuerySet[Campaign]:
    """What somebody may know of, each with `step`, how near they stand: fixed queries.

    What was thrown away is there for its team alone.
    """
    near = _near(actor)
    kept = Q(thrown_at=None)
    open_to = near[Step.TEAM]
    for step in (Step(one) for one in STEPS[1:]):
        further = STEPS[STEPS.index(step) :]
        open_to |= kept & near.get(step, Q()) & Q(shared_to__in=further)
    nearest = Case(
        *(When(where, then=Value(step.value)) for step, where in near.items()),
        default=Value(Step.PUBLIC.value),
        output_field=CharField(),
    )
    return Campaign.objects.filter(open_to).annotate(step=nearest)


def reader_of(actor: Actor, campaign: Campaign) -> Reader | None:
    """Whose eyes they are; None: for them the campaign is not there."""
    step = step_of(actor, campaign)
    if step is None:
        return None
    return Reader(
        step=step,
        shared_to=Step(campaign.shared_to),
        parts=parts_of(campaign),
        member=member_of(campaign, actor) if step == Step.TEAM else None,
    )


def parts_of(campaign: Campaign) -> dict[str, str]:
    """{tool: how far it is shared}, of those that ever were."""
    return dict(Part.objects.filter(campaign=campaign).values_list("tool", "shared_to"))


def as_others(
    reader: Reader, *, step: Step, shared_to: Step, parts: Iterable[tuple[str, str]]
) -> Reader:
    """The eyes of whoever stands at `step` once it is shared so far; for a look ahead."""
    return replace(
        reader, step=step, shared_to=shared_to, parts=dict(parts), member=None, looks_as=True
    )
