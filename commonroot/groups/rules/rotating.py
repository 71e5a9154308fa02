"""When a group meets: hours at which most can come, and bad hours borne in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonroot.groups.rules import hours
from commonroot.groups.rules.measure import Measure

ROUNDS = 5
QUARTER_MINUTES = 15
# The bit at which a meeting begins, and each member's minutes of night.
Choice = tuple[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Hour:
    """When one meeting begins; who cannot come; minutes of it in the night, by member."""

    starts_at: datetime
    missing: tuple[str, ...]
    night: dict[str, int]


def fair_hours(measure: Measure, group: int) -> list[Hour]:
    """An hour for every meeting: most can come; then nobody's nights are many; then few in all."""
    weeks = [_Week(measure, group, number=n) for n in range(len(measure.plan.meetings))]
    chosen: list[Choice] = []
    for week in weeks:
        chosen.append(week.fairest(chosen))
    for _ in range(ROUNDS):
        for n, week in enumerate(weeks):
            chosen[n] = week.fairest(chosen[:n] + chosen[n + 1 :])
    return [week.hour(choice) for week, choice in zip(weeks, chosen, strict=True)]


class _Week:
    """The week of one meeting of one group."""

    def __init__(self, measure: Measure, group: int, *, number: int) -> None:
        """Find all starts at which the most can come."""
        self.meeting = measure.plan.meetings[number]
        self.members = [measure.members[n] for n in hours.each(group)]
        shift = number * hours.QUARTERS
        self.can = [measure.can[n] >> shift & hours.WHOLE_WEEK for n in hours.each(group)]
        most, when = hours.most_at_once(hours.planes_of(self.can), hours.STARTS)
        self.starts = when if most else hours.STARTS

    def fairest(self, others: Sequence[Choice]) -> Choice:
        """The start with which, beside the other meetings, nobody bears more than need be."""
        borne = [sum(nights) for nights in zip(*(nights for _, nights in others), strict=True)]

        def burden(choice: Choice) -> tuple[int, int, int]:
            bit, nights = choice
            both = [a + b for a, b in zip(borne, nights, strict=True)] if borne else nights
            return max(both, default=0), sum(both), bit

        return min(self.choices(), key=burden)

    def choices(self) -> list[Choice]:
        """Every start, with each member's minutes of night; nobody bears what they cannot join."""
        length = -(-self.meeting.minutes // QUARTER_MINUTES)
        whole = (1 << length) - 1
        good = [hours.good_bits(member.zone, self.meeting.monday) for member in self.members]
        return [
            (bit, [
                QUARTER_MINUTES * (length - (awake >> bit & whole).bit_count()) * (can >> bit & 1)
                for awake, can in zip(good, self.can, strict=True)
            ])
            for bit in hours.each(self.starts)
        ]  # fmt: skip

    def hour(self, choice: Choice) -> Hour:
        """A chosen start as people read it."""
        bit, nights = choice
        coming = [can >> bit & 1 for can in self.can]
        return Hour(
            starts_at=hours.begins(self.meeting.monday) + bit * hours.QUARTER,
            missing=tuple(
                m.key for m, comes in zip(self.members, coming, strict=True) if not comes
            ),
            night={m.key: n for m, n in zip(self.members, nights, strict=True) if n},
        )
