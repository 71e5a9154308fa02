"""Agreements: everything written to the ledger and to what stands now."""

from commonroot.consent.actions.checking import check_agreements, mend_agreements
from commonroot.consent.actions.ledger import (
    Testimony,
    answer,
    confirm_requested,
    keep_until_asked,
    serve,
    stop_serving,
    tell,
    usual_audience,
)
from commonroot.consent.actions.many import Changed, Heard, hear, unhear
from commonroot.consent.actions.merging import most_restrictive
from commonroot.consent.actions.objecting import (
    AnsweredAlready,
    NoAnswer,
    TooMany,
    answer_objection,
    object_to,
    take_objection_back,
)
from commonroot.consent.actions.pausing import pause
from commonroot.consent.actions.receipts import give_receipt
from commonroot.consent.actions.renewing import (
    ask_to_renew,
    end_renewal,
    expire,
    invalidate,
    remind,
    renew,
)
from commonroot.consent.actions.returns import heed_return
from commonroot.consent.actions.safety import call_safe, call_unsafe
from commonroot.consent.actions.silence import end_unknown
from commonroot.consent.actions.spoken import (
    AskedToBeForgotten,
    KnownAlready,
    NoWitness,
    SaidInTheFuture,
    add_by_hand,
    refuse_the_forgotten,
    write_down,
)
from commonroot.consent.actions.wordings import install_wordings, set_wording

__all__ = [
    "AnsweredAlready",
    "AskedToBeForgotten",
    "Changed",
    "Heard",
    "KnownAlready",
    "NoAnswer",
    "NoWitness",
    "SaidInTheFuture",
    "Testimony",
    "TooMany",
    "add_by_hand",
    "answer",
    "answer_objection",
    "ask_to_renew",
    "call_safe",
    "call_unsafe",
    "check_agreements",
    "confirm_requested",
    "end_renewal",
    "end_unknown",
    "expire",
    "give_receipt",
    "hear",
    "heed_return",
    "install_wordings",
    "invalidate",
    "keep_until_asked",
    "mend_agreements",
    "most_restrictive",
    "object_to",
    "pause",
    "refuse_the_forgotten",
    "remind",
    "renew",
    "serve",
    "set_wording",
    "stop_serving",
    "take_objection_back",
    "tell",
    "unhear",
    "usual_audience",
    "write_down",
]
