"""How well old sheets are read: one line of JSON a figure.

    python bench/sheets.py FOLDER

FOLDER holds the sheets and `truth.csv` (file, row, email_true, phone_true; a phone is the
country's two letters and the national number). Each line is {"name", "value", "unit", "bound"};
the script ends with 1 if a figure misses its bound.
"""

import argparse
import csv
import io
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import phonenumbers

from commonroot.sheets.book import Table
from commonroot.sheets.columns import map_columns
from commonroot.sheets.headings import short_key
from commonroot.sheets.limits import COMMAND
from commonroot.sheets.people import rows_as_people
from commonroot.sheets.reading import read
from commonroot.sheets.sayings import Unreadable
from commonroot.sheets.write import write_csv

# Labelled by hand, so that a change of the alias file is measured against something else.
MEANT = {
    "name": "name|full name|participant|nombre completo|nombre y apellidos|nom complet"
    "|nom et prénom|фио",
    "given_name": "given names|first name|forename|الاسم الاول",
    "family_name": "last name|family name|apelido|اسم العائله",
    "email": "email|e-mail|e-mail address|correo|correo electrónico|courriel|эл. почта"
    "|البريد الإلكتروني",
    "phone": "phone|tel|mobile whatsapp|telefono|telemovel|telefone|telephone|телефон|الهاتف",
    "contact": "contact",
    "country": "country|country of residence|pais|pays|страна|البلد|الدوله",
    "city": "city|town|ciudad|cidade|ville|город|المدينه",
    "place": "location|lugar|lieu|local",
    "organisation": "organisation|org / movement|affiliation|organización|colectivo"
    "|organização|movimento|structure|организация|المنظمة|الجهة",
    "role": "role|rol|papel|роль|الدور",
    "course": "course|training attended|curso|formation|курс|الدوره",
    "year": "year|ano|السنه",
    "date": "registered on|fecha de registro|data de inscrição|inscrit le|дата регистрации"
    "|تاريخ التسجيل",
    "born": "dob|date of birth|fecha de nacimiento|data de nascimento|date de naissance"
    "|дата рождения",
}
FIELD_OF = {
    short_key(heading): field for field, words in MEANT.items() for heading in words.split("|")
}
SHAPED = {"email", "phone", "contact", "country", "place", "year", "date", "born"}
WRITTEN_ROWS, WRITTEN_COLUMNS = 10_000, 20

Truth = dict[str, dict[int, dict[str, str]]]


def main() -> int:
    """Measure a folder and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("folder", type=Path)
    folder: Path = asked.parse_args().folder
    truth = truth_of(folder)
    started = time.perf_counter()
    tables = tables_of(folder, truth)
    read_seconds = time.perf_counter() - started
    counts = compared(tables, truth)
    missed = 0
    for name, value, unit, bound, good in [
        ("sheets_rows_read", share(counts, "row"), "share", 0.995, at_least),
        ("sheets_rows_added", counts["row_extra"], "rows", 0, at_most),
        ("sheets_emails_right", share(counts, "email"), "share", 0.98, at_least),
        ("sheets_phones_right", share(counts, "phone"), "share", 0.95, at_least),
        ("sheets_columns_right", share(counts, "column"), "share", 0.98, at_least),
        ("sheets_columns_right_without_headings", share(counts, "bare"), "share", 0.85, at_least),
        ("sheets_read_seconds_per_file", read_seconds / max(1, len(truth)), "s", 1.0, at_most),
        ("sheets_write_csv_10000x20", writing_seconds(), "s", 1.0, at_most),
    ]:
        print(json.dumps({"name": name, "value": round(value, 4), "unit": unit, "bound": bound}))
        missed += not good(value, bound)
    return 1 if missed else 0


def at_least(value: float, bound: float) -> bool:
    """Tell whether a figure that should be large is large enough."""
    return value >= bound


def at_most(value: float, bound: float) -> bool:
    """Tell whether a figure that should be small is small enough."""
    return value <= bound


def share(counts: Counter[str], kind: str) -> float:
    """Return right ones of all ones of a kind; 1 where there are none."""
    total = counts[kind + "_all"]
    return counts[kind] / total if total else 1.0


def truth_of(folder: Path) -> Truth:
    """Return the truth as {file: {row: line of truth.csv}}."""
    found: Truth = defaultdict(dict)
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            found[line["file"]][int(line["row"])] = line
    return found


def tables_of(folder: Path, truth: Truth) -> dict[str, list[Table]]:
    """Return the tables of each file; a file that cannot be read has none."""
    found: dict[str, list[Table]] = {}
    for name in truth:
        try:
            found[name] = list(read(folder / name, name, limits=COMMAND).tables)
        except Unreadable as refusal:
            print(f"{name}: {refusal}", file=sys.stderr)
            found[name] = []
    return found


def compared(tables: dict[str, list[Table]], truth: Truth) -> Counter[str]:
    """Count what is right (`kind`) and what there was (`kind_all`)."""
    counts: Counter[str] = Counter()
    for name, rows in truth.items():
        seen: set[int] = set()
        for table in tables[name]:
            columns = map_columns(table)
            count_columns(counts, table)
            for person in rows_as_people(table, columns):
                expected = rows.get(person.number)
                if expected is None:
                    counts["row_extra"] += 1
                elif not person.refused:
                    seen.add(person.number)
                    count(counts, "email", expected=expected["email_true"], found=person.emails)
                    phone = e164(expected["phone_true"])
                    count(counts, "phone", expected=phone, found=person.phones)
        counts["row_all"] += len(rows)
        counts["row"] += len(seen)
        for number, line in rows.items():
            if number not in seen:
                counts["email_all"] += bool(line["email_true"])
                counts["phone_all"] += bool(line["phone_true"])
    return counts


def count(counts: Counter[str], kind: str, *, expected: str, found: tuple[str, ...]) -> None:
    """Count one cell: right if the true value was found, or none where there is none."""
    if expected or found:
        counts[kind + "_all"] += 1
        counts[kind] += (expected in found) if expected else 0


def count_columns(counts: Counter[str], table: Table) -> None:
    """Count the columns mapped right, with their headings and without any."""
    family = any(FIELD_OF.get(short_key(heading)) == "family_name" for heading in table.headings)
    bare = replace(table, header_row=0, headings=[""] * len(table.headings))
    for column, without in zip(map_columns(table), map_columns(bare), strict=True):
        expected = FIELD_OF.get(short_key(column.heading))
        if short_key(column.heading) == "nome":
            expected = "given_name" if family else "name"
        if expected is None:
            print(f"{table.name}: no label for {column.heading!r}", file=sys.stderr)
            continue
        allowed = {expected} | ({"email", "phone"} if expected == "contact" else set())
        counts["column_all"] += 1
        counts["column"] += column.field in allowed
        if column.field not in allowed:
            print(f"{table.name}: {column.heading!r} became {column.field}", file=sys.stderr)
        if expected in SHAPED and table.column(column.index):
            counts["bare_all"] += 1
            counts["bare"] += without.field in allowed


def e164(phone: str) -> str:
    """Return a phone of the truth ("KE712345678") as E.164."""
    if not phone:
        return ""
    return f"+{phonenumbers.country_code_for_region(phone[:2])}{phone[2:]}"


def writing_seconds() -> float:
    """Return how long a CSV of 10,000 rows and 20 columns takes."""
    headings = [f"column {place}" for place in range(WRITTEN_COLUMNS)]
    rows = (
        [f"cell {row} {place}" for place in range(WRITTEN_COLUMNS)] for row in range(WRITTEN_ROWS)
    )
    started = time.process_time()
    write_csv(io.BytesIO(), headings=headings, rows=rows)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
