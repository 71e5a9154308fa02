"""`manage.py import_attendance`."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commonroot.registration.management.commands import import_attendance
from commonroot.registration.models import Registration
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.sheets import video_samples as files

pytestmark = pytest.mark.django_db


def run(session, path, *switches):
    """What is printed as JSON, and the exit code."""
    out, code = StringIO(), 0
    try:
        call_command("import_attendance", session, str(path), "--json", *switches, stdout=out)
    except SystemExit as leaving:
        code = leaving.code
    return json.loads(out.getvalue()), code


@pytest.fixture
def amina():
    session = SessionFactory(key="power")
    place = RegistrationFactory(session=session, person__shown_name="Amina Otieno")
    ContactWayFactory(person=place.person, value="amina@example.org")
    return place


@pytest.fixture(autouse=True)
def _afterwards(monkeypatch):
    monkeypatch.setattr(import_attendance, "now", lambda: STARTS + timedelta(days=1))


def test_it_says_who_was_known_who_waits_and_what_was_refused(amina, tmp_path):
    path = tmp_path / "report.csv"
    path.write_text(files.A + ",,12/01/2026 07:00:00 PM,12/01/2026 07:30:00 PM,30,Yes,Y\r\n")

    found, code = run("power", path, "--zone", "Africa/Nairobi")
    again, second_code = run("power", path)

    assert code == 3
    assert (found["shape"], found["state"], found["order"], found["changed"]) == (
        "A", "applied", "month", 1,
    )  # fmt: skip
    assert found["matched"] == [
        {
            "person": amina.person.key,
            "place": amina.key,
            "name": "Amina Otieno",
            "state": "attended",
            "minutes": 105,
            "lines": [2, 3],
        }
    ]
    assert [(each["name"], each["lines"]) for each in found["queue"]] == [
        ("Kofi", [4]), ("12_Kofi Mensah", [5]), ("Zoë \"Zoë\" Núñez", [6]),
    ]  # fmt: skip
    assert found["refused"] == [
        {"line": 7, "why": "nameless", "sentence": "there is neither a name nor an address"}
    ]
    assert (again["state"], again["changed"], second_code) == ("counted before", 0, 0)


def test_a_dry_run_ticks_nobody_and_an_unclear_order_is_asked_for(amina, tmp_path):
    clear, unclear = tmp_path / "clear.csv", tmp_path / "unclear.csv"
    clear.write_text("Name,Join time,Leave time\nAmina Otieno,2026-12-01 16:00,2026-12-01 17:00\n")
    unclear.write_text("Name,Join time,Leave time\nAmina Otieno,3/4/2026 16:00,3/4/2026 17:00\n")

    looked, code = run("power", clear, "--zone", "UTC", "--dry-run")
    asked, unsure = run("power", unclear)

    assert (looked["state"], looked["matched"][0]["minutes"], code) == ("read", 60, 0)
    assert (asked["state"], unsure) == ("order unknown", 4)
    assert Registration.objects.get().state == "placed"


@pytest.mark.parametrize(
    ("session", "switches", "code"),
    [("none", (), 2), ("power", ("--zone", "Mars/Base"), 2), ("power", (), 1)],
)
def test_what_is_asked_wrongly_ends_with_a_sentence(amina, tmp_path, session, switches, code):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(CommandError) as refusal:
        call_command("import_attendance", session, str(path), *switches, stdout=StringIO())

    assert refusal.value.returncode == code
    assert str(refusal.value)


def test_without_json_it_says_numbers(amina, tmp_path):
    path, out = tmp_path / "r.csv", StringIO()
    path.write_text("Name,Join time,Leave time\nAmina Otieno,2026-12-01 16:00,2026-12-01 17:00\n")

    call_command("import_attendance", "power", str(path), "--zone", "UTC", stdout=out)

    assert "     matched: 1\n" in out.getvalue()
