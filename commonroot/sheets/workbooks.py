"""Lists in workbooks: XLSX, XLS and ODS, values only; formulas are never run."""

from io import BytesIO
from typing import TYPE_CHECKING

from commonroot.sheets.book import Grid
from commonroot.sheets.cells import cell_text
from commonroot.sheets.limits import Limits
from commonroot.sheets.sayings import Saying, Unreadable, say

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def grids(content: bytes, limits: Limits) -> tuple[list[Grid], list[Saying]]:
    """Return the sheets of a workbook that hold anything, and what was noticed."""
    import python_calamine as calamine

    found: list[Grid] = []
    notes: list[Saying] = []
    try:
        workbook = calamine.load_workbook(BytesIO(content))
        for details in workbook.sheets_metadata:
            if details.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(details.name)
            if not sheet.height or sheet.end is None:
                notes.append(say("sheet_skipped", sheet=details.name))
                continue
            if sheet.end[1] >= limits.columns * 2:
                raise Unreadable("too_many_columns", limit=limits.columns)
            if sheet.end[0] >= limits.rows * 2 + 1000:
                raise Unreadable("too_many_rows", limit=limits.rows)
            if details.visible is not calamine.SheetVisibleEnum.Visible:
                notes.append(say("hidden_sheet", sheet=details.name))
            lines = [
                [cell_text(value) for value in values]
                for values in sheet.to_python(skip_empty_area=False)
            ]
            filled = _fill_merged(lines, sheet)
            found.append(Grid(details.name, lines, notes=[say("merged_filled")] if filled else []))
    except calamine.PasswordError as error:
        raise Unreadable("password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("broken_workbook") from error
    return found, notes


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
