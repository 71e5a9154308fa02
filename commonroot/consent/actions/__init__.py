"""Agreements: everything written to the ledger and to what stands now."""

from commonroot.consent.actions.ledger import (
    WORDINGS_FILE,
    AskedToBeForgotten,
    KnownAlready,
    add_by_hand,
    answer,
    confirm_requested,
    install_wordings,
    keep_until_asked,
    pause,
    refuse_the_forgotten,
    serve,
    set_wording,
    tell,
    usual_audience,
)
from commonroot.consent.actions.many import Changed, Heard, hear, unhear
from commonroot.consent.actions.merging import most_restrictive
from commonroot.consent.actions.silence import end_unknown

__all__ = [
    "WORDINGS_FILE",
    "AskedToBeForgotten",
    "Changed",
    "Heard",
    "KnownAlready",
    "add_by_hand",
    "answer",
    "confirm_requested",
    "end_unknown",
    "hear",
    "install_wordings",
    "keep_until_asked",
    "most_restrictive",
    "pause",
    "refuse_the_forgotten",
    "serve",
    "set_wording",
    "tell",
    "unhear",
    "usual_audience",
]
