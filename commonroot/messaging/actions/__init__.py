"""The outbox: all writing, and handing letters to the mail server."""

from commonroot.messaging.actions.by_hand import (
    AlreadySettled,
    SendingNotSetUp,
    mark_sent_by_hand,
    not_sent_after_all,
    release_held,
    resend_unknown,
    skip_unknown,
    text_for_hand,
    texts_for_hand,
)
from commonroot.messaging.actions.delivery import Permit, blank_old, deliver
from commonroot.messaging.actions.mailbox import Routed, admit, read_mailbox, take_mail
from commonroot.messaging.actions.pausing import doubt_waiting, end_pause, pause_sending
from commonroot.messaging.actions.posting import WAITING, cancel_letters, post, take_back
from commonroot.messaging.actions.returns import note_return, take_return
from commonroot.messaging.rules import is_one_address
from commonroot.messaging.rules.arriving import Mail, NotTaken, read_mail
from commonroot.messaging.rules.returns import Returned, refused_as

__all__ = [
    "WAITING",
    "AlreadySettled",
    "Mail",
    "NotTaken",
    "Permit",
    "Returned",
    "Routed",
    "SendingNotSetUp",
    "admit",
    "blank_old",
    "cancel_letters",
    "deliver",
    "doubt_waiting",
    "end_pause",
    "is_one_address",
    "mark_sent_by_hand",
    "not_sent_after_all",
    "note_return",
    "pause_sending",
    "post",
    "read_mail",
    "read_mailbox",
    "refused_as",
    "release_held",
    "resend_unknown",
    "skip_unknown",
    "take_back",
    "take_mail",
    "take_return",
    "text_for_hand",
    "texts_for_hand",
]
