"""How somebody and a circle, or another pathway, come together: the states and what may follow.

suggested → permission → introduced → answered → active / not now / no fit → left (domain source
3.12). "wanted": the circle asked first and the person is being asked; "known": in touch before.
"""

from datetime import datetime, timedelta

# From each state, those that may follow.
MOVES: dict[str, tuple[str, ...]] = {
    "suggested": ("wanted", "permission", "known", "not_now", "no_fit", "declined"),
    "wanted": ("permission", "introduced", "declined", "suggested", "known", "not_now", "no_fit"),
    "permission": ("introduced", "declined", "not_now", "no_fit"),
    "introduced": ("answered", "active", "not_now", "no_fit", "left"),
    "answered": ("active", "not_now", "no_fit", "left"),
    "active": ("left",),
    "known": ("active", "left", "suggested", "wanted", "not_now", "no_fit"),
    "not_now": ("suggested", "wanted", "permission", "known", "active", "no_fit"),
    "no_fit": ("suggested",),
    "declined": ("suggested", "permission"),
    "left": ("suggested", "active"),
}

# How many days a state may last before it is overdue, and whose turn it is: the person's, the
# circle's or contact's, the organisers'.
WAITS: dict[str, tuple[int, str]] = {
    "suggested": (14, "person"),
    "wanted": (7, "person"),
    "permission": (7, "organisers"),
    "introduced": (21, "contact"),
    "answered": (30, "contact"),
}

ARRIVED = ("known", "answered", "active")  # a tie there is
TAKES_A_PLACE = ("introduced", "answered", "active")
FIRST_STEP = ("permission", "introduced", "known", "answered", "active")
NUDGE = timedelta(days=14)  # after so long those introduced are asked how it went

# Which moment a state writes down.
MOMENTS: dict[str, str] = {
    "suggested": "suggested_at",
    "introduced": "introduced_at",
    "answered": "answered_at",
    "active": "active_at",
    "known": "answered_at",
    "not_now": "ended_at",
    "no_fit": "ended_at",
    "declined": "ended_at",
    "left": "ended_at",
}


def may_move(state: str, to: str) -> bool:
    """Whether `to` may follow `state`."""
    return to in MOVES.get(state, ())


def overdue_since(state: str, *, changed_at: datetime, at: datetime) -> datetime | None:
    """Since when a state waits for too long; None: not yet, or nobody is waited for."""
    days, _turn = WAITS.get(state, (0, ""))
    since = changed_at + timedelta(days=days)
    return since if days and since <= at else None


def turn(state: str) -> str:
    """Whose turn it is: "person", "contact", "organisers", or nobody's."""
    return WAITS.get(state, (0, ""))[1]


def has_room(*, places: int | None, taken: int) -> bool:
    """Whether a pathway can take one more."""
    return places is None or taken < places
