"""The one state machine of registration, as plain values.

asked ──→ placed ⇄ attended, absent, excused
  │          ↑ ↘
  ├──→ waiting → offered → placed
  │       └─────────┴──→ cancelled, lapsed
  └──→ declined, cancelled, lapsed
"""

HOLDING = ("placed", "offered", "attended", "absent")  # states that take up a place
CLAIMING = (*HOLDING, "waiting", "excused", "asked")  # states of those who want or had a place
COMING = ("placed", "offered", "waiting", "asked")  # who is told when a session changes
ENDED = ("cancelled", "lapsed", "declined")
CHECKED = ("attended", "absent", "excused")
BEGINS = ("placed", "waiting", "asked")  # how a claim may begin

# From which state to which, on every path there is. Whoever was there came, with or without a
# place: an organiser says so of somebody whom a report of the meeting names.
MOVES = {
    "asked": {"placed", "waiting", "declined", "cancelled", "lapsed", "attended"},
    "placed": {"cancelled", "lapsed", "attended", "absent", "excused"},
    "waiting": {"offered", "placed", "cancelled", "lapsed", "attended"},
    "offered": {"placed", "cancelled", "lapsed", "attended"},
    "attended": {"placed", "absent", "excused"},
    "absent": {"placed", "attended", "excused"},
    "excused": {"placed", "attended", "absent", "cancelled"},
    "cancelled": {"attended"},
    "lapsed": {"attended"},
    "declined": {"placed", "waiting", "attended"},
}


def may_move(state: str, *, to: str) -> bool:
    """Whether a registration in `state` may become `to`."""
    return to in MOVES[state]


def better_claim(one: str, other: str) -> bool:
    """Whether a claim in state `one` is worth more to a person than one in state `other`."""
    worth = (
        "declined", "lapsed", "cancelled", "asked", "waiting", "offered", "placed", "excused",
        "absent", "attended",
    )  # fmt: skip
    return worth.index(one) > worth.index(other)
