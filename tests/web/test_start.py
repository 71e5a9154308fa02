"""The first run: two doors, and a school that is founded once."""

import pytest

from commonroot.accounts.models import Account
from commonroot.circles.models import Circle, Mandate
from commonroot.consent.queries import current_wordings
from commonroot.people.models import Person

pytestmark = pytest.mark.django_db
FOUNDING = {
    "name": "Long Table School",
    "sentence": "Learn to organise for health.",
    "languages": ["en", "fr"],
    "country": "KE",
    "time_zone": "Africa/Nairobi",
    "your_name": "Leila Haddad",
    "address": "Leila@example.org",
    "password": "four words that are long",
}


@pytest.fixture
def mode(settings, tmp_path):
    """The file by which the supervisor is told which school to serve."""
    settings.MODE_FILE = tmp_path / "home" / "mode"
    return settings.MODE_FILE


def found(client, **changed):
    return client.post("/en/start/school/", FOUNDING | changed)


def test_a_new_folder_has_two_doors(client):
    page = client.get("/en/start/").content.decode()

    assert "Look around a demo school" in page
    assert 'href="/en/start/school/"' in page


def test_whoever_founds_the_school_runs_it(client):
    response = found(client)

    school, account, leila = Circle.objects.get(), Account.objects.get(), Person.objects.get()
    assert response.status_code == 302
    assert response["Location"] == "/en/desk/sign-in/safe/?next=/en/desk/start/"
    assert (school.kind, school.name, school.languages, school.time_zone) == (
        "school", {"en": "Long Table School"}, ["en", "fr"], "Africa/Nairobi",
    )  # fmt: skip
    assert list(Mandate.objects.values_list("account", "circle", "role")) == [
        (account.pk, school.pk, "steward")
    ]
    assert (leila.account, leila.shown_name, leila.country) == (account, "Leila Haddad", "KE")
    way = leila.ways.get()
    assert (way.value, way.confirmed_at) == ("leila@example.org", account.created_at)


def test_the_founder_is_signed_in_and_asked_what_they_have(client):
    found(client)

    response = client.get("/en/desk/start/")

    assert response.status_code == 200
    assert response.wsgi_request.account.shown_name == "Leila Haddad"


def test_the_questions_are_in_force_from_the_first_day(client):
    found(client)

    assert "register" in current_wordings()


@pytest.mark.parametrize("password", ["too short", "1q2w3e4r5t6y7u8i9o0p"])
def test_a_weak_password_founds_nothing(client, password):
    response = found(client, password=password)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["password"]
    assert Circle.objects.count() + Account.objects.count() + Person.objects.count() == 0


def test_what_is_missing_is_said_beside_it(client):
    response = found(client, name="", address="nobody")

    assert sorted(response.context["form"].errors) == ["address", "name"]
    assert Circle.objects.count() == 0


def test_a_second_founding_is_refused(client, school):
    response = found(client, name="Another School")

    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert list(Circle.objects.values_list("name", flat=True)) == [school.name]
    assert Account.objects.count() == 0


def test_on_a_public_server_only_the_command_line_founds(client, settings):
    settings.PRODUCTION = True

    response = found(client)

    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert Circle.objects.count() == 0


def test_once_founded_the_two_doors_are_the_first_page(client, school):
    response = client.get("/en/start/")

    assert (response.status_code, response["Location"]) == (302, "/en/")


def test_strangers_are_not_asked_what_they_have(client, school):
    response = client.get("/en/desk/start/")

    assert (response.status_code, response["Location"]) == (
        302, "/en/sign-in/?next=/en/desk/start/",
    )  # fmt: skip


def test_looking_around_asks_for_the_demo_and_waits(client, mode):
    response = client.post("/en/start/demo/")

    waiting = client.get("/en/start/wait/")
    assert (response["Location"], mode.read_text()) == ("/en/start/wait/", "demo\n")
    assert waiting.status_code == 200


def test_a_visitor_cannot_turn_a_school_into_a_demo(client, school, mode):
    response = client.post("/en/start/demo/")

    assert (response["Location"], mode.exists()) == ("/en/", False)


def test_an_organiser_may_look_around_the_demo(desk, mode):
    response = desk.post("/en/start/demo/")

    assert (response["Location"], mode.read_text()) == ("/en/start/wait/", "demo\n")


def test_leaving_the_demo_asks_for_the_own_school(client, school, settings, mode):
    mode.parent.mkdir()
    settings.DEMO = True

    response = client.post("/en/start/leave/")

    assert (response["Location"], mode.read_text()) == ("/en/start/wait/", "school\n")


def test_there_is_no_demo_to_leave_in_a_school(client, school, mode):
    response = client.post("/en/start/leave/")

    assert (response["Location"], mode.exists()) == ("/en/start/wait/", False)


def test_waiting_ends_where_the_wanted_school_answers(client, mode):
    before = client.get("/en/start/wait/")["Location"]
    found(client)
    after = client.get("/en/start/wait/")["Location"]

    assert (before, after) == ("/en/start/", "/en/")
