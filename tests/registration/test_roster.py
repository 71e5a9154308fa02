"""The organisers' list of a session, as browsers get it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.people.models import Person
from commonroot.registration.models import Registration
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.registration.pages import FORM, address, in_ten_days, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(school):
    return in_ten_days()


def test_the_list_costs_the_same_for_one_and_for_fifty(desk, coming):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(f"/en/desk/sessions/{coming.key}/").status_code == 200
        return len(captured)

    coming.places = None
    coming.save()
    seen(coming, needs="Captions")
    seen(coming, state="waiting")
    queries()  # the desk's rail is counted once and remembered
    one = queries()
    for _number in range(49):
        seen(coming, needs="Captions")
        seen(coming, state="waiting")

    assert queries() == one


def tick(desk, session, row, wish):
    body = urlencode({"tick": f"{row.key}:{wish}"})
    return desk.post(
        f"/en/desk/sessions/{session.key}/", body, content_type="application/x-www-form-urlencoded"
    )


def test_an_organiser_ticks_who_came_with_one_tap(desk, school):
    session = SessionFactory(starts_at=timezone.now() - timedelta(minutes=5))
    row = seen(session)

    response = tick(desk, session, row, "attended")

    row.refresh_from_db()
    assert (response.status_code, response["Location"]) == (
        302,
        f"/en/desk/sessions/{session.key}/#r-{row.key}",
    )
    assert row.state == "attended"
    assert "1 of 1 came" in desk.get(f"/en/desk/sessions/{session.key}/").content.decode()


def test_a_tick_too_early_is_refused_in_words(desk, coming):
    row = seen(coming)

    response = tick(desk, coming, row, "attended")

    assert response.status_code == 409
    assert "You can tick who came from two hours before the start." in response.content.decode()


@pytest.mark.parametrize(("wish", "state"), [("cancel", "cancelled"), ("excused", "excused")])
def test_an_organiser_gives_a_place_up_or_excuses(desk, coming, wish, state):
    row = seen(coming)

    tick(desk, coming, row, wish)

    row.refresh_from_db()
    assert row.state == state


def test_an_organiser_who_reached_a_number_says_so(client, desk, coming):
    client.post(address(coming), FORM | {"way": "+254700000021"})
    row = Registration.objects.get()

    page = desk.get(f"/en/desk/sessions/{coming.key}/").content.decode()
    tick(desk, coming, row, "spoken")

    assert "has not opened our letter yet" in page
    assert Person.objects.get().provisional is False


@pytest.mark.parametrize("wish", ["nonsense", "waiting"])
def test_a_list_does_nothing_it_does_not_know(desk, coming, wish):
    assert tick(desk, coming, seen(coming), wish).status_code == 404
    assert tick(desk, coming, seen(SessionFactory()), "excused").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, coming):
    response = client.get(f"/en/desk/sessions/{coming.key}/")

    assert response.status_code == 302
    assert response["Location"].startswith("/en/sign-in/")


def test_a_sheet_to_print_has_a_box_for_each_person(desk, coming):
    seen(coming)

    page = desk.get(f"/en/desk/sessions/{coming.key}/?print").content.decode()

    assert page.count("☐") == 1
    assert "<button" not in page.split("<main")[1]


def test_the_list_says_how_many_it_leaves_out(desk, coming):
    seen(coming)
    RegistrationFactory(session=coming)

    assert "1 left out" in desk.get(f"/en/desk/sessions/{coming.key}/").content.decode()


def test_somebody_is_written_in_by_hand(desk, coming):
    path = f"/en/desk/sessions/{coming.key}/by-hand/"

    shown = desk.get(path)
    done = desk.post(path, {"name": "Juma", "way": "juma@example.org", "needs": "A chair"})
    wrong = desk.post(path, {"name": "Juma", "way": "nonsense"})
    nameless = desk.post(path, {"name": "!", "way": "juma@example.org"})

    row = Registration.objects.get()
    assert (shown.status_code, done.status_code) == (200, 302)
    assert (row.person.shown_name, row.needs, row.state) == ("Juma", "A chair", "placed")
    assert (wrong.status_code, nameless.status_code) == (400, 400)


@pytest.mark.parametrize(("answer", "people"), [("same", 1), ("different", 2), ("unsure", 2)])
def test_a_pair_is_looked_at_side_by_side(desk, coming, answer, people):
    other = PersonFactory(shown_name="Juma", city="Kisumu", country="KE")
    row = RegistrationFactory(
        session=coming, may_be=other, person=PersonFactory(shown_name="Amina", country="KE")
    )
    path = f"/en/desk/places/{row.key}/pair/"

    page = desk.get(path).content.decode()
    response = desk.post(path, {"answer": answer})

    assert page.index("Amina") < page.index("Juma")
    assert (response.status_code, response["Location"]) == (302, "/en/desk/")
    assert Person.objects.count() == people


def test_a_facilitator_ticks_and_gives_no_places(client, coming, school):
    account = AccountFactory()
    give_mandate(
        account=account,
        circle=school,
        role="facilitator",
        until=None,
        by=Actor.system(),
        at=timezone.now(),
    )
    client.force_login(account)
    row = seen(coming, needs="Captions")

    page = client.get(f"/en/desk/sessions/{coming.key}/").content.decode()

    assert "Captions" not in page
    assert tick(client, coming, row, "cancel").status_code == 404
    assert tick(client, coming, row, "excused").status_code == 302
