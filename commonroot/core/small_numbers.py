"""Numbers of people, told to somebody who may not open those people one by one.

The one rule for everything a circle, a region or the public is shown in numbers. A number under
five is not told, the others are rounded down to fives, and there is no total but the sum of what is
told: so nothing can be taken away from anything. In time: a number told before stands until it has
changed by five, and nothing is told anew before five people have come or gone in all, so that
nobody can be seen joining or leaving. People are to be parted in one way only: two tables of the
same people could be held against one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Told:
    """What was told at some moment. `counts` and `basis` stay with us: the true numbers then, and
    when each was last told anew.
    """

    counts: dict[str, int]
    basis: dict[str, int]

    @property
    def shown(self) -> dict[str, int | None]:
        """Each number as it may be told; None: fewer than five."""
        return {name: _told(number) for name, number in self.basis.items()}

    @property
    def at_least(self) -> int:
        """The sum of what is told: so many there are at least."""
        return sum(number or 0 for number in self.shown.values())


def _told(number: int) -> int | None:
    return None if number < LEAST else number - number % LEAST


def tell(counts: Mapping[str, int], *, before: Told | None = None) -> Told:
    """What may be told now of these numbers, after what was told before.

    With fewer than five changes in all it is what was told before. A name that is new, or gone, is
    told as such: names (countries, themes) must say nothing about people.
    """
    now = dict(counts)
    if before is None:
        return Told(now, dict(now))
    names = now.keys() | before.counts.keys()
    changes = sum(abs(now.get(name, 0) - before.counts.get(name, 0)) for name in names)
    if changes < LEAST and now.keys() == before.counts.keys():
        return before
    basis = {}
    for name, number in now.items():
        was = before.basis.get(name)
        basis[name] = number if was is None or abs(number - was) >= LEAST else was
    return Told(now, basis)
