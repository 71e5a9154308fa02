"""Reading a report: which shape it has, by its headings, and its lines."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from commonroot.sheets import kinds
from commonroot.sheets import limits as bounds
from commonroot.sheets.delimited import grid_of_bytes
from commonroot.sheets.encodings import mended
from commonroot.sheets.limits import BROWSER, Limits
from commonroot.sheets.sayings import Unreadable
from commonroot.sheets.video.names import host_of, parted
from commonroot.sheets.video.report import Block, Kind, Line, Report, Shape
from commonroot.sheets.workbooks import grids

HEADINGS = {
    "name": (
        "name (original name)", "user name (original name)", "name", "user name", "participant",
        "participant name",
    ),
    "first": ("first name",),
    "last": ("last name",),
    "address": ("user email", "email", "email address", "user email address", "user_email"),
    "joined": ("join time", "join_time"),
    "left": ("leave time", "leave_time"),
    "minutes": (
        "duration (minutes)", "total duration (minutes)", "time in session (minutes)", "duration",
    ),
    "waiting": ("in waiting room",),
    "attended": ("attended",),
    "registered": ("registration time",),
}  # fmt: skip
FIELD_OF = {heading: field for field, headings in HEADINGS.items() for heading in headings}
SECTIONS = {
    "host details": Kind.HOST,
    "panelist details": Kind.PANELIST,
    "attendee details": Kind.PARTICIPANT,
    "other attended": Kind.PARTICIPANT,
}
NOTHING = {"", "--", "-", "n/a"}
YES = {"yes", "y", "true", "1"}


def read_report(source: Path | bytes, name: str, *, limits: Limits = BROWSER) -> Report:
    """Return the report in a file (CSV, TSV, a workbook, JSON of the API).

    Raises Unreadable with a sentence for people where it is none.
    """
    content = bounds.load(source, limits)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _of_api(content)
    for cells in _grids(content, name, limits=limits):
        report = _of_lines(cells)
        if report is not None:
            return report
    raise Unreadable("no_video_report")


def _grids(content: bytes, name: str, *, limits: Limits) -> Iterator[Sequence[Sequence[str]]]:
    kind = kinds.kind_of(content, name)
    if kind == "text":
        yield grid_of_bytes(content, "", limits=limits).lines
        return
    if kind == "ole":
        kinds.check_ole(content)
    else:
        with bounds.check_archive(content, limits) as archive:
            kinds.packed_kind(archive, name)
            bounds.check_reach(archive, limits)
    for grid in grids(content, limits)[0]:
        yield grid.lines


def _of_lines(grid: Sequence[Sequence[str]]) -> Report | None:
    """The report in the lines of one sheet; None when no line of headings is found."""
    block, kind = Block(), Kind.PARTICIPANT
    columns: dict[str, int] = {}
    seen: set[str] = set()
    block_columns: dict[str, int] | None = None
    lines: list[Line] = []
    for number, raw in enumerate(grid, 1):
        cells = [mended(cell).strip() for cell in raw]
        folded = [_folded(cell) for cell in cells]
        if not any(cells):
            continue
        if folded[0].rstrip(":") in SECTIONS and not any(cells[1:]):
            kind, columns = SECTIONS[folded[0].rstrip(":")], {}
            seen.add("sections")
            continue
        found = _columns(folded)
        if _heads_lines(found, folded):
            columns, block_columns = found, None
            seen |= set(found) | {f"heading {cell}" for cell in folded}
            continue
        if "topic" in folded:
            block_columns = {cell: index for index, cell in reversed(list(enumerate(folded)))}
            block.found |= set(block_columns)
            continue
        if block_columns is not None:
            _fill(block, block_columns, cells=cells)
            block_columns = None
        elif columns:
            lines.append(_line(number, cells, columns=columns, kind=kind))
    if not seen & {"joined", "minutes", "registered"}:
        return None
    host_name, host_address = host_of(block.host)
    return Report(
        shape=_shape(seen, block),
        lines=lines,
        topic=block.topic,
        host_name=host_name,
        host_address=host_address,
    )


def _folded(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").strip().strip('"').casefold().split())


def _columns(folded: Sequence[str]) -> dict[str, int]:
    """Where each field stands, were this a line of headings; of two alike the first."""
    found: dict[str, int] = {}
    for index, cell in enumerate(folded):
        field = FIELD_OF.get(cell)
        if field is not None:
            found.setdefault(field, index)
    return found


def _heads_lines(found: dict[str, int], folded: Sequence[str]) -> bool:
    """Whether these are the headings of lines about people, not of the block about the meeting."""
    if not found.keys() & {"name", "first", "last", "address"}:
        return False
    if "joined" in found or ("registered" in found and "topic" not in folded):
        return True
    return "minutes" in found and "topic" not in folded


def _fill(block: Block, columns: dict[str, int], *, cells: Sequence[str]) -> None:
    def cell(heading: str) -> str:
        index = columns.get(heading)
        return cells[index] if index is not None and index < len(cells) else ""

    block.topic = cell("topic")
    block.host = cell("host") or cell("user email")
    if "@" in block.host and "(" not in block.host:
        block.host = f"({block.host})"


def _line(number: int, cells: Sequence[str], *, columns: dict[str, int], kind: Kind) -> Line:
    def cell(field: str) -> str:
        index = columns.get(field)
        text = cells[index] if index is not None and index < len(cells) else ""
        return "" if text in NOTHING else text

    name = cell("name") or " ".join(filter(None, (cell("first"), cell("last"))))
    shown, original = parted(name)
    minutes = cell("minutes")
    return Line(
        number=number,
        name=shown,
        original=original,
        address=cell("address"),
        joined=cell("joined"),
        left=cell("left"),
        seconds=int(minutes) * 60 if minutes.isdecimal() else None,
        kind=kind,
        in_waiting_room=cell("waiting").casefold() in YES,
        attended="attended" not in columns or cell("attended").casefold() in YES,
    )


def _shape(seen: set[str], block: Block) -> Shape:
    if "attended" in seen or "sections" in seen:
        return Shape.WEBINAR
    if "joined" not in seen:
        return Shape.UNIQUE if "minutes" in seen else Shape.REGISTRATION
    if "heading user email" in seen or "meeting id" in block.found:
        if "waiting" in seen:
            return Shape.MEETING_WAITING
        return Shape.MEETING_BLOCK if block.found else Shape.MEETING
    if "heading email" in seen or block.found or "waiting" in seen:
        return Shape.TITLED
    return Shape.MEETING


def _of_api(content: bytes) -> Report:
    """The report in an answer of the API; several pages may stand in one list."""
    try:
        said: Any = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise Unreadable("no_video_report") from error
    pages = said if isinstance(said, list) else [said]
    rows: list[Any] = []
    for page in pages:
        if not isinstance(page, dict):
            raise Unreadable("no_video_report")
        rows += page["participants"] if isinstance(page.get("participants"), list) else [page]
    if not all(isinstance(row, dict) and "join_time" in row for row in rows):
        raise Unreadable("no_video_report")
    return Report(shape=Shape.API, lines=[_api_line(n, row) for n, row in enumerate(rows, 1)])


def _api_line(number: int, row: dict[str, Any]) -> Line:
    shown, original = parted(str(row.get("name") or ""))
    duration = row.get("duration")
    return Line(
        number=number,
        name=shown,
        original=original,
        address=str(row.get("user_email") or ""),
        joined=str(row.get("join_time") or ""),
        left=str(row.get("leave_time") or ""),
        seconds=duration if isinstance(duration, int) and not isinstance(duration, bool) else None,
        in_waiting_room=row.get("status") == "in_waiting_room",
    )
