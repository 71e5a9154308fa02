"""How far a campaign is shared, and who exactly would see what of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonroot.campaigns.models import Campaign, Entry, Step
from commonroot.campaigns.models.tools import KINDS, TOOLS, Tool
from commonroot.campaigns.queries.reading import parts_of
from commonroot.campaigns.queries.team import joined
from commonroot.campaigns.rules.sharing import STEPS, Shared, reaches
from commonroot.core.places import country_name
from commonroot.groups.models import GroupMember
from commonroot.groups.queries.people import people_of_programme
from commonroot.people.models import Membership

SHARABLE = frozenset(code for code, tool in TOOLS.items() if tool.sharable)


@dataclass(frozen=True)
class Audience:
    """Who stands at a step: how many people, and in whose name (a group, a course, a circle).

    `people` is None where it is everybody; `name` is "" where the campaign has nobody there.
    """

    step: Step
    name: str
    people: int | None

    @property
    def is_there(self) -> bool:
        """Whether anybody stands there at all."""
        return self.people is None or bool(self.name)


@dataclass(frozen=True)
class Kept:
    """Entries of a tool that stay with the team however far it is shared, by name."""

    tool: Tool
    names: Sequence[str]


def shared_now(campaign: Campaign) -> Shared:
    """How far it is shared now."""
    return Shared(campaign.shared_to, parts_of(campaign)).of(SHARABLE)


def audiences(campaign: Campaign, *, language: str) -> list[Audience]:
    """Who stands at each step beyond the team, counted without the team itself. Three
    queries at most."""
    team = joined(campaign).values("person")
    group, programme, circle = campaign.group, campaign.programme, campaign.circle
    found = [
        Audience(Step.GROUP, "", 0),
        Audience(Step.COHORT, "", 0),
        Audience(Step.CIRCLE, "", 0),
    ]
    if group is not None:
        there = GroupMember.objects.filter(group=group, left_at=None).exclude(person__in=team)
        found[0] = Audience(Step.GROUP, group.name or f"{group.number}", there.count())
    if programme is not None:
        people = people_of_programme(programme).exclude(pk__in=team)
        title = programme.title.chosen((language, *programme.languages))[0]
        found[1] = Audience(Step.COHORT, title, people.count())
    if circle is not None:
        there_too = Membership.objects.filter(circle=circle, until=None).exclude(person__in=team)
        name = circle.name.chosen((language, *circle.languages))[0]
        if not name and circle.country:
            name = country_name(circle.country, language)
        found[2] = Audience(Step.CIRCLE, name, there_too.values("person").distinct().count())
    return [*found, Audience(Step.PUBLIC, "", None)]


def kept_by_team(campaign: Campaign, shared: Shared) -> list[Kept]:
    """Of each tool that is shared: what stays with the team. One query."""
    rows = Entry.objects.filter(campaign=campaign, team_only=True).order_by("kind", "place", "pk")
    stays = list(rows)
    found = []
    for code, tool in TOOLS.items():
        if reaches(STEPS[1], shared.part(code)):
            kinds = {kind.code for kind in tool.kinds}
            names = [
                str(one.said.get(KINDS[one.kind].named_by, ""))
                for one in stays
                if one.kind in kinds
            ]
            if names:
                found.append(Kept(tool, names))
    return found
