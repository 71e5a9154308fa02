"""`manage.py import_sheets`: the dry run and the steps of the browser, without one."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commonroot.intake.actions import reading
from commonroot.intake.models import Import
from commonroot.people.models import Person
from tests.intake.test_actions import LIST

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_list(tmp_path):
    """A file with an old list."""
    file = tmp_path / "old.csv"
    file.write_bytes(LIST)
    return file


def run(*arguments):
    """What the command prints: (for people or programs, progress)."""
    out, progress = StringIO(), StringIO()
    call_command("import_sheets", *map(str, arguments), stdout=out, stderr=progress)
    return out.getvalue(), progress.getvalue()


def test_it_says_what_the_list_says_and_changes_nobody(old_list):
    told, _progress = run(old_list)

    lines = [line.strip() for line in told.splitlines()]
    assert {"rows: 5", "people: 3", "refused: 1", "newest: 2016"} <= set(lines)
    assert lines[-1] == "countries: KE 2, SD 1"
    assert (Person.objects.count(), Import.objects.get().state) == (0, "read")


def test_apply_brings_the_list_in(old_list):
    _told, progress = run(old_list, "--apply")

    assert (Person.objects.count(), Import.objects.get().state) == (3, "applied")
    assert "5 of 5 rows" in progress


def test_json_is_for_programs(old_list):
    told, _progress = run(old_list, "--json")

    batch = Import.objects.get()
    assert json.loads(told) == {"import": batch.key, "state": "read", **batch.truth}


def test_what_was_noticed_while_reading_is_said(tmp_path):
    file = tmp_path / "old.csv"
    file.write_bytes("Lista 2011;;\nNome;E-mail\nMárcia;marcia@example.org\n".encode("cp1252"))

    told, _progress = run(file)

    notes = Import.objects.get().notes
    assert len(notes) > 0
    assert told.splitlines()[: len(notes)] == notes


def test_a_large_list_is_read_at_once_too(old_list, monkeypatch):
    monkeypatch.setattr(reading, "READ_AT_ONCE_BYTES", 10)

    told, _progress = run(old_list, "--json")

    assert json.loads(told)["people"] == 3


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        run(tmp_path / "nothing.csv")


@pytest.mark.parametrize("at_once", [10, 400_000])
def test_a_file_that_cannot_be_read_ends_with_a_sentence(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(reading, "READ_AT_ONCE_BYTES", at_once)
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04" + b"x" * 500)

    with pytest.raises(CommandError, match=r"broken\.xlsx: .*damaged"):
        run(file, "--apply")

    assert Person.objects.count() == 0
