"""Tables out of files: headings found, lines dropped, encodings and numbers put right."""

from datetime import UTC, date, datetime

import pytest

from commonroot.sheets.book import Table
from commonroot.sheets.reading import read, read_pasted
from tests.sheets.samples import (
    HEADINGS,
    ROWS,
    csv_of,
    ods_of,
    ods_row,
    packed,
    repacked,
    sheet_xml,
    xls_of,
    xlsx_of,
)

LINES = [HEADINGS, *ROWS]


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows]


def reasons(table: Table) -> list[tuple[int, str]]:
    return [(line.number, line.reason.code) for line in table.dropped]


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (csv_of(LINES), "list.csv", "csv"),
        (csv_of(LINES, delimiter=";"), "list.txt", "csv"),
        (csv_of(LINES, delimiter="\t"), "list.tsv", "tsv"),
        (csv_of(LINES), "pasted", "csv"),
        (xlsx_of(LINES), "list.xlsx", "xlsx"),
        (xls_of(LINES), "list.xls", "xls"),
        (ods_of("".join(map(ods_row, LINES))), "list.ods", "ods"),
        (packed({"list.csv": csv_of(LINES)}), "list.zip", "lists"),
    ],
)
def test_each_kind_of_file_gives_the_same_table(*, content: bytes, name: str, kind: str) -> None:
    book = read(content, name)

    assert book.kind == kind
    assert [(t.header_row, t.headings, cells(t)) for t in book.tables] == [(1, HEADINGS, ROWS)]


@pytest.mark.parametrize(
    ("encoding", "words", "found"),
    [
        ("utf-8", ["País", "Nombre"], "utf-8"),
        ("utf-8-sig", ["País", "Nombre"], "utf-8-sig"),
        ("utf-16", ["Страна", "ФИО"], "utf-16"),
        ("utf-16-le", ["Country", "Name"], "utf-16-le"),
        ("utf-16-be", ["Country", "Name"], "utf-16-be"),
        ("utf-32", ["Страна", "ФИО"], "utf-32"),
        ("cp1252", ["País", "Nombre y apellidos"], "cp1252"),
        ("cp1251", ["Страна", "Полное имя"], "cp1251"),
        ("cp1256", ["البلد", "الاسم الكامل"], "cp1256"),
        ("cp1253", ["Χώρα", "Ονοματεπώνυμο"], "cp1253"),
        ("cp1254", ["Ülke", "Adı Soyadı"], "cp1254"),
        ("koi8_r", ["Страна", "Полное имя"], "koi8_r"),
    ],
)
def test_encodings_are_found_and_named(*, encoding: str, words: list[str], found: str) -> None:
    content = csv_of([words, ["Kenya", "Amina Odhiambo"]], encoding=encoding)
    if encoding == "utf-16":
        content = b"\xff\xfe" + "\r\n".join([",".join(words), "Kenya,Amina Odhiambo"]).encode(
            "utf-16-le"
        )
    elif encoding in {"utf-8-sig", "utf-32"}:
        content = "\r\n".join([",".join(words), "Kenya,Amina Odhiambo"]).encode(encoding)

    table = read(content, "list.csv").tables[0]

    assert (table.encoding, table.headings) == (found, words)


def test_chinese_is_left_to_the_library() -> None:
    lines = [["姓名", "城市"], ["王秀英", "北京"], ["李明", "上海"], ["张伟", "广州"]]
    notes = ["我们在北京学习非暴力行动的方法", "参加者来自中国各地的组织"]

    table = read(csv_of([*lines, notes], encoding="gb18030"), "list.csv").tables[0]

    assert (table.headings, [row.cells for row in table.rows]) == (lines[0], [*lines[1:], notes])


def test_a_guessed_encoding_is_told() -> None:
    book = read(csv_of([["País", "Nombre"], ["Perú", "Luz"]], encoding="cp1252"), "list.csv")

    assert [str(note) for note in book.notes] == [
        "The file does not say how its letters are stored; we read it as cp1252. Check that "
        "accents and other scripts look right."
    ]


def test_broken_letters_are_repaired_and_told() -> None:
    broken = "Belém".encode().decode("cp1252")

    book = read(csv_of([["Nome", "Cidade"], ["Inês", broken]]), "list.csv")

    assert cells(book.tables[0]) == [["Inês", "Belém"]]
    assert [str(note) for note in book.notes] == [
        f"We repaired broken letters in 1 cells ({broken} → Belém)."
    ]


def test_titles_blanks_totals_and_repeated_headings_are_dropped_with_a_reason() -> None:
    lines = [
        ["Africa 2017 – everyone", "", ""],
        ["", "", ""],
        HEADINGS,
        ROWS[0],
        ["", "", ""],
        HEADINGS,
        ROWS[1],
        ["Total: 2", "", ""],
    ]

    table = read(csv_of(lines), "list.csv").tables[0]

    assert (table.header_row, table.titles) == (3, ["Africa 2017 – everyone"])
    assert [row.number for row in table.rows] == [4, 7]
    assert reasons(table) == [
        (1, "dropped_title"),
        (2, "dropped_blank"),
        (5, "dropped_blank"),
        (6, "dropped_headings"),
        (8, "dropped_total"),
    ]


@pytest.mark.parametrize("label", ["TOTAL", "Total: 14", "Итого", "المجموع", "Totales 3", "Sum"])
def test_totals_are_known_in_many_languages(label: str) -> None:
    table = read(csv_of([*LINES, [label, "", "14"]]), "list.csv").tables[0]

    assert reasons(table) == [(4, "dropped_total")]


def test_a_person_called_total_stays() -> None:
    table = read(csv_of([*LINES, ["Total", "total@example.org", "Chad"]]), "list.csv").tables[0]

    assert [row.number for row in table.rows] == [2, 3, 4]


@pytest.mark.parametrize(
    "lines",
    [
        [["Amina Odhiambo", "amina@example.org"], ["Luz Prado", "luz@example.org"]],
        [["Amina Odhiambo", "Nairobi"], ["Luz Prado", "Lima"], ["Inês Melo", "Porto"]],
    ],
)
def test_a_list_without_headings_keeps_its_first_row(lines: list[list[str]]) -> None:
    book = read(csv_of(lines), "list.csv")

    assert (book.tables[0].header_row, cells(book.tables[0])) == (0, lines)
    assert [note.code for note in book.notes] == ["no_headings"]


def test_unknown_headings_are_told_by_their_looks() -> None:
    lines = [["comrade", "reached at"], ["Amina Odhiambo", "amina@example.org"]]

    table = read(csv_of(lines), "list.csv").tables[0]

    assert (table.header_row, table.headings) == (1, ["comrade", "reached at"])


def test_merged_cells_give_their_text_to_every_row() -> None:
    lines = [HEADINGS, ["Amina", "a@example.org", "Kenya"], ["Otieno", "o@example.org", ""]]

    book = read(xlsx_of(lines, ["C2:C3"]), "list.xlsx")

    assert [row.cells[2] for row in book.tables[0].rows] == ["Kenya", "Kenya"]
    assert [note.code for note in book.notes] == ["merged_filled"]


def test_numbers_dates_and_formulas_of_a_workbook_become_text() -> None:
    cell = '<c r="A2"><v>254712345678.0</v></c><c r="B2"><f>1/0+SUM(A1)</f><v>12.5</v></c>'
    headings = [
        f'<c r="{place}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in (("A", "Phone"), ("B", "Year"))
    ]
    content = repacked(
        xlsx_of(LINES),
        {
            "xl/worksheets/sheet1.xml": sheet_xml(
                f'<row r="1">{"".join(headings)}</row><row r="2">{cell}</row>'
            )
        },
    )

    table = read(content, "list.xlsx").tables[0]

    assert cells(table) == [["254712345678", "12.5"]]


def test_dates_of_a_workbook_become_iso() -> None:
    moment = datetime(2019, 2, 3, 14, 30, tzinfo=UTC).replace(tzinfo=None)
    content = xlsx_of([["Name", "Date", "Registered on"], ["Luz", date(2019, 2, 3), moment]])

    table = read(content, "list.xlsx").tables[0]

    assert cells(table) == [["Luz", "2019-02-03", "2019-02-03 14:30:00"]]


def test_phones_that_a_script_made_decimal_become_whole() -> None:
    content = csv_of([["Name", "Phone"], ["Luz", "9647859582693.0"], ["Ali", "1.0"]])

    table = read(content, "list.csv").tables[0]

    assert cells(table) == [["Luz", "9647859582693"], ["Ali", "1.0"]]


def test_the_mark_of_our_own_export_is_taken_off_and_other_apostrophes_stay() -> None:
    content = csv_of([["Name", "Phone"], ["'=Luz", "'+254712345678"], ["'Abd al-Aziz", "-"]])

    table = read(content, "list.csv").tables[0]

    assert cells(table) == [["=Luz", "+254712345678"], ["'Abd al-Aziz", "-"]]


def test_a_line_that_names_the_delimiter_keeps_its_number() -> None:
    content = b"sep=;\r\n" + csv_of(LINES, delimiter=";")

    table = read(content, "list.csv").tables[0]

    assert (table.delimiter, table.header_row, [row.number for row in table.rows]) == (
        ";",
        2,
        [3, 4],
    )


def test_commas_inside_cells_do_not_decide_the_delimiter() -> None:
    lines = [["Nom", "Ville"], ["Sow, Awa", "Thiès, Dakar"], ["Ba, Ali", "Dakar, Pikine"]]

    table = read(csv_of(lines, delimiter=";"), "list.csv").tables[0]

    assert (table.delimiter, cells(table)) == (";", lines[1:])


def test_a_quotation_mark_that_never_closes_swallows_nothing() -> None:
    lines = [
        ["Name", "City", "Email"],
        ['"Luz', "Lima", "luz@example.org"],
        ["Ali", "Cairo", "ali@example.org"],
        ["Eva", "Quito", "eva@example.org"],
    ]

    book = read(csv_of(lines), "list.csv")

    assert cells(book.tables[0]) == [["Luz", *lines[1][1:]], *lines[2:]]
    assert [note.code for note in book.notes] == ["quotes_ignored"]


def test_line_breaks_in_quoted_cells_stay_inside_their_row() -> None:
    content = b'Name,Notes,City\r\nLuz,"first\r\nsecond",Lima\r\nAli,,Cairo\r\n'

    table = read(content, "list.csv").tables[0]

    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ["Luz", "first\r\nsecond", "Lima"]),
        (3, ["Ali", "", "Cairo"]),
    ]


def test_pasted_addresses_one_a_line() -> None:
    book = read_pasted("Amina Odhiambo <amina@example.org>\nluz@example.org\n")

    assert (book.kind, cells(book.tables[0])) == (
        "pasted",
        [["Amina Odhiambo <amina@example.org>"], ["luz@example.org"]],
    )


def test_a_packed_folder_gives_a_table_a_list_and_names_what_it_left_out() -> None:
    members = {"a/first.csv": csv_of(LINES), "second.csv": csv_of(LINES), "about.md": b"text"}

    book = read(packed(members), "export.zip")

    assert [table.name for table in book.tables] == ["first", "second"]
    assert [str(note) for note in book.notes] == ["about.md is not a list; we left it out."]
