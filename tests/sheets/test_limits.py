"""Every file we refuse, and the sentence it is refused with."""

import io
import zipfile
from pathlib import Path

import pytest

from commonroot.sheets.limits import Limits
from commonroot.sheets.reading import read, read_pasted
from commonroot.sheets.sayings import SENTENCES, Unreadable
from tests.sheets.samples import (
    HEADINGS,
    ROWS,
    csv_of,
    ods_of,
    ods_row,
    ole_of,
    packed,
    repacked,
    sheet_xml,
    xls_of,
    xlsx_of,
)

LINES = [HEADINGS, *ROWS]
GOOD = xlsx_of(LINES)


def far_cell(reference: str) -> bytes:
    row = "".join(sign for sign in reference if sign.isdigit())
    cell = f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row>'
    return repacked(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml(cell)})


def with_flag(content: bytes, flag: int) -> bytes:
    """Set a flag of the first member, in its own header and in the directory."""
    changed = bytearray(content)
    changed[6] |= flag
    changed[content.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def linked() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        member = zipfile.ZipInfo("list.csv")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/hosts")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "list.csv", "empty_file"),
        (b"\r\n \r\n", "list.csv", "empty_sheet"),
        (csv_of([HEADINGS]), "list.csv", "empty_sheet"),
        (xlsx_of([]), "list.xlsx", "empty_sheet"),
        (GOOD[:2000], "list.xlsx", "broken_workbook"),
        (repacked(GOOD, {"xl/workbook.xml": b"?"}), "list.xlsx", "broken_workbook"),
        (bytes(range(256)) * 20, "list.xlsx", "broken_workbook"),
        (bytes(range(256)) * 20, "list.zip", "broken_archive"),
        (packed({"other.xml": b"<a/>"}), "list.xlsx", "broken_workbook"),
        (ole_of("Workbook", b"?" * 600), "list.xls", "broken_workbook"),
        (b"%PDF-1.7 ...", "list.csv", "other_kind"),
        (b"\x89PNG....", "list.xlsx", "other_kind"),
        (b"<html><table>", "list.xls", "other_kind"),
        (csv_of(LINES), "list.xlsx", "other_kind"),
        (GOOD, "list.csv", "other_kind"),
        (GOOD, "list.ods", "other_kind"),
        (xls_of(LINES), "list.ods", "other_kind"),
        (packed({"word/document.xml": b"<a/>"}), "list.xlsx", "other_kind"),
        (packed({"mimetype": b"a/b", "content.xml": b"<a/>"}), "list.ods", "other_kind"),
        (csv_of(LINES), "list.exe", "unknown_kind"),
        (packed({"readme.md": b"x"}), "list.zip", "unknown_kind"),
        (GOOD, "list.xlsm", "macros"),
        (repacked(GOOD, {"xl/vbaProject.bin": b"x"}), "list.xlsx", "macros"),
        (ole_of("_VBA_PROJECT_CUR", b"x"), "list.xls", "macros"),
        (ole_of("EncryptedPackage", b"x"), "list.xlsx", "password"),
        (xls_of(LINES, locked=True), "list.xls", "password"),
        (with_flag(packed({"a.csv": csv_of(LINES)}), 0x1), "list.zip", "password"),
        (repacked(GOOD, {"xl/embeddings/a.xlsx": GOOD}), "list.xlsx", "nested_archive"),
        (repacked(GOOD, {"xl/media/a.png": b"\0" * 60_000_000}), "list.xlsx", "inflates"),
        (repacked(GOOD, {"xl/media/a.png": b"\0" * 2_000_000}), "list.xlsx", "inflates"),
        (packed({f"{n}.csv": b"a" for n in range(201)}), "list.zip", "too_many_members"),
        (packed({"../list.csv": csv_of(LINES)}), "list.zip", "unsafe_archive"),
        (packed({"/list.csv": csv_of(LINES)}), "list.zip", "unsafe_archive"),
        (packed({"C:\\list.csv": csv_of(LINES)}), "list.zip", "unsafe_archive"),
        (linked(), "list.zip", "unsafe_archive"),
        (csv_of([["name"], *[["a"]] * 20_020]), "list.csv", "too_many_rows"),
        (csv_of([["name"], *[["a"]] * 30_000]), "list.csv", "too_many_rows"),
        (far_cell("A1048576"), "list.xlsx", "too_many_rows"),
        (ods_of(ods_row(HEADINGS) + ods_row(ROWS[0], 1_000_000)), "list.ods", "too_many_rows"),
        (csv_of([["name"] * 61, ["a"] * 61]), "list.csv", "too_many_columns"),
        (far_cell("XFD1"), "list.xlsx", "too_many_columns"),
        (xls_of([["a"] * 61]), "list.xls", "too_many_columns"),
        (csv_of([["name"], ["a" * 10_001]]), "list.csv", "long_cell"),
    ],
)
def test_a_file_is_refused_with_its_own_sentence(*, content: bytes, name: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(content, name)

    assert refusal.value.code == code
    assert str(refusal.value) == SENTENCES[code] % refusal.value.saying.values


def test_every_sentence_of_a_refusal_says_that_nothing_was_changed() -> None:
    refusals = list(SENTENCES)[: list(SENTENCES).index("encoding_guessed")]

    unsaid = [
        code
        for code in refusals
        if not code.startswith("found_") and "Nothing was changed." not in SENTENCES[code]
    ]

    assert unsaid == []


def test_size_is_asked_before_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a" * (3 * 1024 * 1024))

    with pytest.raises(Unreadable) as refusal:
        read(path, path.name, limits=Limits(size=2 * 1024 * 1024))

    assert str(refusal.value) == (
        "This file is too large: it has 3 MB, and we read up to 2 MB. Split it into two files "
        "and add them one after the other. Nothing was changed."
    )


def test_pasted_text_has_the_same_limits() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_pasted("name\n" + "a\n" * 20_020)

    assert refusal.value.code == "too_many_rows"


def test_a_workbook_that_asks_for_too_much_memory_ends_only_its_own_process() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(xls_of([["a"]], last=(65_535, 65_535)), "list.xls")

    assert refusal.value.code == "broken_workbook"


def test_the_largest_list_is_let_in() -> None:
    content = csv_of([["name"], *[[f"Person {number}"] for number in range(20_000)]])

    book = read(content, "list.csv")

    assert len(book.tables[0].rows) == 20_000


def test_a_short_list_may_pack_very_well() -> None:
    content = xlsx_of([HEADINGS, *[ROWS[0]] * 3000])

    book = read(content, "list.xlsx")

    assert len(book.tables[0].rows) == 3000


def test_a_row_with_signs_that_are_no_text_is_dropped() -> None:
    content = csv_of([HEADINGS, *ROWS, ["Mal\0ory", "m@example.org", "Peru"]])

    table = read(content, "list.csv").tables[0]

    assert [row.number for row in table.rows] == [2, 3]
    assert [(line.number, line.reason.code) for line in table.dropped] == [(4, "dropped_nul")]
