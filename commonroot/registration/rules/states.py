"""The one state machine of registration, as plain values."""

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


def better_claim(one: str, other: str) -> bool:
    """Whether a claim in state `one` is worth more to a person than one in state `other`."""
    worth = ("lapsed", "cancelled", "waiting", "offered", "placed", "excused", "absent", "attended")
    return worth.index(one) > worth.index(other)
