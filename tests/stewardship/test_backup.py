"""One sealed file holds everything; it is proven by restoring it, and the forgotten stay away."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.utils import load_backend

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter, Pause
from commonroot.people.models import ContactWay, Person, Suppression
from commonroot.stewardship import actions, tasks
from commonroot.stewardship.actions import backups, restoring, sealing, tombstones
from commonroot.stewardship.management.commands.prepare import Command
from commonroot.stewardship.models import Backup, RetentionRun, Tombstone
from commonroot.stewardship.queries import backups as queries
from commonroot.stewardship.queries import holdings
from tests.databases import copy
from tests.factories.canary import person_in_every_model
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.house.tree import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.system()
MAIL = "amina@example.org"
LATER = timedelta(days=1)


@pytest.fixture
def home(settings, tmp_path):
    """A home folder of its own, with one file in its data folder."""
    home = tmp_path / "home"
    settings.DATA, settings.BACKUPS = home / "data", home / "backups"
    (settings.DATA / "files").mkdir(parents=True)
    (settings.DATA / "files" / "sealed").write_bytes(b"\0sealed")
    (settings.DATA / "previews").mkdir()
    (settings.DATA / "previews" / "drawn.png").write_bytes(b"drawn anew when it is missing")
    return home


def backed_up(at):
    """(the file, the secret of the sheet) of a backup."""
    secret = backups.make_backup_key(by=BY, at=at)
    row = backups.back_up(into=configured.BACKUPS, by=BY, at=at)
    assert (row.fault, row.compared) == ("", True)
    return configured.BACKUPS / row.name, secret


@pytest.fixture
def elsewhere(tmp_path):
    """An empty place with the same keys, on the same kind of database: its environment."""
    new = tmp_path / "new"
    (new / "data").mkdir(parents=True)
    shutil.copyfile(configured.KEYS, new / "keys.json")
    left_alone = ("COMMONROOT_TEST_HOME", "DJANGO_SETTINGS_MODULE")
    environment = {k: v for k, v in os.environ.items() if k not in left_alone}
    wanted = {**connections["default"].settings_dict}
    if connection.vendor == "postgresql":
        name = f"{wanted['NAME']}_elsewhere"
        address = urlsplit(os.environ["COMMONROOT_DATABASE"])
        environment["COMMONROOT_DATABASE"] = urlunsplit(address._replace(path=f"/{name}"))
        wanted["OPTIONS"] = {k: v for k, v in wanted["OPTIONS"].items() if k != "pool"}
        copy(name)  # that restoring makes the tables is seen on SQLite
    else:
        name = new / "data" / "commonroot.sqlite3"
    environment["COMMONROOT_HOME"] = str(new)
    backend = load_backend(wanted["ENGINE"])
    connections["elsewhere"] = backend.DatabaseWrapper({**wanted, "NAME": name}, "elsewhere")
    yield environment, "elsewhere"
    connections["elsewhere"].close()
    del connections["elsewhere"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def managed(environment, *words):
    """What a command of Commonroot says at a place: (exit code, everything it said)."""
    ran = subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr


def test_what_is_restored_elsewhere_is_the_same_and_the_forgotten_stay_away(
    at, home, elsewhere, tmp_path
):
    """Takes seconds: every migration there is makes the tables, in a process of its own."""
    canary = person_in_every_model()
    gone = ContactWayFactory(value=MAIL, mark="m" * 64).person
    letter = Letter.objects.create(
        once="x", subject_key=canary.key, purpose="notice", template="x", due_at=at, created_at=at
    )
    file, secret = backed_up(at)
    actions.forget(person=gone, by=BY, at=at + LATER)
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(f"Recovery sheet\n\n{secret}\n")
    environment, there = elsewhere

    stones = ("--forgotten", home / tombstones.NAME)
    code, said = managed(environment, "restore", file, "--sheet", sheet, *stones)

    assert (code, "Forgotten since and forgotten again: 1." in said) == (0, True), said
    assert sorted(Person.objects.using(there).values_list("key", flat=True)) == sorted(
        Person.objects.values_list("key", flat=True)
    )
    assert Person.objects.using(there).get(key=canary.key).shown_name == canary.shown_name
    assert ContactWay.objects.using(there).get(person=canary.pk).value == canary.ways.get().value
    assert Suppression.objects.using(there).filter(mark="m" * 64).count() == 1
    assert Letter.objects.using(there).get(key=letter.key).state == "unknown"
    assert Pause.objects.using(there).get().ended_at is None
    place = Path(environment["COMMONROOT_HOME"]) / "data"
    assert (place / "files" / "sealed").read_bytes() == b"\0sealed"
    assert not (place / "previews").exists()


def test_another_key_a_changed_byte_and_a_missing_end_are_found(at, home, tmp_path):
    PersonFactory.create_batch(3)
    file, secret = backed_up(at)
    content = file.read_bytes()
    spoilt = tmp_path / "spoilt.age"

    def read(content, secret=secret):
        spoilt.write_bytes(content)
        return list(sealing.members_in(spoilt, secret=secret))

    whole = read(content)

    assert whole[0][0] == "backup.json"
    other, _recipient = sealing.fresh_identity()
    with pytest.raises(sealing.WrongBackupKey):
        read(content, secret=other)
    with pytest.raises(sealing.WrongBackupKey):
        read(content, secret="AGE-SECRET-KEY-1NONSENSE")
    for place in (len(content) // 2, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(sealing.BackupDamaged):
            read(bytes(changed))
    with pytest.raises(sealing.BackupDamaged):
        read(content[:-20])


def head(**changes):
    """The first member of a backup made here now."""
    said = {"form": 1, "keys": queries.keys_marks()[-1], "migrations": holdings.applied_names()}
    return iter([("backup.json", json.dumps(said | changes).encode())])


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        (lambda: iter([("other.txt", b"{}")]), restoring.NotEqual),
        (lambda: head(form=2), holdings.NewerHoldings),
        (lambda: head(migrations=[("people", "9999_later")]), holdings.NewerHoldings),
        (lambda: head(keys="of another school"), restoring.OtherKeys),
        (head, restoring.NotEqual),  # no sums at its end: it was cut off
    ],
)
def test_what_cannot_be_restored_is_refused(members, refusal, tmp_path):
    with pytest.raises(refusal):
        restoring.read_into(members(), using="default", folder=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_restored_over_a_school(at, home, school, tmp_path):
    file, secret = backed_up(at)

    with pytest.raises(restoring.NotEmpty):
        restoring.restore(file, secret=secret, folder=tmp_path / "x", tombstones=None, at=at)


def test_the_command_asks_who_was_forgotten_since(at, home, tmp_path):
    file = tmp_path / "carried-away.age"

    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", file)
    file.write_bytes(b"")
    with pytest.raises(CommandError, match="--without-forgotten"):
        call_command("restore", file)
    sheet = tmp_path / "sheet"
    sheet.write_text("no key")
    with pytest.raises(CommandError, match="That is no key"):
        call_command("restore", file, "--without-forgotten", "--sheet", sheet)


def test_what_a_newer_commonroot_wrote_is_not_opened(home):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('people', '9999_later', '2030-01-01')"
        )

    with pytest.raises(CommandError, match="a newer Commonroot"):
        call_command("prepare")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")


def test_what_commonroot_let_go_of_is_no_sign_of_newer_data(home):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('sessions', '0001_initial', '2020-01-01')"
        )

    assert "sessions" not in dict(holdings.applied_names())
    call_command("prepare")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")


def test_a_backup_is_made_before_an_update_and_nothing_is_done_without_one(at, home):
    call_command("prepare")
    none = list(home.iterdir())
    backups.make_backup_key(by=BY, at=at)
    Command().back_up(holdings.applied_names())

    assert configured.DATA in none
    assert len(list(configured.BACKUPS.glob("*.age"))) == 1
    assert Backup.objects.count() == 0


def test_without_a_key_no_backup_is_made(at, home):
    with pytest.raises(backups.NoBackupKey):
        backups.back_up(into=configured.BACKUPS, by=BY, at=at)
    with pytest.raises(CommandError, match="recovery sheet"):
        call_command("backup")

    assert queries.backup_is_due(at=at) is False


def test_what_goes_wrong_stands_beside_the_backup_and_leaves_no_file(at, home):
    backups.make_backup_key(by=BY, at=at)
    configured.BACKUPS.write_text("a file where the folder should be")

    row = backups.back_up(into=configured.BACKUPS, by=BY, at=at)

    assert (row.compared, "exists" in row.fault) == (False, True)
    with pytest.raises(CommandError, match="exists"):
        call_command("backup")


def test_what_comes_back_otherwise_is_found(at, home):
    secret, recipient = sealing.fresh_identity()
    file = home / "x.age"
    written = backups.write_backup(file, recipient=recipient, compare=True, at=at)
    written.sums["people.person"] = holdings.Sum(rows=1, digest="0" * 64)

    with pytest.raises(restoring.NotEqual):
        backups._compare(file, secret=secret, written=written)

    assert [path.name for path in home.iterdir() if path.name.startswith("compare")] == []


def test_a_night_makes_one_and_a_missed_one_is_made_up(at, home, school):
    """Nairobi is three hours ahead of UTC; the last good one is from noon."""
    backed_up(at)
    due = {hours: queries.backup_is_due(at=at + timedelta(hours=hours)) for hours in (1, 13, 26)}
    night = at + timedelta(hours=11)  # two in the morning there
    Backup.objects.update(began_at=night - timedelta(hours=21))

    assert due == {1: False, 13: False, 26: True}
    assert queries.backup_is_due(at=night) is True
    Backup.objects.update(compared=False, began_at=night - timedelta(minutes=59))
    assert queries.backup_is_due(at=night) is False
    assert tasks.back_up_tonight(at=night) == 1


def test_old_backups_go_and_the_newest_stays(at, tmp_path):
    names = [backups.name_at(at - timedelta(days=days)) for days in (40, 36, 34)]
    for name in names:
        (tmp_path / name).touch()

    gone = backups.let_old_go(tmp_path, at=at)
    left = backups.let_old_go(tmp_path, at=at + timedelta(days=365))

    assert (gone, left) == (2, 0)
    assert [path.name for path in tmp_path.iterdir()] == [names[-1]]


def test_a_crash_before_the_file_was_written_is_made_up(at, home):
    stone = Tombstone.objects.create(mark="a" * 64, ways=["b" * 64], since=at.date())

    first, second = tasks.write_tombstones(at=at), tasks.write_tombstones(at=at)

    file = home / tombstones.NAME
    assert (first, second) == (1, 0)
    assert tombstones.stones_in(file) == [(stone.mark, stone.ways, stone.since)]
    with file.open("a") as cut_off:
        cut_off.write('{"mark": "ab')
    assert len(tombstones.stones_in(file)) == 1


def test_marks_older_than_the_backup_stay_lifted(at, home):
    file = home / tombstones.NAME
    old, new = (at - timedelta(days=30)).date(), at.date()
    for mark, since in (("a" * 64, old), ("b" * 64, new)):
        Tombstone.objects.create(mark=mark, ways=[mark], since=since)
    tombstones.write_stones()

    risen = restoring.bury_again(file, since=at, at=at)

    assert risen == 0
    assert list(Suppression.objects.values_list("mark", flat=True)) == ["b" * 64]


def test_restored_here_everything_is_as_it_was_and_the_forgotten_are_gone(at, home):
    """The same in this process, over the empty tables that a broken-off restore leaves."""
    stays, goes = PersonFactory(), ContactWayFactory(value=MAIL, mark="m" * 64).person
    file, secret = backed_up(at)
    actions.forget(person=goes, by=BY, at=at + LATER)
    call_command("flush", interactive=False, verbosity=0)
    stones = home / tombstones.NAME

    came = restoring.restore(
        file, secret=secret, folder=home / "other", tombstones=stones, at=at + LATER
    )
    newer = backups.back_up(into=configured.BACKUPS, by=BY, at=at + LATER, compare=False)

    assert (came.forgotten, came.files, came.doubted, came.made_at) == (1, 1, 0, at)
    assert [person.key for person in Person.objects.all()] == [stays.key]
    assert Suppression.objects.filter(mark="m" * 64).count() == 1
    assert PersonFactory().pk > stays.pk
    assert (newer.fault, newer.compared) == ("", False)
    assert (configured.BACKUPS / tombstones.NAME).read_text() == stones.read_text()


@pytest.mark.parametrize(
    "more",
    [
        [("files/kept/x", b"x")],  # and then it was cut off
        [("files/../../x", b"x")],
        [("rows/people.person/1.jsonl", b"[1]")],
    ],
)
def test_what_does_not_fit_leaves_nothing_behind(more, tmp_path):
    columns = {"columns": {"people.person": ["nonsense"]}}

    with pytest.raises(restoring.NotEqual):
        restoring.read_into(
            iter([*head(**columns), *more]), using="default", folder=tmp_path / "data"
        )

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_every_kind_of_value_is_a_line_and_back(at):
    line = holdings.as_line(
        [Decimal("1.50"), UUID(int=1), timedelta(seconds=90), b"\0", at, {"b": 1, "a": None}]
    )
    values = holdings.row_values(RetentionRun, [1, at.isoformat(), None, ""], using="default")

    assert line == (
        '["1.50","00000000-0000-0000-0000-000000000001","0:01:30","AA==",'
        '"2026-11-22T12:00:00+00:00",{"a":null,"b":1}]'
    )
    assert (values[0], values[2]) == (1, "null")
    with pytest.raises(TypeError):
        holdings.as_line([object()])


def test_long_tables_come_in_parts(at):
    lines = [str(number) for number in range(2 * holdings.AT_A_TIME + 1)]

    parts = list(queries._in_parts(lines))

    assert [len(part) for part in parts] == [2000, 2000, 1]
    assert [len(part) for part in queries._in_parts(lines[:2000])] == [2000]
    assert list(queries.unwritten_stones(at=at)) == []
