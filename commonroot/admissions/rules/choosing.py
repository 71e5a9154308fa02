"""Rules of choosing: places, when a reason is asked, signatures, offers, travel."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

ACCEPT, RESERVE, REGRET, INELIGIBLE, OPEN = "accept", "reserve", "regret", "ineligible", "open"

# The state an application is in after a verdict.
STATES = {
    ACCEPT: "accepted",
    RESERVE: "reserve",
    REGRET: "regret",
    INELIGIBLE: "ineligible",
    OPEN: "submitted",
}
VERDICTS = {state: verdict for verdict, state in STATES.items()}
DECIDABLE = tuple(VERDICTS)  # nothing was told yet
HOLDING = ("accepted", "offered", "confirmed")  # states that take places
RANKS = {ACCEPT: 2, RESERVE: 1, REGRET: 0}

RECALL = timedelta(minutes=10)
REMIND = timedelta(days=3)
UNDO = timedelta(minutes=30)
SIGNATURES = 2


def room(*, places: int | None, held: int, people: int) -> bool:
    """Whether so many people more fit in."""
    return places is None or held + people <= places


def is_against(
    verdict: str, *, points: float | None, others: Iterable[tuple[str, float | None]]
) -> bool:
    """Whether a verdict goes against the points: better than that of somebody with more of them,
    or worse than that of somebody with fewer.

    `others` are pairs of verdict and points. What nobody gave points goes against nothing, and
    whatever is still open is not passed over yet.
    """
    rank = RANKS.get(verdict)
    if rank is None or points is None:
        return False
    for other, theirs in others:
        if theirs is None or other not in RANKS:
            continue
        passed_over = RANKS[other] < rank and theirs > points
        passed_by = RANKS[other] > rank and theirs < points
        if passed_over or passed_by:
            return True
    return False


def mark_of(decided: Iterable[tuple[str, str]]) -> str:
    """A mark of all decisions as they are: pairs of application key and state, in any order."""
    lines = "\n".join(f"{key} {state}" for key, state in sorted(decided))
    return sha256(lines.encode()).hexdigest()


def signatures_needed(*, two_yes: bool, others: bool) -> int:
    """How many sign: two, where that is wanted and somebody else is there who could."""
    return SIGNATURES if two_yes and others else 1


def days_between(first: date, last: date) -> int:
    """Days from one to the other; never below 0."""
    return max(0, (last - first).days)


def visa_is_tight(*, days: int, weeks: int) -> bool:
    """Whether a visa may not come in time. Source: domain 2.1, step 9 (18–46 days are tight)."""
    return days < 7 * weeks


def is_over(until: datetime, *, at: datetime) -> bool:
    """Whether an offer has run out; the last second still counts."""
    return at > until


def is_due_to_remind(*, sent_at: datetime, until: datetime, at: datetime) -> bool:
    """Three days before its end, or after half of the time where it is held for less."""
    return at >= max(until - REMIND, sent_at + (until - sent_at) / 2)
