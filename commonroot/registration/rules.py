"""Rules of registration, over plain values: no database, no clock, no Django."""

import secrets
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

# docs/decisions/0012-a-place-before-the-address-is-proven.md says why three days.
UNCONFIRMED = timedelta(days=3)
FORGOTTEN_AFTER = timedelta(days=30)  # a newcomer who never confirmed and has no place any more
OFFER = timedelta(hours=48)
SHORTEST_OFFER = timedelta(hours=1)
CHECK_IN_BEFORE = timedelta(hours=2)
KEPT_AFTER = timedelta(days=730)  # how long after a session its organisers may see who took part
CODE_WORDS = 6

HOLDING = ("placed", "offered", "attended", "absent")  # states that take up a place
CLAIMING = (*HOLDING, "waiting", "excused")  # states of those who want or had a place
ENDED = ("cancelled", "lapsed")
CHECKED = ("attended", "absent", "excused")

# From which state to which, on every path there is.
MOVES = {
    "placed": {"cancelled", "lapsed", "attended", "absent", "excused"},
    "waiting": {"offered", "placed", "cancelled", "lapsed"},
    "offered": {"placed", "cancelled", "lapsed"},
    "attended": {"placed", "absent", "excused"},
    "absent": {"placed", "attended", "excused"},
    "excused": {"placed", "attended", "absent", "cancelled"},
    "cancelled": {"placed", "waiting"},
    "lapsed": {"placed", "waiting"},
}


def may_move(state: str, *, to: str) -> bool:
    """Whether a registration in `state` may become `to`."""
    return to in MOVES[state]


def is_open(
    *, by_registration: bool, planned: bool, published: bool, ends_at: datetime | None, at: datetime
) -> bool:
    """Whether a place may be asked for: public, not called off, with a day, and not over.

    Somebody who comes late may still register, so that they get the link to join.
    """
    return by_registration and planned and published and ends_at is not None and at < ends_at


def free_places(*, places: int | None, held: int, waiting: int) -> int | None:
    """How many newcomers may be placed at once; never below 0; None: as many as come.

    Whoever waits comes first: with a waiting list nobody new is placed directly, and an offer holds
    its place.
    """
    return None if places is None else max(0, places - held - waiting)


def has_room(*, places: int | None, held: int) -> bool:
    """Whether a place is free for whoever waits longest."""
    return places is None or held < places


def offer_ends(*, at: datetime, starts_at: datetime) -> datetime | None:
    """Until when an offer made now is held: two days, but at most half the time left.

    None when that is under an hour: nobody could answer in time, so no offer is made.
    """
    length = min(OFFER, (starts_at - at) / 2)
    return at + length if length >= SHORTEST_OFFER else None


def may_check_in(*, to: str, starts_at: datetime | None, at: datetime) -> bool:
    """Whether it can be said now that somebody came (`to`), did not come, or is excused.

    Who is excused is known before; who came, from two hours before the start, when doors open.
    """
    if to in {"excused", "placed"}:
        return True
    return starts_at is not None and at >= starts_at - CHECK_IN_BEFORE


def better_claim(one: str, other: str) -> bool:
    """Whether a claim in state `one` is worth more to a person than one in state `other`."""
    worth = ("lapsed", "cancelled", "waiting", "offered", "placed", "excused", "absent", "attended")
    return worth.index(one) > worth.index(other)


def is_name(text: str) -> bool:
    """Whether somebody could be called that: at least one letter or digit of any script."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


@cache
def words() -> tuple[str, ...]:
    """The words that codes are made of: over a thousand, short, easy to say on the phone."""
    return tuple(Path(__file__).with_name("words.txt").read_text().split())


def new_code(*, choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Six words that open my page: 61 bits, stored only under the instance's key."""
    return " ".join(choose(words()) for _ in range(CODE_WORDS))


def typed_code(text: str) -> str:
    """A code as somebody typed it, in the one form it is compared in: small, single blanks."""
    return " ".join("".join(c if c.isalpha() else " " for c in text.casefold()).split())
