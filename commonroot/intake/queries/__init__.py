"""Reading imports, their rows, and the pairs that somebody looks at."""

from commonroot.intake.queries.imports import (
    can_be_undone,
    due,
    files_to_let_go,
    import_,
    imports,
    progress,
    rows,
    waiting,
)

__all__ = [
    "can_be_undone",
    "due",
    "files_to_let_go",
    "import_",
    "imports",
    "progress",
    "rows",
    "waiting",
]
