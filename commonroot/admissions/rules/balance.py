"""The mix of those accepted against what was aimed at, and what one more would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonroot.admissions.rules.questions import codes


@dataclass(frozen=True)
class Aim:
    """Of the accepted people at least or at most so many percent answered one of some values."""

    key: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Candidate:
    """One application: how many people come with it, and of them how many meet each aim."""

    key: str
    people: int
    meets: Mapping[str, int]


@dataclass(frozen=True)
class Standing:
    """How an aim stands: so many of so many people."""

    aim: Aim
    met: int
    of: int

    @property
    def percent(self) -> int | None:
        """Rounded down; None while nobody is accepted."""
        return 100 * self.met // self.of if self.of else None

    @property
    def short(self) -> int:
        """People who would have to change sides for the least to be reached; 0: reached."""
        return max(0, -(-(self.aim.least or 0) * self.of // 100) - self.met)

    @property
    def over(self) -> int:
        """People above the most; 0: not above it."""
        return max(0, self.met - self.aim.most * self.of // 100) if self.aim.most is not None else 0

    @property
    def is_met(self) -> bool:
        """Whether both ends are kept."""
        return not self.short and not self.over

    @property
    def gap(self) -> float:
        """How far from its aim, as a share of everybody; 0.0: kept."""
        if not self.of:
            return 0.0
        least, most = self.aim.least or 0, 100 if self.aim.most is None else self.aim.most
        hundredths = 100 * self.met
        apart = max(0, least * self.of - hundredths, hundredths - most * self.of)
        return apart / (100 * self.of)


@dataclass(frozen=True)
class Change:
    """What one more does to one aim: `way` is "closer", "further" or "same"."""

    before: Standing
    after: Standing

    @property
    def way(self) -> str:
        """Whether the aim comes closer."""
        if self.after.gap == self.before.gap:
            # Nobody is far from anything while nobody is accepted: the first one may miss it.
            return "same"
        return "closer" if self.after.gap < self.before.gap else "further"


def standings(aims: Sequence[Aim], accepted: Iterable[Candidate]) -> list[Standing]:
    """How every aim stands for those people together."""
    those = list(accepted)
    people = sum(one.people for one in those)
    return [
        Standing(aim, met=sum(one.meets.get(aim.key, 0) for one in those), of=people)
        for aim in aims
    ]


def changes(now: Sequence[Standing], one: Candidate, *, sign: int = 1) -> list[Change]:
    """What changes if `one` is accepted (`sign` -1: if they are not any more), for every aim."""
    return [
        Change(
            before,
            Standing(
                before.aim,
                met=before.met + sign * one.meets.get(before.aim.key, 0),
                of=before.of + sign * one.people,
            ),
        )
        for before in now
    ]


def next_up(
    now: Sequence[Standing], reserve: Iterable[tuple[Candidate, float]]
) -> list[tuple[Candidate, float]]:
    """Whom to move up from the reserve: who leaves the mix closest to its aims, then most points.

    `reserve` are pairs of candidate and points. Equal ones keep their order.
    """
    return sorted(
        reserve,
        key=lambda pair: (
            round(sum(change.after.gap for change in changes(now, pair[0])), 6),
            -pair[1],
        ),
    )


def codes_of(value: object, *, regions: Mapping[str, str]) -> frozenset[str]:
    """An answer as codes that can be looked for; a country stands for its region as well.

    `regions` are {country: region}.
    """
    said = codes(value)
    return said | {regions[one] for one in said if one in regions}
