"""Somebody to another group by hand: what it would do, before it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonroot.groups.rules import hours
from commonroot.groups.rules.measure import Measure, Worth
from commonroot.groups.rules.people import Rule

# A group may grow by one over what was asked; beyond that it is not offered.
SPARE = 1


@dataclass(frozen=True, slots=True)
class Effect:
    """Somebody to the group with this number; who comes back for them; what all is worth then."""

    to: int
    instead: tuple[str, ...]
    worth: Worth
    cost: int


def effects(
    measure: Measure,
    groups: Sequence[Sequence[str]],
    *,
    key: str,
    locked: Iterable[str] = (),
    closed: Iterable[int] = (),
    every: bool = False,
) -> list[Effect]:
    """Where somebody could go, alone or in exchange for one other, the best first.

    Of each group the move alone and the best exchange, or `every` exchange. Groups that cannot take
    them are missing: those that are closed or full, and those in which they must not be.
    """
    now = [measure.bits(keys) for keys in groups]
    me = measure.bits([key])
    here = next((n for n, group in enumerate(now) if group & me), None)
    shut, fixed = set(closed), measure.bits(locked)
    if here in shut or me & fixed:
        return []
    people, total = (
        (measure.everybody if here is None else sum(now)).bit_count(),
        measure.total(now),
    )
    if here is None:
        people = (sum(now) | me).bit_count()
    found: list[Effect] = []
    for there, group in enumerate(now):
        if there == here or there in shut:
            continue
        found += _alone(measure, now, me=me, here=here, there=there, total=total, people=people)
        if here is None:
            continue
        exchanges = [
            one
            for n in hours.each(group & ~fixed)
            for one in _exchange(
                measure, now, me=me, other=1 << n, ways=(here, there), total=total, people=people
            )
        ]
        best_first = sorted(exchanges, key=lambda one: (one.cost, one.instead))
        found += best_first if every else best_first[:1]
    return sorted(found, key=lambda one: (one.cost, len(one.instead), one.to))


def _alone(
    measure: Measure,
    now: Sequence[int],
    *,
    me: int,
    here: int | None,
    there: int,
    total: int,
    people: int,
) -> list[Effect]:
    grown = now[there] | me
    if grown.bit_count() > measure.plan.largest + SPARE or _meets(measure, grown):
        return []
    cost = total + measure.cost(grown) - measure.cost(now[there])
    if here is not None:
        cost += measure.cost(now[here] ^ me) - measure.cost(now[here])
    return [Effect(to=there, instead=(), worth=measure.worth(cost, people), cost=cost)]


def _exchange(
    measure: Measure,
    now: Sequence[int],
    *,
    me: int,
    other: int,
    ways: tuple[int, int],
    total: int,
    people: int,
) -> list[Effect]:
    here, there = ways
    left, joined = now[here] ^ me | other, now[there] ^ other | me
    if _meets(measure, left) or _meets(measure, joined):
        return []
    changed = measure.cost(left) + measure.cost(joined)
    cost = total + changed - measure.cost(now[here]) - measure.cost(now[there])
    return [
        Effect(
            to=there,
            instead=tuple(measure.keys(other)),
            worth=measure.worth(cost, people),
            cost=cost,
        )
    ]


def _meets(measure: Measure, group: int) -> bool:
    """Whether two are in it who must not meet."""
    return bool(measure.worth(measure.cost(group), group.bit_count()).of(Rule.APART))
