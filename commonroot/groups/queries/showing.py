"""Proposals and groups as pages show them: everything in words, only people who may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.groups.models import Apart, Formation, GroupMember, SmallGroup
from commonroot.groups.queries import words
from commonroot.groups.queries.calendar import group_name
from commonroot.groups.queries.forming import groups_of, own_apart, shown_members
from commonroot.groups.rules.asking import asked_of
from commonroot.groups.rules.people import Rule
from commonroot.people.models import Person

# Without these a group can hardly work.
STRONG = (Rule.TOGETHER, Rule.SIZE, Rule.HOURS, Rule.LANGUAGE)


@dataclass(frozen=True)
class Place:
    """Somebody in a group, and why, in a sentence."""

    member: GroupMember
    name: str
    why: str


@dataclass(frozen=True)
class Hour:
    """One gathering of a group in words; of its people how many cannot come; minutes of night."""

    when: str
    missing: int
    night: int


@dataclass(frozen=True)
class Group:
    """A group as it is shown; `hidden` of its people may not be shown now."""

    group: SmallGroup
    name: str
    places: list[Place]
    hidden: int
    facts: str
    not_kept: list[str]
    less: str
    hours: list[Hour]

    @property
    def size(self) -> int:
        """How many people are in it."""
        return len(self.places) + self.hidden


@dataclass(frozen=True)
class Column:
    """One proposal beside others: its rules in words, its wishes, its groups as facts."""

    formation: Formation
    done: int
    lines: list[words.Line]
    wishes: int
    people: int
    sizes: str
    met: int
    best: bool = False
    groups: list[dict[str, Any]] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """How many of the rules are kept."""
        return sum(line.kept for line in self.lines)


def columns(formations: Sequence[Formation], *, own: Sequence[Apart]) -> list[Column]:
    """Proposals side by side. `own`: pairs the reader said must not meet; nobody else's count."""
    met = _met(formations, own)
    best = best_of(formations)
    return [_column(one, met=met.get(one.pk, 0), best=one.pk == best) for one in formations]


def best_of(formations: Sequence[Formation]) -> int | None:
    """Which keeps the rules best, the stronger first, then the wishes; its primary key."""
    made = [one for one in formations if one.worth.get("groups")]
    if not made:
        return None

    def rank(one: Formation) -> tuple[list[int], int, int]:
        rules = one.worth["rules"]
        return [rules.get(rule, 0) for rule in Rule], -one.worth["wishes"], one.number

    return min(made, key=rank).pk


def _column(formation: Formation, *, met: int, best: bool) -> Column:
    worth = formation.worth
    groups = worth.get("groups", [])
    sizes = sorted({one["size"] for one in groups})
    said = ""
    if sizes:
        spread = f"{sizes[0]}–{sizes[-1]}" if len(sizes) > 1 else str(sizes[0])
        said = ngettext("%(n)s group of %(size)s", "%(n)s groups of %(size)s", len(groups)) % {
            "n": len(groups),
            "size": spread,
        }
    return Column(
        formation=formation,
        done=worth.get("done", 0),
        lines=words.lines(asked_of(formation.plan), worth.get("rules", {})) if groups else [],
        wishes=worth.get("wishes", 0),
        people=worth.get("people", 0),
        sizes=said,
        met=met,
        best=best,
        groups=[
            {
                "number": number,
                "size": one["size"],
                "languages": words.language_words(one["languages"]),
                "countries": words.country_words(one["countries"]),
                "suit": sum(not hour["missing"] for hour in one["hours"]),
                "of": len(one["hours"]),
                "night": sum(hour["night"] for hour in one["hours"]),
            }
            for number, one in enumerate(groups, 1)
        ],
    )


def _met(formations: Sequence[Formation], own: Sequence[Apart]) -> dict[int, int]:
    """In each proposal, how many of these pairs are in one group."""
    if not own:
        return {}
    people = {one.left_id for one in own} | {one.right_id for one in own}
    rows = GroupMember.objects.filter(
        group__formation__in=formations, person__in=people, left_at=None
    ).values_list("group__formation", "group", "person")
    where: dict[int, dict[int, int]] = {}
    for formation, group, person in rows:
        where.setdefault(formation, {})[person] = group
    return {
        formation: sum(
            one.left_id in placed and placed[one.left_id] == placed.get(one.right_id) for one in own
        )
        for formation, placed in where.items()
    }


def shown_groups(
    formation: Formation, *, at: datetime, zone: str, with_hours: bool = True
) -> list[Group]:
    """The groups of a proposal. The number of queries is fixed."""
    seen = shown_members(formation, at=at)
    themes = words.theme_words(formation.programme)
    facts = formation.worth.get("groups", [])
    found = []
    for place, group in enumerate(groups_of(formation)):
        told = facts[place] if place < len(facts) else {}
        members: list[GroupMember] = group.present  # type: ignore[attr-defined]  # prefetched
        found.append(
            Group(
                group=group,
                name=group_name(group.name, group.number),
                places=[
                    Place(
                        one,
                        one.person.shown_name,
                        words.reasons_in_words(one.reasons, themes=themes),
                    )
                    for one in members
                    if one.pk in seen
                ],
                hidden=sum(one.pk not in seen for one in members),
                facts=fact_words(told),
                not_kept=not_kept(told.get("rules", {}), strong=True),
                less="; ".join(not_kept(told.get("rules", {}), strong=False)),
                hours=_hours(told.get("hours", []), zone=zone) if with_hours else [],
            )
        )
    return found


def fact_words(told: Mapping[str, Any]) -> str:
    """Languages that all speak and countries, in one line."""
    languages = words.language_words(told.get("languages", ()))
    spoken = _("all speak %(languages)s") % {"languages": languages} if languages else ""
    countries = words.country_words(told.get("countries", ()))
    return " · ".join(part for part in (spoken, countries) if part)


def not_kept(broken: Mapping[str, int], *, strong: bool) -> list[str]:
    """What is not kept in one group, of the stronger rules or of those about places."""
    return [
        words.broken_words(rule, number)
        for rule, number in broken.items()
        if number and (rule in STRONG) == strong
    ]


def _hours(told: Iterable[Mapping[str, Any]], *, zone: str) -> list[Hour]:
    return [
        Hour(
            words.moment_words(datetime.fromisoformat(one["starts_at"]), zone=zone),
            one["missing"],
            one["night"],
        )
        for one in told
    ]


def apart_for(formation: Formation, *, by: str) -> tuple[int, int]:
    """(Pairs this reader said must not meet, how many of them are in one group)."""
    own = own_apart(formation.programme, by=by)
    return len(own), _met([formation], own).get(formation.pk, 0)


def names_of(people: Iterable[Person]) -> list[tuple[str, str]]:
    """People as choices: (key, name)."""
    return [(one.key, one.shown_name) for one in people]
