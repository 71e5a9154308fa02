"""Letters to many and the groups of the alumni: all writing."""

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

__all__ = [
    "NameTaken",
    "NoName",
    "NotAgreed",
    "NotOpen",
    "change_group",
    "close_group",
    "join",
    "leave",
    "left_before_joined",
    "make_group",
    "one_letter",
    "reopen_group",
]
