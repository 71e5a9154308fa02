"""A whole folder of made-up lists, with its truth."""

import csv
import random
from dataclasses import dataclass, replace
from pathlib import Path

from bench.made.lists import Form, form_of, full_name, write_list
from bench.made.people import YEARS, commonness, in_country, population, years_of
from bench.made.rows import Row, written

# With few rows each desk keeps a list every third year, as small schools do.
FEW = 5000
EVERY = {
    "America Latina": 2010, "Eurasia": 2010, "MENA": 2010, "Africa": 2011, "Global": 2011,
    "Lusofono": 2011, "Asia": 2012, "Francophone": 2012,
}  # fmt: skip
GLOBAL = 0.52
MOJIBAKE = 0.012
TRUTH = ("record_id", "file", "row", "person_id", "tags", "email_true", "phone_true")
RECORDS = (
    "record_id", "file", "row", "year", "name", "given_name", "family_name", "email", "phone",
    "country", "city", "organisation", "date_of_birth",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """How much was made."""

    rows: int
    people: int
    lists: int


def make(folder: Path, *, rows: int, seed: int, lists: bool = True) -> Made:
    """Fill `folder`; the same arguments give the same files."""
    dice = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    people, alike = population(rows, dice=dice)
    forms = _forms(rows, dice=dice)
    near = in_country(people)
    common = commonness(rows)
    by_list: dict[tuple[str, int], list[Row]] = {}
    for person in people:
        for year in years_of(person, dice=dice):
            form = _list_for(person.country.desk, year=year, forms=forms, dice=dice)
            row = written(
                person, year=int(form.file[:4]), desk=form.desk, delimited=not form.workbook,
                neighbours=near[person.country.code], common=common, dice=dice,
            )  # fmt: skip
            if form.encoding.startswith("utf-8") and dice.random() < MOJIBAKE:
                row = _spoilt(row)
            by_list.setdefault((form.desk, row.year), []).append(row)
    with (
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth_file,
        (folder / "records.csv").open("w", encoding="utf-8", newline="") as records_file,
    ):
        truth, records = csv.writer(truth_file), csv.writer(records_file)
        truth.writerow(TRUTH)
        records.writerow(RECORDS)
        number = 0
        for key, form in sorted(forms.items(), key=lambda item: item[1].file):
            there = by_list.get(key, [])
            dice.shuffle(there)
            placed = write_list(form, there, folder=folder) if lists else enumerate(there, 2)
            for line, row in placed:
                number += 1
                record = f"r{number:07}"
                truth.writerow((
                    record, form.file, line, row.person.key, "|".join(row.tags),
                    row.email_true, row.phone_true,
                ))  # fmt: skip
                records.writerow(_record(record, form=form, line=line, row=row))
    with (folder / "hard_negatives.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("person_a", "person_b", "kind"))
        writer.writerows(alike)
    return Made(rows=number, people=len(people), lists=len(forms))


def _forms(rows: int, *, dice: random.Random) -> dict[tuple[str, int], Form]:
    found = {}
    for desk, first in EVERY.items():
        for year in YEARS:
            if rows >= FEW or (year - first) % 3 == 0:
                found[desk, year] = form_of(desk, year=year, dice=dice)
    return found


def _list_for(
    desk: str, *, year: int, forms: dict[tuple[str, int], Form], dice: random.Random
) -> Form:
    """The list of the desk, or of everybody, nearest to the year."""
    where = "Global" if desk == "Global" or dice.random() < GLOBAL else desk
    near = min((at for d, at in forms if d == where), key=lambda at: (abs(at - year), at))
    return forms[where, near]


def _spoilt(row: Row) -> Row:
    if (row.given + row.family + row.city).isascii():
        return row
    return replace(row, tags=tuple(sorted({*row.tags, "mojibake"})))


def _record(record: str, *, form: Form, line: int, row: Row) -> tuple[object, ...]:
    """The row in the table of plain headings; days of birth are written year first there."""
    split = "given" in form.columns
    born = ""
    if "born" in form.columns and row.born:
        born = str(row.born.year) if form.births == "year" else row.born.isoformat()
    return (
        record, form.file, line, row.year, full_name(row, "plain" if split else form.names),
        row.given if split else "", row.family if split else "", row.email, row.phone,
        row.country, row.city, row.organisation, born,
    )  # fmt: skip
