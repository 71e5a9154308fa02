"""The rail: only what somebody may open, and cheap."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.queries import actor_for
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.programmes.models import Enquiry
from commonroot.web import permissions
from commonroot.web.queries import rail
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import KenyaFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory
from tests.web.test_people import add, say_yes

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def signed_in(at, *, role, circle):
    account = AccountFactory()
    circles.give_mandate(account=account, circle=circle, role=role, until=None, by=SYSTEM, at=at)
    client = Client()
    client.force_login(account)
    return actor_for(account, person_id=None, at=at), client


def a_team(at):
    return circles.open_circle(kind="team", name=Translated({"en": "Team"}), by=SYSTEM, at=at)


def letter(number, at, **more):
    return Letter.objects.create(
        once=f"{number}",
        subject_key="x",
        purpose="notice",
        template="t",
        due_at=at,
        created_at=at,
        **more,
    )


def test_the_numbers_are_of_what_somebody_may_open(school, organiser, at):
    add("Amina", at)
    say_yes(add("Dina", at), Purpose.REGISTER, at, yes=False)
    team = a_team(at)
    ProgrammeFactory(run_by=team)
    ProgrammeFactory(run_by=school)
    KenyaFactory()
    letter(1, at, state="held")
    letter(2, at, state="unknown")
    letter(3, at, state="unknown", ended_at=at)
    letter(4, at, state="sent")
    Enquiry.objects.create(name="V", address="v@example.org", mark="m", text="?", asked_at=at)
    facilitator, _client = signed_in(at, role="facilitator", circle=team)

    assert rail.counts(organiser, at=at) == {
        "letters": 3,
        "people": 1,
        "programmes": 2,
        "circles": 1,
        "closed": 0,
    }
    assert rail.counts(facilitator, at=at)["people"] == 0
    assert rail.counts(facilitator, at=at)["programmes"] == 1


def test_the_rail_costs_five_queries(school, organiser, at):
    add("Amina", at)

    with CaptureQueriesContext(connection) as captured:
        rail.counts(organiser, at=at)

    assert len(captured) == 5


def test_before_the_school_is_founded_there_is_nothing(db, at):
    assert rail.counts(Actor.system(), at=at) == {
        "letters": 0,
        "people": 0,
        "programmes": 0,
        "circles": 0,
        "closed": 0,
    }


def labels(client):
    page = client.get(reverse("web:programmes"))
    return [entry["label"] for entry in page.context["rail"]]


def test_everybody_sees_their_own_words(school, desk, at):
    before = labels(desk)
    KenyaFactory()
    _actor, facilitator = signed_in(at, role="facilitator", circle=a_team(at))

    assert before == ["Today", "People", "Programmes", "Letters"]
    assert labels(desk) == ["Today", "People", "Programmes", "Letters", "Circles"]
    assert labels(facilitator) == ["Today", "Programmes"]


def test_the_rail_says_where_one_is_and_who(desk, organiser_account):
    page = desk.get(reverse("web:person_new"))

    assert [e["label"] for e in page.context["rail"] if e["current"]] == ["People"]
    assert page.context["account_name"] == organiser_account.shown_name
    assert page.context["sign_out_url"] == reverse("accounts:sign_out")


def test_public_pages_have_no_rail(school):
    page = Client().get(reverse("accounts:sign_in"))

    assert list(page.context["rail"]) == []
    assert page.context["account_name"] == ""


@pytest.mark.parametrize(
    ("role", "of_school", "letters", "programme", "person"),
    [
        ("organiser", True, True, True, True),
        ("organiser", False, False, True, True),
        ("facilitator", False, False, True, True),
        ("circle contact", True, False, False, False),
    ],
)
def test_who_may_open_what(school, at, role, of_school, letters, programme, person):
    team = a_team(at)
    actor, _client = signed_in(at, role=role, circle=school if of_school else team)
    theirs = ProgrammeFactory(run_by=team)

    assert permissions.can_see_letters(actor) is letters
    assert permissions.can_see_programme(actor, theirs) is programme
    assert permissions.can_open_person(actor, PersonFactory()) is person


def test_another_teams_programme_is_not_theirs(school, at):
    actor, client = signed_in(at, role="organiser", circle=a_team(at))
    other = ProgrammeFactory(run_by=school)

    assert permissions.can_see_programme(actor, other) is False
    assert client.get(reverse("web:programme", args=[other.key])).status_code == 404
    assert list(rail.programmes_of(actor)) == []


@pytest.mark.parametrize("actor", [Actor.public(), Actor(kind="link", person_id=1, scope="page")])
def test_visitors_and_links_open_nothing_of_the_desk(school, actor):
    assert permissions.can_see_letters(actor) is False
    assert permissions.can_see_programme(actor, ProgrammeFactory()) is False
    assert permissions.can_open_person(actor, PersonFactory()) is False
