"""Why somebody is where they are, in facts that everybody of the group may know.

Who must not meet whom, and what sets somebody apart, is never among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from commonroot.groups.rules import hours
from commonroot.groups.rules.measure import Measure


class Why(StrEnum):
    """What speaks for a place."""

    TEAM = "team"
    LANGUAGE = "language"
    COUNTRY = "country"
    REGION = "region"
    THEME = "theme"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact: what it is about, and for how many of the others (or of the meetings) it holds."""

    why: Why
    about: str
    count: int
    of: int


def reasons(measure: Measure, group: int, *, key: str) -> list[Reason]:
    """What somebody has in common with their group, the strongest first."""
    me = measure.place[key]
    member = measure.members[me]
    others = [measure.members[n] for n in hours.each(group & ~(1 << me))]
    found = []

    def count(why: Why, number: int, *, about: str = "", of: int = len(others)) -> None:
        if number:
            found.append(Reason(why, about, number, of))

    mates = {n for team in measure.together if team >> me & 1 for n in hours.each(team)} - {me}
    count(Why.TEAM, sum(group >> n & 1 for n in mates), of=len(mates))
    for language in member.languages:
        count(Why.LANGUAGE, sum(language in one.languages for one in others), about=language)
    same = sum(one.country == member.country for one in others) if member.country else 0
    count(Why.COUNTRY, same, about=member.country)
    region = measure.plan.region_of
    if near := region.get(member.country):
        count(Why.REGION, sum(region.get(one.country) == near for one in others), about=near)
    for theme in member.themes:
        count(Why.THEME, sum(theme in one.themes for one in others), about=theme)
    count(Why.HOURS, meetings_together(measure, group, me=me), of=len(measure.weeks))
    return found


def meetings_together(measure: Measure, group: int, *, me: int) -> int:
    """In how many meetings there is an hour at which the most can come, and somebody too."""
    planes = hours.planes_of(measure.can[n] for n in hours.each(group))
    return sum(
        bool(hours.most_at_once(planes, week)[1] & measure.can[me]) for week in measure.weeks
    )


def shared_languages(measure: Measure, group: int) -> Sequence[str]:
    """The languages that everybody of a group speaks."""
    spoken = [set(measure.members[n].languages) for n in hours.each(group)]
    return sorted(set.intersection(*spoken)) if spoken else []
