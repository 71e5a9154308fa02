"""Asking all of them once: plans, letters, ends and answers."""

from commonroot.intake.actions.asking.answers import (
    AnsweredAlready,
    keep,
    not_them,
    refuse,
    say_also,
)
from commonroot.intake.actions.asking.ends import fall_silent, give_up, settle
from commonroot.intake.actions.asking.letters import gather, remind, write_next
from commonroot.intake.actions.asking.plans import (
    NobodyToAsk,
    TooLate,
    UnderWay,
    ask_again,
    discard,
    finish,
    go_on,
    hold,
    let_go_of_unreached,
    plan,
    recall,
    start,
    stop,
)

__all__ = [
    "AnsweredAlready",
    "NobodyToAsk",
    "TooLate",
    "UnderWay",
    "ask_again",
    "discard",
    "fall_silent",
    "finish",
    "gather",
    "give_up",
    "go_on",
    "hold",
    "keep",
    "let_go_of_unreached",
    "not_them",
    "plan",
    "recall",
    "refuse",
    "remind",
    "say_also",
    "settle",
    "start",
    "stop",
    "write_next",
]
