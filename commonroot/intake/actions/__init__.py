"""Old lists: reading them, bringing them in, taking them back. All writing."""

from commonroot.intake.actions.applying import apply_rows, bring_in
from commonroot.intake.actions.reading import read_list, say
from commonroot.intake.actions.taking import (
    CannotRead,
    CannotReadAnew,
    NothingChosen,
    let_go_of_files,
    remap,
    take_lists,
)
from commonroot.intake.actions.undoing import CannotUndo, take_the_rest, undo, undo_rows

__all__ = [
    "CannotRead",
    "CannotReadAnew",
    "CannotUndo",
    "NothingChosen",
    "apply_rows",
    "bring_in",
    "let_go_of_files",
    "read_list",
    "remap",
    "say",
    "take_lists",
    "take_the_rest",
    "undo",
    "undo_rows",
]
