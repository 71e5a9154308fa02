"""Rules of registration, over plain values: no database, no clock, no Django."""

from commonroot.registration.rules.codes import CODE_WORDS, new_code, typed_code, words
from commonroot.registration.rules.places import (
    CHECK_IN_BEFORE,
    FORGOTTEN_AFTER,
    KEPT_AFTER,
    OFFER,
    SHORTEST_OFFER,
    UNCONFIRMED,
    free_places,
    has_room,
    is_name,
    is_open,
    may_check_in,
    offer_ends,
)
from commonroot.registration.rules.states import (
    CHECKED,
    CLAIMING,
    ENDED,
    HOLDING,
    MOVES,
    better_claim,
    may_move,
)

__all__ = [
    "CHECKED",
    "CHECK_IN_BEFORE",
    "CLAIMING",
    "CODE_WORDS",
    "ENDED",
    "FORGOTTEN_AFTER",
    "HOLDING",
    "KEPT_AFTER",
    "MOVES",
    "OFFER",
    "SHORTEST_OFFER",
    "UNCONFIRMED",
    "better_claim",
    "free_places",
    "has_room",
    "is_name",
    "is_open",
    "may_check_in",
    "may_move",
    "new_code",
    "offer_ends",
    "typed_code",
    "words",
]
