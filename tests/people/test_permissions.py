"""The register is the school's own."""

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.people import permissions

CHECKS = ("can_see_register", "can_edit_register", "can_export_register")
ORGANISER = Actor(kind="account", held=(Held("organiser", 1, is_school=True),))


@pytest.mark.parametrize("check", CHECKS)
def test_an_organiser_of_the_school_may(check):
    assert getattr(permissions, check)(ORGANISER) is True


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "actor",
    [
        Actor.public(),
        Actor(kind="link", person_id=1, scope="page"),
        Actor(kind="account", held=(Held("organiser", 2, is_school=False),)),
        Actor(kind="account", held=(Held("facilitator", 1, is_school=True),)),
        Actor(kind="account", held=(Held("circle contact", 3, is_school=False),)),
    ],
    ids=("visitor", "link", "organiser of a team", "facilitator", "circle contact"),
)
def test_others_may_not(check, actor):
    assert getattr(permissions, check)(actor) is False


@pytest.mark.parametrize("check", CHECKS)
def test_a_visitor_is_asked_to_sign_in(check):
    assert getattr(permissions, check).sign_in is True
