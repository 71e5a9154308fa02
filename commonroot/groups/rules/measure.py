"""What a group is worth: how often each rule is broken, and how many wishes come true.

A group is a number whose bits are its members, in the order of their keys. What it costs is one
number too, a digit for each rule, the strongest first, and the wishes that did not come true last:
so costs are added and compared like any numbers, and no wish ever buys the breach of a rule.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from commonroot.groups.rules import hours
from commonroot.groups.rules.people import Member, Plan, Rule

RULES = tuple(Rule)
DIGIT = 20
# More than any member's part in the wishes of a group.
WISHES = 200
SHARED_THEMES, THEME, SAME_REGION, OLD_FACE, GOOD_HOUR = 2, 3, 1, -6, 2
WISH_MASK = (1 << DIGIT) - 1


@dataclass(frozen=True, slots=True)
class Worth:
    """Breaches of each rule, and the score of the wishes (higher is better)."""

    breaches: tuple[int, ...]
    wishes: int

    def of(self, rule: Rule) -> int:
        """How often one rule is broken."""
        return self.breaches[RULES.index(rule)]


class Measure:
    """Everything that is asked about groups of some people, prepared once."""

    def __init__(self, members: Iterable[Member], plan: Plan) -> None:
        """Bring the people into the order of their keys and their wishes into numbers."""
        self.plan = plan
        self.members = sorted(members, key=lambda member: member.key)
        self.place = {member.key: n for n, member in enumerate(self.members)}
        self.everybody = (1 << len(self.members)) - 1
        self._costs: dict[int, int] = {}
        self._pairs = self._wishes_of_pairs()
        self._apart = self._foes()
        self.together = [
            bits for team in plan.together if (bits := self.bits(team)).bit_count() > 1
        ]
        self._languages = self._having(lambda member: member.languages)
        self._marks = self._having(lambda member: member.marks)
        countries = self._having(lambda member: (member.country,) if member.country else ())
        self.own = [bits for bits in countries if bits.bit_count() >= plan.country_from]
        region = plan.region_of
        self._regions = self._having(
            lambda member: (region[member.country],) if member.country in region else ()
        )
        # For each member: when meetings that suit them can begin, and begin well; the weeks of all
        # meetings stand behind one another in one number.
        self.weeks = [hours.WHOLE_WEEK << n * hours.QUARTERS for n in range(len(plan.meetings))]
        self.can = [
            self._starts(m, lambda m, day: hours.free_bits(m.zone, day, free=m.free))
            for m in self.members
        ]
        self.well = [
            self._starts(m, lambda m, day: hours.good_bits(m.zone, day)) for m in self.members
        ]

    def bits(self, keys: Iterable[str]) -> int:
        """The group of the people with those keys; whoever is not here is left out."""
        return sum(1 << self.place[key] for key in set(keys) if key in self.place)

    def keys(self, group: int) -> list[str]:
        """Who is in a group."""
        return [self.members[n].key for n in hours.each(group)]

    def cost(self, group: int) -> int:
        """What a group costs; nobody costs nothing."""
        known = self._costs.get(group)
        if known is None:
            known = self._costs[group] = self._cost(group) if group else 0
        return known

    def total(self, groups: Iterable[int]) -> int:
        """What groups cost together."""
        return sum(self.cost(group) for group in groups)

    def worth(self, cost: int, people: int) -> Worth:
        """A cost of groups of so many people in words of rules and wishes."""
        wishes = people * WISHES - (cost & WISH_MASK)
        cost >>= DIGIT
        breaches = []
        for _ in RULES:
            breaches.append(cost & WISH_MASK)
            cost >>= DIGIT
        return Worth(tuple(reversed(breaches)), wishes)

    def _cost(self, group: int) -> int:
        inside = list(hours.each(group))
        size = len(inside)
        good, missed = self._hours(inside)
        own = sum((group & country).bit_count() for country in self.own)
        alone_with_theirs = any(group & country == group for country in self.own)
        digits = (
            sum((group & self._apart[n]).bit_count() for n in inside) // 2,
            self._split(group),
            max(0, size - self.plan.largest) + max(0, self.plan.smallest - size),
            missed,
            beside_the_most(group, self._languages),
            sum((group & mark).bit_count() == 1 for mark in self._marks),
            0 if alone_with_theirs else own,
            0 if alone_with_theirs else beside_the_most(group, self._regions),
        )
        cost = 0
        for digit in digits:
            cost = cost << DIGIT | digit
        pairs = sum(self._pairs[a][b] for a, b in combinations(inside, 2))
        return cost << DIGIT | size * WISHES - max(0, min(pairs + good, size * WISHES))

    def _split(self, group: int) -> int:
        """Members of teams who have some of their team elsewhere."""
        return sum(
            (group & team).bit_count() for team in self.together if group & team not in (0, team)
        )

    def _starts(self, member: Member, bits: Callable[[Member, date], int]) -> int:
        return sum(
            hours.starts(bits(member, meeting.monday), meeting.minutes) << n * hours.QUARTERS
            for n, meeting in enumerate(self.plan.meetings)
        )

    def _hours(self, inside: Sequence[int]) -> tuple[int, int]:
        """(Score of good hours, how often somebody cannot come), over all meetings."""
        when = -1
        for n in inside:
            when &= self.can[n]
        missed, planes = 0, None
        for week in self.weeks:
            if not when & week:
                planes = planes or hours.planes_of(self.can[n] for n in inside)
                attending, best = hours.most_at_once(planes, week)
                missed += len(inside) - attending
                when |= best
        planes = hours.planes_of(self.well[n] & when for n in inside)
        good = sum(hours.most_at_once(planes, week)[0] for week in self.weeks)
        return GOOD_HOUR * good, missed

    def _wishes_of_pairs(self) -> list[list[int]]:
        met = {frozenset(pair) for pair in self.plan.met}
        region = self.plan.region_of
        table = [[0] * len(self.members) for _ in self.members]
        for (a, one), (b, other) in combinations(enumerate(self.members), 2):
            shared = len(set(one.themes) & set(other.themes))
            wish = THEME * min(shared, SHARED_THEMES)
            if one.country and region.get(one.country) == region.get(other.country):
                wish += SAME_REGION
            if frozenset((one.key, other.key)) in met:
                wish += OLD_FACE
            table[a][b] = table[b][a] = wish
        return table

    def _foes(self) -> list[int]:
        foes = [0] * len(self.members)
        for one, other in self.plan.apart:
            if one in self.place and other in self.place and one != other:
                foes[self.place[one]] |= 1 << self.place[other]
                foes[self.place[other]] |= 1 << self.place[one]
        return foes

    def _having(self, values: Callable[[Member], Iterable[str]]) -> list[int]:
        found: Counter[str] = Counter()
        for n, member in enumerate(self.members):
            for value in set(values(member)):
                found[value] += 1 << n
        return [found[value] for value in sorted(found)]


def beside_the_most(group: int, sets: Iterable[int]) -> int:
    """How many of a group stand outside the largest part of it that has something in common.

    Whoever is in none of the sets, because nothing is known of them, is not counted.
    """
    most = known = 0
    for each in sets:
        part = group & each
        known |= part
        most = max(most, part.bit_count())
    return known.bit_count() - most
