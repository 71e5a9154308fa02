"""The demo's clock: it moves ahead, never back, and nowhere else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonroot.work import actions
from commonroot.work.clock import now, on_its_way
from commonroot.work.models import ClockShift

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def demo(settings):
    """The demo school."""
    settings.DEMO = True


def test_the_moved_clock_goes_on_from_where_it_was_moved_to(demo):
    goal = timezone.now() + timedelta(days=30)

    actions.move_clock(to=goal)

    assert timedelta() <= now() - goal + SECOND < timedelta(minutes=1)


def test_moving_twice_adds_up_in_one_row(demo):
    begin = timezone.now()

    actions.move_clock(to=begin + timedelta(days=1))
    actions.move_clock(to=begin + timedelta(days=3))

    seconds = ClockShift.objects.get().seconds
    assert 0 <= timedelta(days=3).total_seconds() - seconds < 60


def test_the_clock_never_goes_back(demo):
    actions.move_clock(to=timezone.now() + timedelta(days=5))
    before = ClockShift.objects.get().seconds

    actions.move_clock(to=timezone.now() + timedelta(days=4))

    assert ClockShift.objects.get().seconds == before


def test_a_clock_on_its_way_is_not_sent_elsewhere_and_never_back(demo):
    begun = timezone.now()

    actions.send_clock(to=begun, at=begun)
    before = on_its_way()
    for days in (3, 9):
        actions.send_clock(to=begun + timedelta(days=days), at=begun)

    way = on_its_way()
    assert (before, way.from_at, way.to_at) == (None, begun, begun + timedelta(days=3))
    actions.arrive()
    assert on_its_way() is None


def test_outside_the_demo_no_clock_is_moved():
    begun = timezone.now()

    with pytest.raises(actions.NotADemo, match="Only the demo's clock"):
        actions.move_clock(to=begun + timedelta(days=1))
    with pytest.raises(actions.NotADemo, match="Only the demo's clock"):
        actions.send_clock(to=begun + timedelta(days=1), at=begun)

    assert ClockShift.objects.count() == 0


def test_outside_the_demo_the_clock_is_right_and_asks_nothing(django_assert_num_queries):
    ClockShift.objects.create(pk=1, seconds=1_000_000)

    with django_assert_num_queries(0):
        told = now()

    assert timedelta() <= timezone.now() - told < timedelta(minutes=1)
