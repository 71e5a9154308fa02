"""The outbox: all writing, and handing letters to the mail server."""

from commonroot.messaging.actions.by_hand import (
    AlreadySettled,
    SendingNotSetUp,
    mark_sent_by_hand,
    release_held,
    resend_unknown,
    skip_unknown,
    text_for_hand,
    texts_for_hand,
)
from commonroot.messaging.actions.delivery import Permit, blank_old, deliver
from commonroot.messaging.actions.pausing import doubt_waiting, end_pause, pause_sending
from commonroot.messaging.actions.posting import WAITING, cancel_letters, post, take_back
from commonroot.messaging.actions.returns import take_return

__all__ = [
    "WAITING",
    "AlreadySettled",
    "Permit",
    "SendingNotSetUp",
    "blank_old",
    "cancel_letters",
    "deliver",
    "doubt_waiting",
    "end_pause",
    "mark_sent_by_hand",
    "pause_sending",
    "post",
    "release_held",
    "resend_unknown",
    "skip_unknown",
    "take_back",
    "take_return",
    "text_for_hand",
    "texts_for_hand",
]
