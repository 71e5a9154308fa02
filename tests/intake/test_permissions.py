"""Who may bring lists in: someone who may, and someone who may not."""

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.intake.permissions import can_import


@pytest.mark.parametrize(
    ("role", "is_school", "may"),
    [("organiser", True, True), ("organiser", False, False), ("facilitator", True, False)],
)
def test_lists_come_into_the_register_by_the_school_alone(role, is_school, may):
    actor = Actor(kind="account", held=(Held(role=role, circle_id=1, is_school=is_school),))

    assert can_import(actor) is may
