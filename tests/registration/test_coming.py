"""Ticking who came."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.registration import actions
from commonroot.registration.actions import places
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_one_tap_says_who_came_another_takes_it_back():
    registration = RegistrationFactory()

    came = actions.check_in(registration=registration, state="attended", by=BY, at=STARTS)
    same = actions.check_in(registration=registration, state="attended", by=BY, at=STARTS)
    back = actions.check_in(registration=registration, state="placed", by=BY, at=STARTS)

    assert (came.state, came.checked_at) == ("attended", STARTS)
    assert same.checked_at == STARTS
    assert (back.state, back.checked_at) == ("placed", None)


def test_nobody_came_before_the_doors_open():
    registration = RegistrationFactory()
    early = STARTS - timedelta(hours=3)

    with pytest.raises(actions.NotYet):
        actions.check_in(registration=registration, state="attended", by=BY, at=early)

    assert (
        actions.check_in(registration=registration, state="excused", by=BY, at=early).state
        == "excused"
    )


@pytest.mark.parametrize(("was", "wish"), [("waiting", "attended"), ("placed", "offered")])
def test_only_places_are_ticked_and_only_with_ticks(was, wish):
    registration = RegistrationFactory(state=was)

    with pytest.raises(actions.NotYet):
        actions.check_in(registration=registration, state=wish, by=BY, at=STARTS)


def test_an_excused_persons_place_may_have_gone_on():
    session = SessionFactory(places=1)
    excused = RegistrationFactory(session=session, state="excused")
    RegistrationFactory(session=session)

    with pytest.raises(actions.NoPlaceLeft):
        actions.check_in(registration=excused, state="placed", by=BY, at=STARTS)

    came = actions.check_in(registration=excused, state="attended", by=BY, at=STARTS)
    assert came.state == "attended"


def test_an_excuse_is_taken_back_while_the_place_is_free():
    excused = RegistrationFactory(state="excused")

    assert (
        actions.check_in(registration=excused, state="placed", by=BY, at=STARTS).state == "placed"
    )


def test_a_move_the_machine_does_not_know_is_refused_in_words(at):
    registration = RegistrationFactory(state="waiting")

    with pytest.raises(places.NotPossible, match="is on the waiting list: that cannot become"):
        places.move(registration, to="excused", by=BY, at=at)
