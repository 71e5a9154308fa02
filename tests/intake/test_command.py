"""`manage.py import_sheets`: the dry run and the steps of the browser, without one."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from commonroot.intake.management.commands import import_sheets
from commonroot.intake.models import Import
from commonroot.people.actions import add_way, suppress
from commonroot.people.models import Pair, Person
from commonroot.work.alone import alone
from tests.factories.people import PersonFactory
from tests.intake.test_actions import LIST

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_list(tmp_path):
    """A file with an old list."""
    file = tmp_path / "old.csv"
    file.write_bytes(LIST)
    return file


def run(*arguments):
    """What the command prints: (what the list says, progress)."""
    out, progress = StringIO(), StringIO()
    call_command("import_sheets", *map(str, arguments), stdout=out, stderr=progress)
    return out.getvalue(), progress.getvalue()


def test_a_dry_run_says_what_the_list_says_and_changes_nobody(old_list):
    told, _progress = run(old_list, "--dry-run")

    lines = [line.strip() for line in told.splitlines()]
    assert {"rows: 5", "people: 3", "refused: 1", "newest: 2016"} <= set(lines)
    assert lines[-2:] == ["countries: KE 2, SD 1", "state: read, nothing changed yet"]
    assert (Person.objects.count(), Import.objects.get().state) == (0, "read")


def test_the_list_comes_in_and_pairs_wait_in_the_register(old_list):
    told, progress = run(old_list)

    assert (Person.objects.count(), Import.objects.get().state) == (3, "applied")
    assert list(Pair.objects.values_list("state", flat=True)) == ["open"]
    assert "reading the rows: 5 of 5" in progress
    assert "adding them to the register: 4 of 4" in progress
    assert told.splitlines()[-1].strip() == "state: in the register"


def test_a_dry_run_and_then_the_same_file_brings_it_in_once(old_list):
    run(old_list, "--dry-run")
    run(old_list)

    run(old_list)

    assert (Person.objects.count(), Import.objects.count()) == (3, 1)


def test_the_report_is_for_programs(old_list, tmp_path):
    run(old_list, "--dry-run", "--report", tmp_path / "out.json")

    batch = Import.objects.get()
    told = json.loads((tmp_path / "out.json").read_text())
    assert told["import"] == batch.key
    assert told["counts"] == batch.truth
    assert [sheet["encoding"] for sheet in told["sheets"]] == ["utf-8"]
    assert [column["field"] for column in told["columns"]] == [
        "name", "email", "country", "city", "year",
    ]  # fmt: skip
    assert [(row["sheet"], row["row"]) for row in told["refused"]] == [("old.csv", 6)]
    assert told["to_mend"] == 1


def test_no_report_tells_who_asked_to_be_forgotten(old_list, tmp_path, at):
    # The same register twice: what only deletes people leaves their names counted as known.
    with transaction.atomic():
        run(old_list, "--report", tmp_path / "before.json")
        transaction.set_rollback(True)
    gone = PersonFactory(shown_name="Amina Otieno")
    add_way(person=gone, kind="mail", value="amina@example.org", at=at)
    suppress(person=gone, at=at)
    gone.delete()

    run(old_list, "--report", tmp_path / "after.json")

    before, after = (
        json.loads((tmp_path / name).read_text()) for name in ("before.json", "after.json")
    )
    assert before.pop("import") != after.pop("import")
    assert before == after
    assert list(Person.objects.values_list("shown_name", flat=True)) == ["Hassan Ali"]


def test_a_report_that_cannot_be_written_is_said_before_anybody_comes_in(old_list, tmp_path):
    with pytest.raises(CommandError, match="there is no folder"):
        run(old_list, "--report", tmp_path / "nowhere" / "out.json")
    with pytest.raises(CommandError, match="would be written over"):
        run(old_list, "--report", old_list)

    assert (Import.objects.count(), old_list.read_bytes()) == (0, LIST)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is a thing of Linux")
def test_a_report_that_fills_the_disk_is_said(old_list):
    with pytest.raises(CommandError, match="The report could not be written"):
        run(old_list, "--dry-run", "--report", "/dev/full")


def test_a_list_without_people_is_said_and_stays_outside(tmp_path):
    goods = tmp_path / "goods.csv"
    goods.write_text("sku,price\nA1,3\nB2,4\nC3,9\n")

    with pytest.raises(CommandError, match="There is nobody in these lists"):
        run(goods)

    assert (Person.objects.count(), Import.objects.get().state) == (0, "read")


def test_a_folder_without_a_register_is_said(old_list, tmp_path):
    told = subprocess.run(
        [sys.executable, "manage.py", "import_sheets", str(old_list)],
        cwd=settings.BASE_DIR, env={"PATH": os.environ["PATH"], "COMMONROOT_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 1
    assert told.stderr.startswith(f"CommandError: There is no register in {tmp_path} that can be")


class Stopped(StringIO):
    """A terminal where somebody presses Ctrl-C as soon as people come in."""

    def write(self, words):
        """Take the words, or stop."""
        if words.startswith("\radding"):
            raise KeyboardInterrupt
        return super().write(words)


def test_whoever_stops_it_is_told_that_it_goes_on(old_list):
    with pytest.raises(CommandError, match="nothing is lost") as stop:
        call_command("import_sheets", str(old_list), stdout=StringIO(), stderr=Stopped())
    was = Import.objects.get().state

    run(old_list)

    assert (stop.value.returncode, was) == (130, "applying")
    assert (Import.objects.get().state, Person.objects.count()) == ("applied", 3)


def test_it_waits_while_another_list_is_read(old_list, monkeypatch):
    held = alone("import")
    held.__enter__()
    monkeypatch.setattr(
        import_sheets.time, "sleep", lambda _seconds: held.__exit__(None, None, None)
    )

    _told, progress = run(old_list, "--dry-run")

    assert "Another list is being read" in progress
    assert Import.objects.get().state == "read"


def test_what_was_noticed_while_reading_is_said(tmp_path):
    file = tmp_path / "old.csv"
    file.write_bytes("Lista 2011;;\nNome;E-mail\nMárcia;marcia@example.org\n".encode("cp1252"))

    told, _progress = run(file, "--dry-run")

    notes = Import.objects.get().notes
    assert len(notes) > 0
    assert told.splitlines()[: len(notes)] == notes


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.csv: No such file or directory\.$"):
        run(tmp_path / "nothing.csv")


def test_a_file_that_cannot_be_read_ends_with_a_sentence(tmp_path):
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04" + b"x" * 500)

    with pytest.raises(CommandError, match=r"broken\.xlsx: .*damaged"):
        run(file)

    assert Person.objects.count() == 0


def test_one_file_that_cannot_be_read_is_left_out_and_ends_with_its_sentence(tmp_path):
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_bytes(b"Name,E-mail\nAmina Otieno,amina@example.org\n")
    bad.write_bytes(b"")

    with pytest.raises(CommandError, match=r"^b\.csv: This file is empty"):
        run(good, bad)

    assert [str(one) for one in Person.objects.all()] == ["Amina Otieno"]
