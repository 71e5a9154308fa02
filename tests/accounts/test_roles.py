"""Who holds what, and where."""

import pytest

from commonroot.accounts.roles import Actor, Held, Permission, circles_where, holds

SCHOOL, TEAM = 1, 2
ORGANISER = Actor(kind="account", held=(Held("organiser", SCHOOL, is_school=True),))
OF_TEAM = Actor(kind="account", held=(Held("organiser", TEAM, is_school=False),))
FACILITATOR = Actor(kind="account", held=(Held("facilitator", TEAM, is_school=False),))
GONE = Actor(kind="account", held=(Held("a role that was", SCHOOL, is_school=True),))


@pytest.mark.parametrize(
    ("actor", "within", "may"),
    [
        (ORGANISER, TEAM, True),
        (OF_TEAM, TEAM, True),
        (OF_TEAM, SCHOOL, False),
        (OF_TEAM, None, True),
        (FACILITATOR, TEAM, False),
        (GONE, None, False),
        (Actor.public(), None, False),
        (Actor.system(), SCHOOL, True),
    ],
)
def test_a_mandate_holds_in_its_circle_and_the_schools_anywhere(actor, within, may):
    assert holds(actor, Permission.EDIT_PROGRAMMES, within=within) is may


@pytest.mark.parametrize(
    ("actor", "circles"),
    [
        (ORGANISER, None),
        (Actor.system(), None),
        (OF_TEAM, {TEAM}),
        (FACILITATOR, {TEAM}),
        (GONE, set()),
        (Actor.public(), set()),
    ],
)
def test_circles_where_somebody_may(actor, circles):
    assert circles_where(actor, Permission.SEE_ROSTER) == circles


def test_the_desk_is_open_to_facilitators_and_not_to_visitors():
    assert (FACILITATOR.is_organiser, Actor.public().is_organiser) == (True, False)
