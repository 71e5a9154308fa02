"""Old lists: reading them, bringing them in, taking them back. All writing."""

from commonroot.intake.actions.applying import CannotUndo, apply_rows, bring_in, undo
from commonroot.intake.actions.reading import (
    CannotRead,
    NothingChosen,
    read_list,
    say,
    take_lists,
)

__all__ = [
    "CannotRead",
    "CannotUndo",
    "NothingChosen",
    "apply_rows",
    "bring_in",
    "read_list",
    "say",
    "take_lists",
    "undo",
]
