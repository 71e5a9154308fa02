"""Reading imports, their rows, and the pairs that somebody looks at."""

from commonroot.intake.queries.imports import (
    brought,
    can_be_undone,
    due,
    files_to_let_go,
    import_,
    imports,
    next_to_settle,
    rows,
    waiting,
    who_it_is,
)
from commonroot.intake.queries.mending import how_many_to_mend, write_to_mend
from commonroot.intake.queries.reviewing import came_with

__all__ = [
    "brought",
    "came_with",
    "can_be_undone",
    "due",
    "files_to_let_go",
    "how_many_to_mend",
    "import_",
    "imports",
    "next_to_settle",
    "rows",
    "waiting",
    "who_it_is",
    "write_to_mend",
]
