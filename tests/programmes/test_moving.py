"""The first and last day of a programme follow its sessions; making known and taking back."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.programmes import actions, queries
from commonroot.programmes.rules.dates import NO_DATE, day
from commonroot.programmes.rules.shifting import Dated
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
FIRST, MIDDLE, LAST = date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8)


def dated(programme, on, position):
    return SessionFactory(programme=programme, held_on=on, sorts_on=on, position=position)


def move(session, at, when=NO_DATE):
    wall_time = None if when == NO_DATE else time(19)
    return actions.move_session(session=session, when=when, wall_time=wall_time, by=BY, at=at)


def test_a_session_moved_between_the_others_leaves_the_programme_alone(at):
    programme = ProgrammeFactory(starts_on=FIRST, ends_on=LAST)
    dated(programme, FIRST, 1)
    inside = dated(programme, MIDDLE, 2)
    dated(programme, LAST, 3)
    before = programme.updated_at

    moved = move(inside, at, day(date(2026, 12, 4)))

    programme.refresh_from_db()
    assert moved is True
    assert (programme.starts_on, programme.ends_on) == (FIRST, LAST)
    assert programme.updated_at == before


def test_the_programme_shrinks_to_the_sessions_it_has_left(at):
    programme = ProgrammeFactory(starts_on=FIRST, ends_on=LAST)
    dated(programme, FIRST, 1)
    last = dated(programme, LAST, 2)

    move(last, at)

    programme.refresh_from_db()
    assert (programme.starts_on, programme.ends_on, programme.updated_at) == (FIRST, FIRST, at)


def test_a_programme_keeps_what_was_said_of_it_when_no_session_has_a_date(at):
    programme = ProgrammeFactory(starts_on=FIRST, ends_on=FIRST)
    only = dated(programme, FIRST, 1)

    move(only, at)

    programme.refresh_from_db()
    assert (programme.starts_on, programme.ends_on) == (FIRST, FIRST)


@pytest.mark.parametrize("published", [True, False])
def test_publishing_and_withdrawing_again_change_nothing(at, published):
    programme = ProgrammeFactory(published_at=at if published else None)
    act = actions.publish if published else actions.withdraw
    before = queries.pages_version()

    act(programme=programme, by=BY, at=at)

    assert queries.pages_version() == before
    assert AuditEntry.objects.count() == 0


def test_a_withdrawn_programme_is_gone_from_the_public_pages(at):
    programme = ProgrammeFactory()

    actions.withdraw(programme=programme, by=BY, at=at)

    assert queries.public_programme(programme.key, at=at) is None
    assert queries.programme(programme.key) == programme


def test_members_come_first_for_as_long_before_a_session_that_moved(at):
    session = SessionFactory(open_to="members_first")
    before = session.members_until = session.starts_at - timedelta(days=3)
    session.save()

    move(session, at, day(session.held_on + timedelta(days=7)))

    session.refresh_from_db()
    assert session.members_until - before == timedelta(days=7)


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        (7, date(2027, 1, 31), date(2027, 3, 1)),
        (28, date(2027, 2, 28), date(2027, 4, 1)),
        (-28, date(2026, 12, 31), date(2027, 2, 1)),
    ],
)
def test_what_is_known_to_the_month_moves_by_months(days, first, last):
    known = Dated(
        precision="span",
        held_on=date(2027, 1, 31),
        until_on=date(2027, 3, 1),
        wall_time=None,
        minutes=60,
        time_zone="UTC",
    )

    after = known.shifted(days)

    assert (after.held_on, after.until_on) == (first, last)
    assert replace(known, precision="month", until_on=None).shifted(days).held_on == first
    assert replace(known, precision="open").shifted(days) == replace(known, precision="open")
