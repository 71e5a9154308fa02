"""Rows put together as old lists: shuffled and merged columns, titles, totals, encodings."""

import csv
import io
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from bench.made.rows import Row

ENCODINGS = {"es": "cp1252", "pt": "cp1252", "fr": "cp1252", "ru": "cp1251", "ar": "cp1256"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BIRTHS = ("iso", "day", "month", "name", "short", "year")


@dataclass(frozen=True)
class Form:
    """How one list is laid out. `columns` are kinds in their order; `names` is how a full name
    is written.
    """

    file: str
    desk: str
    language: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    names: str
    births: str
    title: str
    total: bool
    sorted_by_country: bool
    encoding: str
    delimiter: str

    @property
    def workbook(self) -> bool:
        """Whether it is an Excel file."""
        return self.file.endswith(".xlsx")


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("bench.made").joinpath("forms.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return found


def form_of(desk: str, *, year: int, dice: random.Random) -> Form:
    """A way of keeping the list of one desk in one year."""
    language = str(_words()["languages"][desk])
    if dice.random() < 0.25:
        language = "en"
    columns = ["role", "course", "date", "organisation"]
    split = dice.random() < 0.27
    columns += ["given", "family"] if split else ["name"]
    columns += ["contact"] if dice.random() < 0.18 else ["email", "phone"]
    columns += ["place"] if dice.random() < 0.18 else ["country", "city"]
    if dice.random() < 0.62:
        columns.append("born")
    if dice.random() < 0.5:
        columns.append("year")
    dice.shuffle(columns)
    if split and dice.random() < 0.75:  # first and last name mostly stand side by side
        columns.remove("family")
        columns.insert(columns.index("given") + dice.randrange(2), "family")
    words = _words()[language]
    workbook = dice.random() < 0.5
    encoding, delimiter = "utf-8", ","
    if not workbook:
        fate = dice.random()
        if fate < 0.2:
            encoding = "utf-8-sig"
        elif fate < 0.3:
            encoding = "utf-16"
        elif fate < 0.45:
            encoding = ENCODINGS.get(language, "utf-8")
        delimiter = dice.choice((",", ",", ";", ";", "\t")) if fate > 0.1 else ","
    name = desk.replace(" ", "_")
    return Form(
        file=f"{year}_{name}.{'xlsx' if workbook else 'csv'}",
        desk=desk,
        language=language,
        columns=tuple(columns),
        headings=tuple(dice.choice(words[kind]) for kind in columns),
        names=dice.choice(("plain", "plain", "comma", "loud", "turned")),
        births=dice.choice(BIRTHS),
        title=f"{desk} {year} – MASTER LIST (final_v3)" if dice.random() < 0.4 else "",
        total=dice.random() < 0.25,
        sorted_by_country=workbook and "country" in columns and dice.random() < 0.4,
        encoding=encoding,
        delimiter=delimiter,
    )


def write_list(form: Form, rows: Sequence[Row], *, folder: Path) -> list[tuple[int, Row]]:
    """Write one list; returns each row with its 1-based line."""
    if form.sorted_by_country:
        rows = sorted(rows, key=lambda row: row.country.strip())
    start = 1 + (2 if form.title else 0)
    lines = [[form.title, *[""] * (len(form.columns) - 1)], [""] * len(form.columns)]
    lines = [*lines[: start - 1], list(form.headings)]
    lines += [_cells(form, row) for row in rows]
    if form.total:
        lines.append([f"Total: {len(rows)}", *[""] * (len(form.columns) - 1)])
    path = folder / form.file
    if form.workbook:
        _write_workbook(path, lines, form=form, first=start, count=len(rows))
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=form.delimiter, lineterminator="\r\n").writerows(lines)
        path.write_bytes(_encoded(text.getvalue(), encoding=form.encoding))
    return [(start + 1 + at, row) for at, row in enumerate(rows)]


def _encoded(text: str, *, encoding: str) -> bytes:
    """The bytes of a list; what an old encoding cannot hold is kept in UTF-8, as Excel asks."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _cells(form: Form, row: Row) -> list[str]:
    words = _words()[form.language]
    dice = row.quirk
    cells = []
    for kind in form.columns:
        if kind == "name":
            cells.append(_cased(full_name(row, form.names), form=form, row=row))
        elif kind in {"given", "family"}:
            cells.append(_cased(getattr(row, kind), form=form, row=row))
        elif kind == "contact":
            cells.append(" / ".join(filter(None, (row.email, row.phone))))
        elif kind == "place":
            place = ", ".join(part for part in (row.city, row.country) if part)
            cells.append(_spoilt(place, form=form, row=row))
        elif kind == "city":
            cells.append(_spoilt(row.city, form=form, row=row))
        elif kind == "role":
            cells.append(dice.choice(words["roles"]))
        elif kind == "course":
            cells.append(dice.choice(words["courses"]))
        elif kind == "year":
            cells.append(str(row.year))
        elif kind == "date":
            cells.append(_day(row.registered, "iso" if dice.random() < 0.55 else "day"))
        elif kind == "born":
            cells.append(_day(row.born, form.births))
        else:
            cells.append(str(getattr(row, kind)))
    return cells


def full_name(row: Row, how: str) -> str:
    """The name in one column, in the order and case of its list."""
    given, family = row.given, row.family
    if not family:
        return given
    if how == "comma":
        return f"{family}, {given}"
    if how == "loud":
        return f"{family.upper()} {given}"
    if how == "turned":
        return f"{family} {given}"
    return f"{given} {family}"


def _cased(text: str, *, form: Form, row: Row) -> str:
    fate = random.Random(f"{row.person.key} {row.year} {row.desk} {row.email}").random()
    if fate < 0.035:
        text = text.upper()
    elif fate < 0.065:
        text = text.lower()
    elif fate < 0.09:
        text = text.replace(" ", "  ", 1) if fate < 0.08 else f"{text} "
    return _spoilt(text, form=form, row=row)


def _spoilt(text: str, *, form: Form, row: Row) -> str:
    """The text as it looks after its UTF-8 was once read as Windows-1252."""
    if "mojibake" not in row.tags or text.isascii():
        return text
    return "".join(_misread(byte) for byte in text.encode())


def _misread(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _day(day: date | None, how: str) -> str:
    if day is None:
        return ""
    return {
        "iso": day.isoformat(),
        "day": f"{day.day:02}/{day.month:02}/{day.year}",
        "month": f"{day.month:02}/{day.day:02}/{day.year}",
        "name": f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}",
        "short": f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
        "year": str(day.year),
    }[how]


def _write_workbook(
    path: Path, lines: list[list[str]], *, form: Form, first: int, count: int
) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_urls": False,
                                           "strings_to_formulas": False})  # fmt: skip
    sheet = book.add_worksheet("Sheet1")
    for at, cells in enumerate(lines):
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(at, column, text)
    if form.sorted_by_country:
        _merge(sheet, lines, column=form.columns.index("country"), first=first, count=count)
    book.close()


def _merge(sheet, lines, *, column: int, first: int, count: int) -> None:
    """Merge cells of one country that stand below each other."""
    at = first
    while at < first + count:
        end = at
        while end + 1 < first + count and lines[end + 1][column] == lines[at][column]:
            end += 1
        if end > at and lines[at][column].strip():
            sheet.merge_range(at, column, end, column, lines[at][column])
        at = end + 1
