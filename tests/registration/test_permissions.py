"""Who may see and change places: someone who may, and someone who may not."""

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.registration import permissions
from tests.factories.people import PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db


def account(role, circle_id, *, school=False):
    return Actor(kind="account", held=(Held(role=role, circle_id=circle_id, is_school=school),))


def by_link(person_id, scope="page"):
    return Actor(kind="link", person_id=person_id, scope=scope)


@pytest.mark.parametrize(
    ("can", "role", "may"),
    [
        (permissions.can_see_roster, "facilitator", True),
        (permissions.can_see_roster, "circle contact", False),
        (permissions.can_give_places, "organiser", True),
        (permissions.can_give_places, "facilitator", False),
        (permissions.can_see_needs, "organiser", True),
        (permissions.can_see_needs, "facilitator", False),
    ],
)
def test_the_team_that_runs_it_sees_and_gives_as_its_roles_say(can, role, may):
    session = SessionFactory()
    team = session.programme.run_by_id

    assert can(account(role, team), session) is may
    assert can(account(role, team + 1), session) is False


def test_my_page_is_open_to_its_link_alone():
    assert permissions.can_open_my_page(by_link(1)) is True
    assert permissions.can_open_my_page(by_link(1, scope="answer")) is False
    assert permissions.can_open_my_page(Actor.public()) is False


def test_a_place_is_theirs_by_a_link_to_their_page():
    registration = RegistrationFactory()

    assert permissions.is_theirs(by_link(registration.person_id), registration) is True
    assert permissions.is_theirs(by_link(registration.person_id + 1), registration) is False
    assert permissions.is_theirs(Actor.public(), registration) is False


def test_a_pair_is_settled_by_whoever_edits_the_register_of_the_school_while_it_is_open():
    registration = RegistrationFactory(may_be=PersonFactory())
    settled = RegistrationFactory()
    paused = RegistrationFactory(may_be=PersonFactory(frozen_at=registration.asked_at))
    team = registration.session.programme.run_by_id
    can = permissions.can_settle_pair

    assert can(account("organiser", team, school=True), registration) is True
    assert can(account("facilitator", team, school=True), registration) is False
    assert can(account("organiser", team), registration) is False
    assert can(account("organiser", team, school=True), settled) is False
    assert can(account("organiser", team, school=True), paused) is False
