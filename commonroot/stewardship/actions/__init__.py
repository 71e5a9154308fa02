"""All writing of stewardship."""

from commonroot.stewardship.actions.asking import (
    LeftAlready,
    NobodyToAsk,
    ask_details,
    ask_person,
    ask_this_week,
    call_unsafe,
    end_question,
    sample_letters,
    say_all_right,
    say_changed,
    set_rhythm,
    stop_asking_details,
    take_round_back,
    write_again,
    write_to,
)
from commonroot.stewardship.actions.forgetting import forget
from commonroot.stewardship.actions.keeping import (
    OutOfBounds,
    check_keeping,
    choose_keeping,
    confirm_clock,
    let_go,
)

__all__ = [
    "LeftAlready",
    "NobodyToAsk",
    "OutOfBounds",
    "ask_details",
    "ask_person",
    "ask_this_week",
    "call_unsafe",
    "check_keeping",
    "choose_keeping",
    "confirm_clock",
    "end_question",
    "forget",
    "let_go",
    "sample_letters",
    "say_all_right",
    "say_changed",
    "set_rhythm",
    "stop_asking_details",
    "take_round_back",
    "write_again",
    "write_to",
]
