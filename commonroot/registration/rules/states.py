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
WITHOUT_PLACE = (*ENDED, "waiting", "asked")
BEGINS = ("placed", "waiting", "asked", "attended")  # how a claim may begin

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


def may_go_back(state: str, *, to: str) -> bool:
    """Whether taking back a tick may lead from `state` to one without a place, where it began."""
    return state in CHECKED and to in WITHOUT_PLACE


def before_tick(state: str, *, was: str) -> str:
    """Where somebody stands again when their tick is taken back; `was`: before they were ticked.

    Whoever had no place has none again, however full it is. How long an offer held is not known
    any more: whoever had one waits, in their old place of the line.
    """
    if was == "offered":
        return "waiting"
    if was in WITHOUT_PLACE or (was == "excused" and state != "excused"):
        return was
    return "placed"


def better_claim(one: str, other: str) -> bool:
    """Whether a claim in state `one` is worth more to a person than one in state `other`."""
    worth = (
        "declined", "lapsed", "cancelled", "asked", "waiting", "offered", "placed", "excused",
        "absent", "attended",
    )  # fmt: skip
    return worth.index(one) > worth.index(other)
