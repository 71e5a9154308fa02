"""Small invented files, sound and damaged, made by code."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

SECTOR = 512
HEADINGS = ["Full name", "Email", "Country"]
ROWS = [["Amina Odhiambo", "amina@example.org", "Kenya"], ["Luz Prado", "luz@example.org", "Peru"]]


def csv_of(
    lines: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """Return a CSV file without any quoting."""
    return "".join(delimiter.join(line) + "\r\n" for line in lines).encode(encoding)


def xlsx_of(lines: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """Return a workbook of one sheet; numbers and dates keep their kinds."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet("List")
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                sheet.write(number, place, cell)
        for area in merged:
            first = area.split(":")[0]
            column, row = ord(first[0]) - ord("A"), int(first[1:]) - 1
            sheet.merge_range(area, lines[row][column])
    return target.getvalue()


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def repacked(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """Return a zip file with some members added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return packed({**kept, **members})


def sheet_xml(cells: str) -> bytes:
    """Return a worksheet part with these rows written out."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def ods_of(rows: str) -> bytes:
    """Return an ODS file with these table rows written out."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="List">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": content.encode(),
        }
    )


def ods_row(cells: Sequence[str], repeated: int = 1) -> str:
    """Return one row of text cells for `ods_of`."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def ole_of(name: str, stream: bytes) -> bytes:
    """Return an OLE file (the box of old Office files) holding one stream."""
    stream = stream.ljust(-(-max(len(stream), 4096) // SECTOR) * SECTOR, b"\0")
    count = len(stream) // SECTOR
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    header += struct.pack("<I", 0).ljust(436, b"\xff")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    entries = _ole_entry("Root Entry", kind=5, child=1, start=0xFFFFFFFE, size=0)
    entries += _ole_entry(name, kind=2, child=0xFFFFFFFF, start=2, size=len(stream))
    return header + fat + entries.ljust(SECTOR, b"\0") + stream


def _ole_entry(name: str, *, kind: int, child: int, start: int, size: int) -> bytes:
    spelt = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII36xIQ", spelt, len(spelt), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size
    )


def xls_of(
    lines: Sequence[Sequence[str]], *, locked: bool = False, last: tuple[int, int] | None = None
) -> bytes:
    """Return an Excel 97 workbook of one sheet of texts; `last` puts one more cell there."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    start = record(0x809, struct.pack("<HHHHII", 0x600, 0x5, 0xDBB, 0x7CC, 0, 0))
    start += record(0x2F, struct.pack("<HHH", 0, 0x1234, 0x5678)) if locked else b""
    start += record(0x42, struct.pack("<H", 1200))
    name = b"List"
    sheet_at = len(start) + 4 + 8 + len(name) + 4
    start += record(0x85, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name)
    start += record(0x0A, b"")
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 0))
    cells = [
        (row, place, cell) for row, line in enumerate(lines) for place, cell in enumerate(line)
    ]
    if last:
        cells.append((*last, "x"))
    for row, column, cell in cells:
        text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
        sheet += record(0x204, struct.pack("<HHH", row, column, 0) + text)
    return ole_of("Workbook", start + sheet + record(0x0A, b""))
