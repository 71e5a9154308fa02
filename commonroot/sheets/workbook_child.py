"""Parsing a workbook in a process of its own: it may run out of memory, the asker must not.

Parsers hold a sheet as a full rectangle, so a file of a few kilobytes can ask for gigabytes,
and the library ends the process when it does not get them. Started by `workbooks.grids`: takes
the limits as a line of JSON and the file after it, answers with JSON.
"""

import json
import resource
import sys
from io import BytesIO
from typing import TYPE_CHECKING

from commonroot.sheets.cells import cell_text
from commonroot.sheets.limits import SPARE_ROWS, Limits
from commonroot.sheets.sayings import Unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Noted = list[tuple[str, dict[str, object]]]


def main() -> None:
    """Read one workbook from standard input and write its sheets to standard output."""
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = sheets(sys.stdin.buffer.read(), limits)
    except Unreadable as refusal:
        answer = {"refused": [refusal.code, dict(refusal.saying.values)]}
    sys.stdout.write(json.dumps(answer))


def sheets(content: bytes, limits: Limits) -> dict[str, object]:
    """Return {"sheets": [[name, lines, filled]], "notes": [[code, values]]}; formulas as values.

    `filled` counts the cells that were given the text of the merged cell they belong to.
    """
    import python_calamine as calamine

    found: list[tuple[str, list[list[str]], int]] = []
    notes: Noted = []
    try:
        workbook = calamine.load_workbook(BytesIO(content))
        for details in workbook.sheets_metadata:
            if details.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(details.name)
            if not sheet.height or sheet.end is None:
                notes.append(("sheet_skipped", {"sheet": details.name}))
                continue
            if sheet.end[1] >= limits.columns:
                raise Unreadable("too_many_columns", limit=limits.columns)
            if sheet.end[0] >= limits.rows + SPARE_ROWS:
                raise Unreadable("too_many_rows", limit=limits.rows)
            if details.visible is not calamine.SheetVisibleEnum.Visible:
                notes.append(("hidden_sheet", {"sheet": details.name}))
            lines = [
                [cell_text(value) for value in values]
                for values in sheet.to_python(skip_empty_area=False)
            ]
            found.append((details.name, lines, _fill_merged(lines, sheet)))
    except calamine.PasswordError as error:
        raise Unreadable("password") from error
    except (calamine.CalamineError, OSError, ValueError, MemoryError) as error:
        raise Unreadable("broken_workbook") from error
    return {"sheets": found, "notes": notes}


def _fill_merged(lines: list[list[str]], sheet: "CalamineSheet") -> int:
    """Copy the text of cells merged down a column to each row; return how many were filled.

    Cells merged across (titles) stay as they are: their text belongs to the first.
    """
    filled = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left != right or top == bottom or top >= len(lines) or left >= len(lines[top]):
            continue
        for cells in lines[top + 1 : bottom + 1]:
            if lines[top][left] and not cells[left]:
                cells[left] = lines[top][left]
                filled += 1
    return filled


if __name__ == "__main__":
    main()
