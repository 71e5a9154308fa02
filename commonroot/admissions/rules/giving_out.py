"""Who reads which applications: each by so many readers, as evenly as it goes, never in conflict.

The same applications and readers always give the same answer; nobody loses what they have.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Given = list[tuple[int, int]]


@dataclass(frozen=True)
class _Sharing:
    """What is being shared out: to whom each goes anew, who may have it, how much each has."""

    new: dict[int, set[int]]
    may: Mapping[int, Sequence[int]]
    load: dict[int, int]


def give_out(
    applications: Sequence[int],
    readers: Sequence[int],
    *,
    each: int,
    never: Mapping[int, Collection[int]],
    held: Mapping[int, Collection[int]],
) -> Given:
    """New pairs (application, reader) until each application has `each` readers, or all who may.

    `never`: by reader, what they must not read. `held`: by application, who has it already. No
    reader ends up with more than one above another, unless conflicts or what is held make it so:
    then as little as can be.
    """
    has = {one: set(held.get(one, ())) & set(readers) for one in applications}
    load = {reader: sum(reader in has[one] for one in applications) for reader in readers}
    may = {
        one: [r for r in readers if one not in never.get(r, ()) and r not in has[one]]
        for one in applications
    }
    new: dict[int, set[int]] = {one: set() for one in applications}
    place = {reader: number for number, reader in enumerate(readers)}
    # Where there is little choice comes first; then in their order.
    little = sorted(enumerate(applications), key=lambda pair: (len(may[pair[1]]), pair[0]))
    for number, one in little:
        # Ties go round, so that not the same readers always meet.
        turned = sorted(
            may[one], key=lambda r: (load[r], (place[r] - number) % max(1, len(readers)))
        )
        for reader in turned[: max(0, each - len(has[one]))]:
            new[one].add(reader)
            load[reader] += 1
    sharing = _Sharing(new, may, load)
    while _evened_once(sharing):
        pass
    return [(one, reader) for one in applications for reader in readers if reader in new[one]]


def _evened_once(sharing: _Sharing) -> bool:
    """Hand one application on from a reader to one with at least two fewer, also through others."""
    new, load = sharing.new, sharing.load
    for reader in sorted(load, key=lambda r: (-load[r], r)):
        chain = _chain(reader, sharing)
        if chain:
            for one, giver, taker in chain:
                new[one].discard(giver)
                new[one].add(taker)
                load[giver] -= 1
                load[taker] += 1
            return True
    return False


def _chain(start: int, sharing: _Sharing) -> list[tuple[int, int, int]]:
    """The shortest way (application, from, to) from a reader to one with at least two fewer."""
    came: dict[int, tuple[int, int] | None] = {start: None}
    line = deque([start])
    while line:
        giver = line.popleft()
        if sharing.load[giver] <= sharing.load[start] - 2:
            return _way_back(giver, came)
        for one, theirs in sharing.new.items():
            if giver not in theirs:
                continue
            for taker in sharing.may[one]:
                if taker not in theirs and taker not in came:
                    came[taker] = (one, giver)
                    line.append(taker)
    return []


def _way_back(end: int, came: Mapping[int, tuple[int, int] | None]) -> list[tuple[int, int, int]]:
    steps, taker = [], end
    while (step := came[taker]) is not None:
        one, giver = step
        steps.append((one, giver, taker))
        taker = giver
    return steps
