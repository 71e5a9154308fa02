"""All writing of registration, a module per moment: asking, confirming, deciding, leaving, …"""

from commonroot.registration.actions.answering import (
    TooLateToChange,
    change_answers,
    let_go_of_answers,
)
from commonroot.registration.actions.asking import (
    Asked,
    AskedTooOften,
    LineFull,
    LinkUsedUp,
    NotAName,
    Receipt,
    RegistrationClosed,
    Typed,
    outcome,
    register,
    take_registration,
    take_registrations,
)
from commonroot.registration.actions.bringing import (
    NobodyToBring,
    open_invite,
)
from commonroot.registration.actions.by_hand import (
    register_by_hand,
    write_in,
)
from commonroot.registration.actions.coming import (
    NotYet,
    check_in,
)
from commonroot.registration.actions.confirming import (
    confirm_by_link,
    confirm_spoken,
    disown,
    settle_pair,
)
from commonroot.registration.actions.deciding import (
    NothingAsked,
    approve,
    decline,
    settle_membership,
)
from commonroot.registration.actions.doors import (
    Kept,
    NotPlaces,
    set_door,
    set_for_all,
    set_how_places_are_given,
    set_quotas,
    set_who_comes,
)
from commonroot.registration.actions.leaving import (
    NoPlaceLeft,
    NothingToCancel,
    OfferOver,
    cancel,
    cannot_come,
    come_after_all,
    forget_newcomer,
    lapse,
    offer_next,
    release_places,
    take_offer,
)
from commonroot.registration.actions.links import (
    FRESH,
    open_by_code,
    open_feed,
    open_fully,
    say_details_are_right,
    send_fresh_links,
)
from commonroot.registration.actions.merging import (
    one_claim,
)
from commonroot.registration.actions.messages import (
    NothingToSend,
    TooLateToRecall,
    recall,
    write_to,
)
from commonroot.registration.actions.pasting import (
    LEAVE,
    NEW,
    Proposal,
    TooManyLines,
    Written,
    lines_of,
    proposals,
    register_list,
)
from commonroot.registration.actions.places import (
    NotPossible,
)
from commonroot.registration.actions.questions import (
    NotAQuestion,
    Wording,
    ask_question,
    change_question,
    move_question,
    stop_asking,
)
from commonroot.registration.actions.reminding import (
    remind,
    tell_change,
)
from commonroot.registration.actions.replies import (
    NotAReply,
    record_reply,
)

__all__ = [
    "FRESH",
    "LEAVE",
    "NEW",
    "Asked",
    "AskedTooOften",
    "Kept",
    "LineFull",
    "LinkUsedUp",
    "NoPlaceLeft",
    "NobodyToBring",
    "NotAName",
    "NotAQuestion",
    "NotAReply",
    "NotPlaces",
    "NotPossible",
    "NotYet",
    "NothingAsked",
    "NothingToCancel",
    "NothingToSend",
    "OfferOver",
    "Proposal",
    "Receipt",
    "RegistrationClosed",
    "TooLateToChange",
    "TooLateToRecall",
    "TooManyLines",
    "Typed",
    "Wording",
    "Written",
    "approve",
    "ask_question",
    "cancel",
    "cannot_come",
    "change_answers",
    "change_question",
    "check_in",
    "come_after_all",
    "confirm_by_link",
    "confirm_spoken",
    "decline",
    "disown",
    "forget_newcomer",
    "lapse",
    "let_go_of_answers",
    "lines_of",
    "move_question",
    "offer_next",
    "one_claim",
    "open_by_code",
    "open_feed",
    "open_fully",
    "open_invite",
    "outcome",
    "proposals",
    "recall",
    "record_reply",
    "register",
    "register_by_hand",
    "register_list",
    "release_places",
    "remind",
    "say_details_are_right",
    "send_fresh_links",
    "set_door",
    "set_for_all",
    "set_how_places_are_given",
    "set_quotas",
    "set_who_comes",
    "settle_membership",
    "settle_pair",
    "stop_asking",
    "take_offer",
    "take_registration",
    "take_registrations",
    "tell_change",
    "write_in",
    "write_to",
]
