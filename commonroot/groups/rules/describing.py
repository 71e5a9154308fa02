"""What groups are like, as plain values that can be kept: the page reads them without a search."""

from collections.abc import Iterable, Sequence
from typing import Any

from commonroot.groups.rules import hours
from commonroot.groups.rules.explaining import reasons, shared_languages
from commonroot.groups.rules.measure import RULES, Measure, Worth
from commonroot.groups.rules.people import Rule
from commonroot.groups.rules.rotating import fair_hours

# Rules of which a group alone says nothing: they would point at somebody.
NEVER_SAID_OF_A_GROUP = frozenset({Rule.APART, Rule.ALONE})


def rules_of(worth: Worth, *, without: Iterable[Rule] = ()) -> dict[str, int]:
    """{rule: how often it is broken}."""
    left_out = set(without)
    return {str(rule): worth.of(rule) for rule in RULES if rule not in left_out}


def described(measure: Measure, groups: Sequence[Sequence[str]]) -> dict[str, Any]:
    """{rules, wishes, people, groups: [{rules, wishes, size, languages, countries, hours}]}.

    Nothing in it says who must not meet, nor what sets somebody apart. `hours` are
    {starts_at, missing: people, night: minutes in all} for each meeting.
    """
    bits = [measure.bits(keys) for keys in groups]
    people = sum(group.bit_count() for group in bits)
    whole = measure.worth(measure.total(bits), people)
    return {
        "rules": rules_of(whole, without={Rule.APART}),
        "wishes": whole.wishes,
        "people": people,
        "groups": [one_group(measure, group) for group in bits],
    }


def one_group(measure: Measure, group: int) -> dict[str, Any]:
    """A group of `described`."""
    worth = measure.worth(measure.cost(group), group.bit_count())
    members = [measure.members[n] for n in hours.each(group)]
    return {
        "rules": rules_of(worth, without=NEVER_SAID_OF_A_GROUP),
        "wishes": worth.wishes,
        "size": len(members),
        "languages": list(shared_languages(measure, group)),
        "countries": sorted({one.country for one in members if one.country}),
        "hours": [
            {
                "starts_at": hour.starts_at.isoformat(),
                "missing": len(hour.missing),
                "night": sum(hour.night.values()),
            }
            for hour in (fair_hours(measure, group) if group else [])
        ],
    }


def why(measure: Measure, group: int) -> dict[str, list[list[Any]]]:
    """{key: [[why, about, count, of]]} of everybody in a group, the strongest first."""
    return {
        key: [
            [str(reason.why), reason.about, reason.count, reason.of]
            for reason in reasons(measure, group, key=key)
        ]
        for key in measure.keys(group)
    }
