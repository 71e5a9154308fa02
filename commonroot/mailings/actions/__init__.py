"""Letters to many and the groups of the alumni: all writing."""

from commonroot.mailings.actions.drafting import (
    NoAddressOfYours,
    NotADraft,
    NotForThat,
    begin,
    copy,
    point,
    reword,
    throw_away,
    try_out,
)
from commonroot.mailings.actions.groups import (
    NameTaken,
    NoName,
    NotAgreed,
    NotOpen,
    change_group,
    close_group,
    join,
    leave,
    make_group,
    reopen_group,
)
from commonroot.mailings.actions.merging import left_before_joined, one_letter
from commonroot.mailings.actions.sending import (
    NotReady,
    OwnLetter,
    TooLate,
    approve,
    pause,
    recall,
    resume,
    send,
    send_back,
    set_rule,
    stop,
)
from commonroot.mailings.actions.templates import (
    NothingWritten,
    put_back_version,
    retire_template,
    reword_template,
)
from commonroot.mailings.actions.writing import (
    finish,
    keep_counts,
    note_stop,
    queue,
    sends_by_itself,
    write_due,
)

__all__ = [
    "NameTaken", "NoAddressOfYours", "NoName", "NotADraft", "NotAgreed", "NotForThat", "NotOpen",
    "NotReady", "NothingWritten", "OwnLetter", "TooLate", "approve", "begin", "change_group",
    "close_group", "copy", "finish", "join", "keep_counts", "leave", "left_before_joined",
    "make_group", "note_stop", "one_letter", "pause", "point", "put_back_version", "queue",
    "recall", "reopen_group", "resume", "retire_template", "reword", "reword_template", "send",
    "send_back", "sends_by_itself", "set_rule", "stop", "throw_away", "try_out", "write_due",
]  # fmt: skip
