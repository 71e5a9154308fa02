"""Who did what: a programme's team sees its own, people see who looked at them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.actions import make_checkpoint, note, seal
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Mandate
from commonroot.people.actions import merge
from commonroot.web.queries import trail
from tests.factories.engagement import CourseFactory, ProjectFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.web.test_people import add
from tests.web.test_rail import a_team, signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def test_a_team_sees_what_was_done_in_its_programme(school, at):
    team = a_team(at)
    actor, client = signed_in(at, role="organiser", circle=team)
    _actor, other = signed_in(at, role="organiser", circle=a_team(at))
    _actor, facilitator = signed_in(at, role="facilitator", circle=team)
    course = CourseFactory(run_by=team)
    place = RegistrationFactory(session=SessionFactory(programme=course))
    stranger = RegistrationFactory()
    for verb, thing, more in (
        ("programme edited", course, {}),
        ("registered", place, {}),
        ("project recorded", ProjectFactory(programme=course), {}),
        ("something new", place.session, {"facts": {"people": 3}}),
        ("person read", place.person,
         {"person_key": place.person.key, "facts": {"reach": "programme"}}),
        ("person read", stranger.person,
         {"person_key": stranger.person.key, "facts": {"reach": "programme"}}),
        ("registered", stranger, {}),
    ):  # fmt: skip
        note(verb, thing, by=actor, at=at, **more)
    note("programme published", course, by=Actor("account", key="gone"), at=at)
    note("registered", place, by=Actor.public(), at=at)
    address = reverse("web:programme_trail", args=[course.key])

    seen = [(one.who, one.what, one.people) for one in trail.in_words(trail.of_programme(course))]
    page = client.get(address).content.decode()

    me = Account.objects.get(key=actor.key).shown_name
    assert seen == [
        ("a visitor", "Somebody asked for a place", None),
        ("somebody who no longer signs in", "The page was put before the public", None),
        (me, "Somebody’s page was read", None),
        (me, "Something that no longer has a name", 3),
        (me, "A project was written down", None),
        (me, "Somebody asked for a place", None),
        (me, "The programme was changed", None),
    ]
    assert place.person.shown_name not in page
    assert [who.get(address).status_code for who in (other, facilitator)] == [404, 404]


def test_the_school_sees_all_and_how_far_it_is_written_down(desk, at, tmp_path):
    note("signed in", by=SYSTEM, at=at)
    before = desk.get(reverse("web:trail")).content.decode()
    seal(at=at + timedelta(days=9999))
    make_checkpoint(file=tmp_path / "lines", at=at)
    for _ in range(120):
        note("signed in", by=SYSTEM, at=at)

    after = desk.get(reverse("web:trail")).content.decode()

    assert "Nothing was written down outside" in before
    assert "Commonroot itself" in before
    assert ("Written down outside this machine last on" in after, "?page=2" in after) == (
        True, True,
    )  # fmt: skip


def test_people_see_who_looked_in_which_role_and_when(school, at):
    amina = add("Amina Wekesa", at)
    before = add("Amina W", at)
    actor, _client = signed_in(at, role="facilitator", circle=school)
    Mandate.objects.update(until=at + timedelta(days=1))
    circles.give_mandate(
        account=Account.objects.get(), circle=school, role="steward", until=None, by=SYSTEM,
        at=at + timedelta(days=2),
    )  # fmt: skip
    for person, days in ((before, 0), (amina, 3)):
        when = at + timedelta(days=days)
        note("person read", person, by=actor, at=when, person_key=person.key)
    note("letter read", by=Actor("account", key="gone"), at=at, person_key=amina.key)
    note("person read", by=SYSTEM, at=at, person_key=amina.key)
    merge(other=before, into=amina, cause="hand", by=SYSTEM, at=at)

    found = [(one.role, one.day, one.what) for one in trail.looks_at(amina, zone="Africa/Nairobi")]

    assert found == [
        ("a steward of the school", "25 November 2026", "your page"),
        ("somebody who worked here then", "22 November 2026", "a letter to you"),
        ("a facilitator", "22 November 2026", "your page"),
    ]
