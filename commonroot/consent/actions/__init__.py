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
from commonroot.consent.actions.silence import end_unknown

__all__ = [
    "WORDINGS_FILE",
    "AskedToBeForgotten",
    "KnownAlready",
    "add_by_hand",
    "answer",
    "confirm_requested",
    "end_unknown",
    "install_wordings",
    "keep_until_asked",
    "pause",
    "refuse_the_forgotten",
    "serve",
    "set_wording",
    "tell",
    "usual_audience",
]
