"""Small groups: all writing."""

from commonroot.groups.actions.apart import keep_apart, let_meet
from commonroot.groups.actions.choosing import (
    GroupsStand,
    TooLateToUndo,
    choose,
    unchoose,
)
from commonroot.groups.actions.dates import (
    NoSuchTime,
    give_dates,
    say_join_address,
    set_gathering,
    share_nights_again,
)
from commonroot.groups.actions.forming import (
    ChangedMeanwhile,
    NobodyToPlace,
    NotNow,
    ask_for_proposals,
    begin_formation,
    fail_formation,
    forget_formation,
    keep_formation,
    name_group,
    put_aside,
    search_on,
    take_up_again,
    tell_progress,
)
from commonroot.groups.actions.moving import DoesNotFit, lock_group, lock_member, move, place
from commonroot.groups.actions.repairing import accept_repair, ask_for_repair
from commonroot.groups.rules.asking import Asked

__all__ = [
    "Asked",
    "ChangedMeanwhile",
    "DoesNotFit",
    "GroupsStand",
    "NoSuchTime",
    "NobodyToPlace",
    "NotNow",
    "TooLateToUndo",
    "accept_repair",
    "ask_for_proposals",
    "ask_for_repair",
    "begin_formation",
    "choose",
    "fail_formation",
    "forget_formation",
    "give_dates",
    "keep_apart",
    "keep_formation",
    "let_meet",
    "lock_group",
    "lock_member",
    "move",
    "name_group",
    "place",
    "put_aside",
    "say_join_address",
    "search_on",
    "set_gathering",
    "share_nights_again",
    "take_up_again",
    "tell_progress",
    "unchoose",
]
