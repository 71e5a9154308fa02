"""How much of a file we read: checked before, and counted while, it is parsed."""

import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from commonroot.sheets.sayings import Unreadable

MEGABYTE = 1024 * 1024
# Blank lines may stand between the rows; titles, headings and totals are no rows of people.
SPARE_ROWS = 1000
TITLE_ROWS = 20
NESTED = (
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
    b"\xfd7zXZ",
)
# These run over hostile files: no part of them may cross the bounds of its tag.
# A cell with something in it: its column letters and row number. Empty styled cells do not count.
FILLED_CELL = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br\s?=\s?[\"']([A-Za-z]{1,7})(\d{1,10})[\"'][^<>]*>(?<!/>)"
    rb"\s?<(?:\w+:)?(?:v|is|f)\b"
)
REPEATED_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b(?=[^<>]*value-type)[^<>]*number-columns-repeated=\"(\d{1,9})\""
)
ROW_PARTS = re.compile(
    rb"<table:table-row\b(?:[^<>]*number-rows-repeated=\"(\d{1,9})\")?|value-type=|</table:table-row>"
)


@dataclass(frozen=True)
class Limits:
    """What one file may hold. Sizes are bytes; `ratio` is inflated to packed bytes.

    `memory` and `seconds` (of computing) are what the process that parses a workbook may use.
    """

    size: int = 10 * MEGABYTE
    rows: int = 20_000
    columns: int = 60
    characters: int = 10_000
    members: int = 200
    inflated: int = 50 * MEGABYTE
    ratio: int = 100
    memory: int = 512 * MEGABYTE
    seconds: int = 30


BROWSER = Limits()
# For an operator at the machine itself: larger lists, the same shapes.
COMMAND = Limits(
    size=100 * MEGABYTE, rows=500_000, inflated=500 * MEGABYTE, memory=3000 * MEGABYTE, seconds=300
)


def load(source: Path | bytes, limits: Limits) -> bytes:
    """Return the bytes of a file, asking for its size before reading it."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.size:
        raise Unreadable(
            "too_large",
            size=f"{size / MEGABYTE:.1f}".removesuffix(".0"),
            limit=limits.size // MEGABYTE,
        )
    if not size:
        raise Unreadable("empty_file")
    return source if isinstance(source, bytes) else source.read_bytes()


def check_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a packed file, refusing bombs, locks, macros, archives inside and unsafe names."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("broken_archive") from error
    members = archive.infolist()
    if len(members) > limits.members:
        raise Unreadable("too_many_members", limit=limits.members)
    inflated = 0
    for member in members:
        _check_name(member)
        first = True
        for chunk in _chunks(archive, member):
            if first and chunk.startswith(NESTED):
                raise Unreadable("nested_archive")
            first = False
            inflated += len(chunk)
            if inflated > limits.inflated:
                raise Unreadable("inflates")
    # Below a megabyte nothing can hurt, and a short list of equal rows packs very well.
    if inflated > MEGABYTE and inflated > limits.ratio * len(content):
        raise Unreadable("inflates")
    return archive


def _check_name(member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise Unreadable("unsafe_archive")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unreadable("unsafe_archive")
    if member.flag_bits & 0x1:
        raise Unreadable("password")
    if parts[-1].lower().startswith("vbaproject") or parts[0] == "Basic":
        raise Unreadable("macros")


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(64 * 1024):
                yield chunk
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise Unreadable("broken_archive") from error
    except (zlib.error, lzma.LZMAError, NotImplementedError) as error:
        raise Unreadable("broken_archive") from error


def check_reach(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse a workbook whose cells lie further out than we read.

    Parsers hold a sheet as a full rectangle: one cell in the last corner would cost gigabytes.
    """
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            content = archive.read(name)
            for letters, digits in FILLED_CELL.findall(content):
                if len(digits) > 7 or int(digits) > limits.rows + SPARE_ROWS:
                    raise Unreadable("too_many_rows", limit=limits.rows)
                if len(letters) > 2 or column_number(letters) > limits.columns:
                    raise Unreadable("too_many_columns", limit=limits.columns)
        elif name == "content.xml":
            content = archive.read(name)
            if any(int(count) > limits.columns for count in REPEATED_CELL.findall(content)):
                raise Unreadable("too_many_columns", limit=limits.columns)
            if _most_repeated(content) > limits.rows:
                raise Unreadable("too_many_rows", limit=limits.rows)


def _most_repeated(content: bytes) -> int:
    """Return how often the most repeated row with something in it is repeated."""
    most = repeated = 0
    for part in ROW_PARTS.finditer(content):
        if part[0].startswith(b"<"):
            repeated = int(part[1] or 0)
        else:
            most = max(most, repeated)
    return most


def column_number(letters: bytes) -> int:
    """Return the 1-based number of a column by its letters (A is 1, AA is 27)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def check_lines(lines: list[list[str]], limits: Limits) -> None:
    """Refuse a sheet with too many filled rows or columns, or a cell that is too long."""
    filled = 0
    for number, cells in enumerate(lines, start=1):
        width = 0
        for place, cell in enumerate(cells, start=1):
            if cell:
                width = place
                if len(cell) > limits.characters:
                    raise Unreadable("long_cell", row=number, limit=limits.characters)
        filled += bool(width)
        if width > limits.columns:
            raise Unreadable("too_many_columns", limit=limits.columns)
    if filled > limits.rows + TITLE_ROWS:
        raise Unreadable("too_many_rows", limit=limits.rows)
