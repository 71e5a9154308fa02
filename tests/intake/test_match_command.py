"""`manage.py match`: who in some lists is the same person, without bringing anybody in."""

import csv
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commonroot.intake.management.commands import match

ENGLISH = """Members 2019,,,,
Name,E-mail address,Phone,Country,City
Wekesa Juma,wekesa.juma@example.org,+254 712 345 678,Kenya,Kisumu
Ileana Rueda Mosquera,ileana@example.org,,Colombia,Cali
Total: 2,,,,
"""
SPANISH = """Nombre completo;Correo electrónico;Teléfono;País;Ciudad
MOSQUERA Ileana;ileana@example.org;;Colombia;Cali
JUMA Wekesa;;0712 345 678;Kenia;Kisumu
Thabo Dlamini;;;Sudáfrica;Durban
"""
RECORDS = """record_id,name,email,phone,country,city,birth_year,date_of_birth
a,Wekesa Juma,wekesa.juma@example.org,,KE,Kisumu,1980,1980-03-02
b,Juma Wekesa,wekesa.juma@example.org,,KE,Kisumu,1980,1980-03-02
c,,,,,,,
"""


@pytest.fixture
def folder(tmp_path):
    """Two lists and a table of records."""
    (tmp_path / "2019.csv").write_text(ENGLISH)
    (tmp_path / "2020.csv").write_bytes(SPANISH.encode("cp1252"))
    (tmp_path / "records.csv").write_text(RECORDS)
    return tmp_path


def run(*arguments):
    """What is told while it works."""
    told = StringIO()
    call_command("match", *map(str, arguments), stderr=told, stdout=StringIO())
    return told.getvalue()


def table(path):
    """A CSV as lists of cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_rows_of_one_person_in_two_lists_get_one_number(folder):
    lists = (folder / "2019.csv", folder / "2020.csv")

    told = run(*lists, "--clusters", folder / "out.csv")

    heading, *rows = table(folder / "out.csv")
    assert heading == ["file", "row", "cluster_id"]
    numbers = {(file, row): number for file, row, number in rows}
    assert len(numbers) == 5
    assert numbers["2019.csv", "3"] == numbers["2020.csv", "3"]
    assert numbers["2019.csv", "4"] == numbers["2020.csv", "2"]
    assert len(set(numbers.values())) == 3
    assert "Reading 2 of 2: 2020.csv" in told
    assert told.endswith("5 rows, most likely 3 people.\n")


def test_pairs_are_written_with_band_and_score(folder):
    lists = (folder / "2019.csv", folder / "2020.csv")

    run(*lists, "--clusters", folder / "out.csv", "--pairs", folder / "pairs.csv")

    heading, *pairs = table(folder / "pairs.csv")
    assert heading == ["file_l", "row_l", "file_r", "row_r", "band", "score"]
    assert {(pair[0], pair[1], pair[2], pair[3]) for pair in pairs} == {
        ("2019.csv", "3", "2020.csv", "3"),
        ("2019.csv", "4", "2020.csv", "2"),
    }
    assert {pair[4] for pair in pairs} <= {"certain", "probable", "possible"}
    assert all(0.3 <= float(pair[5]) <= 1 for pair in pairs)


def test_a_table_of_records_is_answered_by_its_own_ids(folder):
    run("--records", folder / "records.csv", "--clusters", folder / "out.csv",
        "--pairs", folder / "pairs.csv")  # fmt: skip

    heading, *rows = table(folder / "out.csv")
    assert heading == ["record_id", "cluster_id"]
    numbers = dict(rows)
    assert list(numbers) == ["a", "b", "c"]
    assert numbers["a"] == numbers["b"] != numbers["c"]
    assert [row[:2] for row in table(folder / "pairs.csv")] == [
        ["record_id_l", "record_id_r"],
        ["a", "b"],
    ]


def test_lists_of_the_same_name_are_told_apart_by_their_folders(folder):
    (folder / "old").mkdir()
    (folder / "old" / "2019.csv").write_text(ENGLISH)

    run(folder / "2019.csv", folder / "old" / "2019.csv", "--clusters", folder / "out.csv")

    files = {row[0] for row in table(folder / "out.csv")[1:]}
    assert files == {str(folder / "2019.csv"), str(folder / "old" / "2019.csv")}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name the lists to match, or one table with --records."),
        (["2019.csv", "--records", "records.csv"], "Name the lists to match"),
        (["missing.csv"], "missing.csv: No such file or directory."),
        (["broken.xlsx"], "broken.xlsx: "),
        (["nobody.csv"], "There is nobody in these lists."),
        (["--records", "goods.csv"], "There is nobody in these lists."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    folder, monkeypatch, arguments, sentence
):
    monkeypatch.chdir(folder)
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (folder / "goods.csv").write_text("record_id,price\na,3\nb,4\n")
    (folder / "nobody.csv").write_text("Name,E-mail\n-,-\n")

    with pytest.raises(CommandError, match=sentence):
        run(*arguments, "--clusters", "out.csv")

    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize(
    ("outputs", "sentence"),
    [
        (["--clusters", "none/out.csv"], "there is no folder none"),
        (["--clusters", "taken"], "taken: this is a folder"),
        (["--clusters", "taken/../2019.csv"], "would be written over"),
        (["--clusters", "out.csv", "--pairs", "out.csv"], "would be written over"),
    ],
)
def test_where_nothing_can_be_written_is_said_before_the_work(
    folder, monkeypatch, outputs, sentence
):
    monkeypatch.chdir(folder)
    (folder / "taken").mkdir()
    # Whatever was read would be refused with another sentence.
    monkeypatch.setattr(match, "read", None)

    with pytest.raises(CommandError, match=sentence):
        run("2019.csv", *outputs)

    assert (folder / "2019.csv").read_text() == ENGLISH


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is a thing of Linux")
def test_a_full_disk_is_said_with_the_name_of_the_file(folder):
    with pytest.raises(CommandError, match=r"^/dev/full: No space left on device\.$"):
        run("--records", folder / "records.csv", "--clusters", "/dev/full")


def test_without_a_file_for_them_the_groups_are_printed(folder):
    printed = StringIO()

    call_command(
        "match", "--records", str(folder / "records.csv"), stdout=printed, stderr=StringIO()
    )

    assert printed.getvalue() == "record_id,cluster_id\na,1\nb,1\nc,2\n"


def test_the_engine_for_millions_gives_the_same_groups(folder):
    pytest.importorskip("splink", reason="splink is not installed (requirements/dev.in has it)")

    run("--records", folder / "records.csv", "--clusters", folder / "own.csv")
    told = run(
        "--records", folder / "records.csv", "--clusters", folder / "out.csv", "--engine", "splink"
    )

    assert table(folder / "out.csv") == table(folder / "own.csv")
    assert told.endswith("3 rows, most likely 2 people.\n")


def test_an_engine_that_is_not_installed_is_told(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "commonroot.matching.splink_engine", None)

    with pytest.raises(CommandError, match=r"splink is not installed\."):
        run(folder / "2019.csv", "--clusters", folder / "out.csv", "--engine", "splink")
    assert not (folder / "out.csv").exists()
