"""What came of courses, counted: every number beside the number it is part of, and what is unknown.

From domain source 3.10. Nothing is guessed: who was not asked, did not reply, asked not to be asked
or cannot be written to safely is unknown, and the ends stay apart.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from commonroot.engagement.rules import months_after

LINKS = (3, 6, 12)
FIRST_STEP = 6
YEAR = timedelta(days=365)
WELL = frozenset({"much", "some", "growing", "found"})
NOT_WELL = frozenset({"no", "looking", "none"})


@dataclass(frozen=True)
class Trace:
    """What is known of one person after one course; None and "" stand for not known.

    `introduced_on` is their first introduction to a circle or an offer, `step_on` the first thing
    they are known to have done; `network` whether an organisation of theirs is linked with us.
    """

    background: str
    ended_on: date
    country: str = ""
    confirmed_on: date | None = None
    engagement: str = ""
    strengthened: str = ""
    introduced_on: date | None = None
    active: bool = False
    step_on: date | None = None
    promise: str = ""
    teaching: bool | None = None
    network: bool | None = None


@dataclass(frozen=True)
class Share:
    """Of so many people: yes, no, and not known."""

    yes: int
    no: int
    unknown: int

    @property
    def of(self) -> int:
        """Everybody it is about."""
        return self.yes + self.no + self.unknown


@dataclass(frozen=True)
class Outcome:
    """What came of it for the people of one starting background, or for all of them."""

    background: str
    people: int
    confirmed: Share
    more: int
    same: int
    less: int
    strengthened: Share
    linked: dict[int, Share]
    active: Share
    first_step: Share
    kept: Share
    teaching: Share
    network: Share

    @property
    def unknown(self) -> int:
        """Of whom it is not known whether they do more or less than before."""
        return self.people - self.more - self.same - self.less


def outcome(background: str, traces: Sequence[Trace], *, today: date) -> Outcome:
    """What came of it for these people."""
    engagement = Counter(one.engagement for one in traces)
    return Outcome(
        background=background,
        people=len(traces),
        confirmed=_share(
            one.confirmed_on is not None and today - one.confirmed_on <= YEAR for one in traces
        ),
        more=engagement["more"],
        same=engagement["same"],
        less=engagement["less"],
        strengthened=_share(
            True if one.strengthened in WELL else False if one.strengthened in NOT_WELL else None
            for one in traces
        ),
        linked={
            months: _share(
                _within(one.introduced_on, one.ended_on, months=months, today=today)
                for one in traces
            )
            for months in LINKS
        },
        active=_share(one.active for one in traces),
        first_step=_share(
            _within(one.step_on, one.ended_on, months=FIRST_STEP, today=today) for one in traces
        ),
        kept=_share(
            one.promise in {"happened", "still"} if one.promise else None for one in traces
        ),
        teaching=_share(one.teaching for one in traces),
        network=_share(one.network for one in traces),
    )


def _within(day: date | None, ended_on: date, *, months: int, today: date) -> bool | None:
    """Whether it was within so many months of the end; None while they are not over."""
    until = months_after(ended_on, months)
    if day is not None and day <= until:
        return True
    return False if today > until else None


def _share(said: Iterable[bool | None]) -> Share:
    counted = Counter(said)
    return Share(counted[True], counted[False], counted[None])


@dataclass(frozen=True)
class Days:
    """How long something took: the quickest, the middle one, the slowest; of how many."""

    least: int
    middle: int
    most: int
    number: int


def days(taken: Sequence[int]) -> Days | None:
    """How long things took; None where there were none."""
    if not taken:
        return None
    return Days(min(taken), round(median(taken)), max(taken), len(taken))
