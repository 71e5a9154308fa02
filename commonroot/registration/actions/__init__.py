"""All writing of registration, a module per moment: asking, confirming, leaving, coming, links."""

from commonroot.registration.actions.asking import (
    AskedTooOften,
    NotAName,
    Receipt,
    RegistrationClosed,
    register,
    register_by_hand,
    take_registration,
)
from commonroot.registration.actions.coming import NotYet, check_in
from commonroot.registration.actions.confirming import (
    confirm_by_link,
    confirm_spoken,
    disown,
    settle_pair,
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
from commonroot.registration.actions.merging import one_claim
from commonroot.registration.actions.replies import NotAReply, record_reply

__all__ = [
    "FRESH",
    "AskedTooOften",
    "NoPlaceLeft",
    "NotAName",
    "NotAReply",
    "NotYet",
    "NothingToCancel",
    "OfferOver",
    "Receipt",
    "RegistrationClosed",
    "cancel",
    "cannot_come",
    "check_in",
    "come_after_all",
    "confirm_by_link",
    "confirm_spoken",
    "disown",
    "forget_newcomer",
    "lapse",
    "offer_next",
    "one_claim",
    "open_by_code",
    "open_feed",
    "open_fully",
    "record_reply",
    "register",
    "register_by_hand",
    "release_places",
    "say_details_are_right",
    "send_fresh_links",
    "settle_pair",
    "take_offer",
    "take_registration",
]
