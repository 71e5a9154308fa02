"""What organisers ask of the groups, as it is kept with a proposal, and as the search reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonroot.groups.rules.people import Meeting, Member, Pair, Plan, Rule

# What can be left out; who must not meet, teams and sizes always hold.
OPTIONAL = (Rule.HOURS, Rule.LANGUAGE, Rule.ALONE, Rule.COUNTRY, Rule.REGION)
NEVER = 1_000_000  # more people than any course has


@dataclass(frozen=True, slots=True)
class Asked:
    """Sizes, how many groups (None: from the sizes), from how many people a country has groups of
    its own, and which of the optional rules hold.
    """

    smallest: int = 5
    largest: int = 8
    groups: int | None = None
    country_from: int = 5
    rules: tuple[str, ...] = tuple(str(rule) for rule in OPTIONAL)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "smallest": self.smallest,
            "largest": self.largest,
            "groups": self.groups,
            "country_from": self.country_from,
            "rules": list(self.rules),
        }


def asked_of(kept: Mapping[str, Any]) -> Asked:
    """What was asked, from what is kept; what is missing is as usual."""
    usual = Asked()
    return Asked(
        smallest=kept.get("smallest", usual.smallest),
        largest=kept.get("largest", usual.largest),
        groups=kept.get("groups"),
        country_from=kept.get("country_from", usual.country_from),
        rules=tuple(kept.get("rules", usual.rules)),
    )


@dataclass(frozen=True, slots=True)
class Input:
    """Everybody, and the plan, as the search takes them."""

    members: list[Member]
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside the people: teams, who must not meet, who met, meetings, regions."""

    together: Sequence[Sequence[str]] = ()
    apart: Sequence[Pair] = ()
    met: Sequence[Pair] = ()
    meetings: Sequence[Meeting] = ()
    region_of: dict[str, str] = field(default_factory=dict)


def input_of(members: Iterable[Member], asked: Asked, known: Known) -> Input:  # noqa: PLR0917 - three
    """People and plan; what an optional rule would look at is left out where it does not hold."""

    def holds(rule: Rule) -> bool:
        return rule in asked.rules

    return Input(
        members=[
            replace(
                one,
                languages=one.languages if holds(Rule.LANGUAGE) else (),
                marks=one.marks if holds(Rule.ALONE) else (),
            )
            for one in members
        ],
        plan=Plan(
            smallest=asked.smallest,
            largest=asked.largest,
            groups=asked.groups,
            meetings=known.meetings if holds(Rule.HOURS) else (),
            together=known.together,
            apart=known.apart,
            met=known.met,
            country_from=asked.country_from if holds(Rule.COUNTRY) else NEVER,
            region_of=known.region_of if holds(Rule.REGION) else {},
        ),
    )
