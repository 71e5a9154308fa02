"""The list of people: who is in it, how it is searched and filtered, what its rows say."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.queries import last_change
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.core.filters.value import Filter, Part
from commonroot.people import actions
from commonroot.people.models import Person
from commonroot.web.queries import people as queries
from commonroot.web.queries.around import around
from commonroot.web.queries.people import Wanted
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import CourseFactory, ParticipationFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
TODAY = date(2026, 11, 22)


def add(name, at, *, agreed=True, confirmed=None, **details):
    """Somebody in the register, or kept on an unknown basis."""
    person = actions.add_person(shown_name=name, origin="hand", by=SYSTEM, at=at, details=details)
    if agreed:
        say_yes(person, Purpose.REGISTER, at)
    else:
        consent.keep_until_asked(person=person, by=SYSTEM, at=at)
    if confirmed is not None:
        Person.objects.filter(pk=person.pk).update(confirmed_at=at - timedelta(days=confirmed))
    return person


def say_yes(person, purpose, at, *, yes=True):
    consent.answer(person=person, purpose=purpose, yes=yes, how="page", by=SYSTEM, at=at)


def listed(at, *asked, after="", count=False, **wanted):
    """A page of those of whom all of `asked` holds: (field, how, *values) each."""
    change = last_change()
    parts = tuple(Part(field, how, tuple(values)) for field, how, *values in asked)
    return queries.page(
        Wanted(asked=Filter("all", parts), **wanted),
        after=after,
        at=at,
        around=around(at=at, change=change, language="en"),
        today=TODAY,
        figures=queries.figures(at=at, change=change),
        change=change,
        count=count,
    )


def names(page):
    return [line.name for line in page.lines]


def test_only_who_may_be_kept_is_counted_and_shown(school, at):
    add("Amina Wekesa", at, confirmed=10)
    add("Baraka Otieno", at, confirmed=800)
    add("Cali Rueda", at, agreed=False)
    say_yes(add("Dina No", at), Purpose.REGISTER, at, yes=False)
    actions.pause(person=add("Eli Paused", at), by=SYSTEM, at=at)
    actions.add_person(
        shown_name="Fay Unproven", origin="registration", provisional=True, by=SYSTEM, at=at
    )

    found = queries.figures(at=at, change=last_change())

    assert names(listed(at)) == ["Amina Wekesa", "Baraka Otieno", "Cali Rueda"]
    assert (found.people, found.fresh, found.ageing) == (3, 1, 1)
    assert (found.to_ask, found.left_out) == (1, 2)


def test_the_filter_narrows(school, at):
    amina = add("Amina Wekesa", at, country="KE", confirmed=10)
    add("Baraka Otieno", at, country="KE", confirmed=800)
    add("Cali Rueda", at, country="CO", agreed=False)
    course = ParticipationFactory(person=amina, programme=CourseFactory()).programme
    coming = RegistrationFactory(person=amina).session.programme

    found = {
        "country": names(listed(at, ("country", "in", "CO"))),
        "fresh": names(listed(at, ("confirmed", "in", "fresh"))),
        "ageing": names(listed(at, ("confirmed", "in", "ageing"))),
        "old": names(listed(at, ("confirmed", "in", "old", "never"))),
        "basis": names(listed(at, ("agreement", "unknown"))),
        "any": names(listed(at, ("course", "some"))),
        "course": names(listed(at, ("course", "in", course.key))),
        "coming": names(listed(at, ("course", "in", coming.key))),
        "gone": names(listed(at, ("course", "in", "nothing"))),
        "both": names(listed(at, ("country", "in", "KE"), ("course", "none"))),
    }

    assert found == {
        "country": ["Cali Rueda"],
        "fresh": ["Amina Wekesa"],
        "ageing": ["Baraka Otieno"],
        "old": ["Cali Rueda"],
        "basis": ["Cali Rueda"],
        "any": ["Amina Wekesa"],
        "course": ["Amina Wekesa"],
        "coming": ["Amina Wekesa"],
        "gone": [],
        "both": ["Baraka Otieno"],
    }


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("amina kenya", ["Amina Wekesa"]),
        ("struggle", ["Amina Wekesa"]),
        ("lebanon circle", ["سلمى خوري"]),
        ("salma", ["سلمى خوري"]),
        ("amnia", ["Amina Wekesa"]),
        ("amina@example.org", ["Amina Wekesa"]),
        ("%", []),
        ("nobody like this", []),
    ],
)
def test_one_box_finds_names_places_circles_and_courses(school, at, q, found):
    amina = add("Amina Wekesa", at, country="KE")
    actions.add_way(person=amina, kind="mail", value="amina@example.org", at=at)
    ParticipationFactory(person=amina, programme=CourseFactory())
    salma = add("سلمى خوري", at)
    lebanon = circles.open_circle(
        kind="theme", name=Translated({"en": "Lebanon circle"}), by=SYSTEM, at=at
    )
    actions.join_circle(person=salma, circle=lebanon, role="member", since=TODAY, by=SYSTEM, at=at)

    assert names(listed(at, q=q)) == found


def test_names_written_nearly_like_it_are_said_to_be_so(school, at):
    for name in ("Amina Wekesa", "Amnia Otieno"):
        add(name, at)

    nearly, exact = listed(at, q="amnia"), listed(at, q="wekesa")

    assert (nearly.alike, names(nearly)) == (True, ["Amnia Otieno", "Amina Wekesa"])
    assert (exact.alike, names(exact)) == (False, ["Amina Wekesa"])


def test_who_is_left_out_is_not_found_either(school, at):
    say_yes(add("Amina Wekesa", at), Purpose.REGISTER, at, yes=False)

    assert listed(at, q="amina").total == 0
    assert listed(at, q="amnia").total == 0


def test_pages_follow_one_another_without_gaps(school, at):
    expected = [add(f"Person {number:03}", at).shown_name for number in range(103)]
    add("Person 050", at)  # the same name twice

    first = listed(at)
    second = listed(at, after=first.last)
    third = listed(at, after=second.last)
    lost = listed(at, after="no-such-key-at-all")

    assert names(first) + names(second) + names(third) == sorted([*expected, "Person 050"])
    assert (first.more, second.more, third.more) == (True, True, False)
    assert {first.total, second.total, third.total} == {104}
    assert names(lost) == names(first)


def test_a_search_goes_on_with_what_is_alike(school, at):
    for number in range(60):
        add(f"Amina {number:02}", at)

    first = listed(at, q="amnia")
    second = listed(at, q="amnia", nearly=True, after=first.last)

    assert (first.alike, first.more, first.total) == (True, True, 60)
    assert (len(first.lines), len(second.lines), second.total) == (50, 10, 60)


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?country=KE&fresh=old", "?order=confirmed"])
def test_fifty_rows_cost_as_many_queries_as_one(desk, now, query):
    def add_full(number):
        person = add(f"Person {number:02}", now, country="KE")
        say_yes(person, Purpose.COUNTRY_CIRCLE, now)
        ParticipationFactory(person=person, programme=course)
        RegistrationFactory(person=person, session=session)

    course, session = CourseFactory(), SessionFactory()
    address = reverse("web:people") + query
    for number in range(3):
        add_full(number)
    desk.get(address)  # the first page of a process also asks whether there is a school
    few = queries_of(desk, address)
    for number in range(3, 50):
        add_full(number)

    assert queries_of(desk, address) == few
    assert few <= 25


def test_the_page_shows_counts_rows_and_who_is_left_out(desk, now):
    add("Amina Wekesa", now, country="KE", confirmed=10)
    say_yes(add("Dina No", now), Purpose.REGISTER, now, yes=False)

    page = desk.get(reverse("web:people")).content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))

    assert "1 person." in words
    assert (
        "1 of 1 shown. Of all 2 people known here, 1 is left out: "
        "no agreement to be in the register." in words
    )
    assert "Amina Wekesa" in words
    assert "Dina" not in words


def test_a_search_does_not_say_that_everybody_is_shown(desk, now):
    add("Amina Wekesa", now)

    found = desk.post(reverse("web:people_search"), {"q": "amina"}, follow=True)

    words = " ".join(re.sub(r"<[^>]*>", "", found.content.decode()).split())
    assert "Everybody in the register, found by “amina”. and… Everybody" in words
    assert "Show only people who" not in words


def test_an_empty_register_says_the_first_step(desk, now):
    page = desk.get(reverse("web:people")).content

    assert b"Nobody yet." in page
    assert b"0 people" not in page
    assert b"Everybody in the register." not in page
    found = desk.post(reverse("web:people_search"), {"q": "amina"}, follow=True)
    assert b"Nobody is found." in found.content


@pytest.mark.parametrize(
    "query",
    [
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "f=%3Cscript%3Ealert(1)%3C/script%3E",
        "f=" + "[" * 5000,
        "f=%7B%22all%22%3A%5B%5B%22name%22%2C%22begins%22%2C%22%5Cu0000%22%5D%5D%7D",
        "list=%00&s=%00&order=%00&nearly=%00",
        "country=%27%3B--&fresh=never&basis=x&course=%00&after=%00",
        "after=../../etc",
    ],
)
def test_a_hostile_address_gets_a_list(desk, now, query):
    add("Amina <b>Wekesa</b>", now)

    response = desk.get(f"{reverse('web:people')}?{query}")

    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"<b>Wekesa" not in response.content


@pytest.mark.parametrize("name", ["people", "person_new", "people_export", "letters", "circles"])
@pytest.mark.parametrize(
    ("role", "of_school", "status"),
    [
        ("organiser", True, 200),
        ("organiser", False, 404),
        ("facilitator", True, 404),
        ("circle contact", True, 404),
        (None, True, 302),
    ],
)
def test_the_school_alone_sees_its_register(school, at, name, role, of_school, status):
    client = Client()
    if role:
        account = AccountFactory()
        team = circles.open_circle(kind="team", name=Translated({"en": "Team"}), by=SYSTEM, at=at)
        circle = school if of_school else team
        circles.give_mandate(
            account=account, circle=circle, role=role, until=None, by=SYSTEM, at=at
        )
        client.force_login(account)

        session = client.session
        session["proven"] = timezone.now().timestamp()
        session.save()

    assert client.get(reverse(f"web:{name}")).status_code == status


def test_somebody_is_added_by_hand(desk, now):
    typed = {
        "shown_name": "Amina Wekesa",
        "way": "amina@example.org",
        "told": "yes",
        "country": "KE",
        "city": "Kisumu",
        "language": "en",
    }

    refused = desk.post(reverse("web:person_new"), typed)
    response = desk.post(reverse("web:person_new"), {**typed, "witness": "Juma Otieno"})

    assert (refused.status_code, "witness" in refused.context["form"].errors) == (200, True)
    person = Person.objects.get(shown_name="Amina Wekesa")
    assert response["Location"] == reverse("web:person", args=[person.key])
    assert (person.country, person.origin) == ("KE", "hand")
    assert AuditEntry.objects.filter(verb="agreement given", person_key=person.key).count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"way": "0712"}, "could not read that"),
        ({"told": ""}, "Choose one answer."),
        ({"shown_name": ""}, "This field is required."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(desk, now, change, said):
    typed = {"shown_name": "Amina", "way": "amina@example.org", "told": "yes", "language": "en"}

    page = desk.post(reverse("web:person_new"), typed | change).content.decode()

    assert said in page
    assert Person.objects.count() == 0
