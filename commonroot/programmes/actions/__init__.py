"""Programmes, sessions and questions to the organisers: all writing."""

from commonroot.programmes.actions.asking import answered, ask_organisers
from commonroot.programmes.actions.copying import copy_programme
from commonroot.programmes.actions.dates import (
    ChangedSince,
    NothingMoves,
    call_off,
    call_on,
    follow_clocks,
    move_session,
    shift,
    told,
    undo_change,
)
from commonroot.programmes.actions.handing_over import hand_functions, hand_questions
from commonroot.programmes.actions.joining import join_network
from commonroot.programmes.actions.loading import load_programme
from commonroot.programmes.actions.presenting import (
    AskedBefore,
    NotReached,
    answer_invitation,
    ask_presenter_again,
    invite_presenter,
    remove_presenter,
)
from commonroot.programmes.actions.programmes import (
    MomentOver,
    close,
    create_programme,
    edit_programme,
    pages_changed,
    publish,
    publish_later,
    withdraw,
)
from commonroot.programmes.actions.sessions import (
    PartWritten,
    Taken,
    add_phase,
    edit_session,
    make_sessions,
    remove_session,
    set_parts,
    set_streams,
)
from commonroot.programmes.actions.team import cover, drop_promise, keep_promise, promise
from commonroot.programmes.actions.wishing import drop_wish, tell_date, wish_for_date

__all__ = [
    "AskedBefore",
    "ChangedSince",
    "MomentOver",
    "NotReached",
    "NothingMoves",
    "PartWritten",
    "Taken",
    "add_phase",
    "answer_invitation",
    "answered",
    "ask_organisers",
    "ask_presenter_again",
    "call_off",
    "call_on",
    "close",
    "copy_programme",
    "cover",
    "create_programme",
    "drop_promise",
    "drop_wish",
    "edit_programme",
    "edit_session",
    "follow_clocks",
    "hand_functions",
    "hand_questions",
    "invite_presenter",
    "join_network",
    "keep_promise",
    "load_programme",
    "make_sessions",
    "move_session",
    "pages_changed",
    "promise",
    "publish",
    "publish_later",
    "remove_presenter",
    "remove_session",
    "set_parts",
    "set_streams",
    "shift",
    "tell_date",
    "told",
    "undo_change",
    "wish_for_date",
    "withdraw",
]
