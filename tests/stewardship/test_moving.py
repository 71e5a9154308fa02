"""Everything moves from SQLite into PostgreSQL by one command."""

import shutil

import pytest
from django.conf import settings as configured

from commonroot.messaging.models import Letter, Pause
from commonroot.people.models import ContactWay, Person
from tests.factories.canary import person_in_every_model
from tests.stewardship.test_backup import (
    backed_up,
    elsewhere,  # noqa: F401 - a fixture
    home,  # noqa: F401 - a fixture
    managed,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_school_moves_into_another_database_and_its_letters_go_on_waiting(
    at,
    home,  # noqa: F811 - the fixture
    elsewhere,  # noqa: F811 - the fixture
    tmp_path,
):
    """From SQLite into PostgreSQL: a home of its own is filled first, and moved by the command."""
    environment, there = elsewhere
    small = {**environment, "COMMONROOT_HOME": str(tmp_path / "small")}
    to = small.pop("COMMONROOT_DATABASE", "")
    if not to:
        return  # the run on PostgreSQL shows it
    canary = person_in_every_model()
    letter = Letter.objects.create(
        once="x", subject_key=canary.key, purpose="notice", template="x", due_at=at, created_at=at
    )
    file, secret = backed_up(at)
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(secret)
    (tmp_path / "small" / "data").mkdir(parents=True)
    shutil.copyfile(configured.KEYS, tmp_path / "small" / "keys.json")

    filled, said = managed(
        small, "restore", file, "--sheet", sheet, "--without-forgotten", "--moved"
    )
    code, more = managed(small, "move_database", to)
    again, refused = managed(small, "move_database", to)

    assert (filled, code, again) == (0, 0, 1), said + more
    assert ("each compared" in more, "There is a database here already" in refused) == (True, True)
    assert Person.objects.using(there).get(key=canary.key).shown_name == canary.shown_name
    assert ContactWay.objects.using(there).get(person=canary.pk).value == canary.ways.get().value
    assert Letter.objects.using(there).get(key=letter.key).state == "queued"
    assert Pause.objects.using(there).count() == 0
