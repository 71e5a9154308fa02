"""Reading places."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.registration import queries
from commonroot.registration.actions import places
from tests.factories.people import PersonFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
AFTER = STARTS + timedelta(hours=3)


def seen(session, at, **changed):
    """A registration its organisers may see."""
    row = RegistrationFactory(session=session, **changed)
    places.let_organisers_see(person=row.person, session=session, by=Actor.public(), at=at)
    return row


def test_a_public_session_is_one_of_a_public_programme(at):
    public = SessionFactory()
    hidden = SessionFactory(programme__published_at=None)

    assert queries.public_session(public.key, at=at) == public
    assert queries.public_session(hidden.key, at=at) is None
    assert queries.public_session("nothing", at=at) is None
    assert queries.session(hidden.key) == hidden


def test_the_gate_and_the_role_refuse_each_alone(at):
    session = SessionFactory()
    seen(session, at)
    RegistrationFactory(session=session)  # the gate keeps this one back

    def rows(circle, role):
        who = Actor(kind="account", held=(Held(role, circle, is_school=False),))
        return len(queries.roster(session, seen_by=who, at=at))

    team = session.programme.run_by_id
    found = [rows(team, "facilitator"), rows(team + 1, "organiser"), rows(team, "panel")]

    assert found == [1, 0, 0]


def test_the_list_shows_those_the_gate_lets_through_in_their_order(at):
    session = SessionFactory()
    zola = seen(session, at, person=PersonFactory(shown_name="Zola"))
    amina = seen(session, at, person=PersonFactory(shown_name="Amina"), state="excused")
    seen(session, at, state="cancelled")
    RegistrationFactory(session=session)
    paused = seen(session, at, person=PersonFactory(shown_name="Paused", frozen_at=at))
    waits = seen(session, at, state="waiting", position=90)
    offered = seen(session, at, state="offered", position=80)

    assert list(queries.roster(session, seen_by=Actor.system(), at=at)) == [amina, zola]
    assert list(queries.waiting_list(session, seen_by=Actor.system(), at=at)) == [offered, waits]
    assert queries.left_out(session, shown=4) == 2
    assert paused.state == "placed"


def test_the_gate_closes_when_the_time_of_keeping_is_over(at):
    session = SessionFactory()
    seen(session, at)

    assert (
        queries.roster(session, seen_by=Actor.system(), at=AFTER + timedelta(days=729)).count() == 1
    )
    assert (
        queries.roster(session, seen_by=Actor.system(), at=AFTER + timedelta(days=731)).count() == 0
    )


def test_counts_and_places_in_line():
    session = SessionFactory()
    for state in ("placed", "attended", "offered", "excused", "cancelled"):
        RegistrationFactory(session=session, state=state)
    first, second = (RegistrationFactory(session=session, state="waiting") for _ in range(2))

    assert queries.counts(session) == {"held": 3, "placed": 1, "offered": 1, "waiting": 2}
    assert [queries.waiting_place(row) for row in (first, second)] == [1, 2]
    assert queries.waiting_place(RegistrationFactory(session=session)) is None


def test_my_places_come_soonest_first_and_undated_last(at):
    person = PersonFactory()
    undated = SessionFactory(
        starts_at=None, ends_at=None, precision="month", sorts_on=None, held_on=None
    )
    this_month = SessionFactory(
        starts_at=None, ends_at=None, precision="month", sorts_on=at.date() + timedelta(days=8)
    )
    later, sooner = SessionFactory(), SessionFactory(starts_at=STARTS - timedelta(days=1))
    over = SessionFactory(starts_at=at - timedelta(days=1))
    rows = {
        session.pk: RegistrationFactory(person=person, session=session)
        for session in (undated, this_month, later, sooner, over)
    }

    found = [row.session_id for row in queries.coming(person, at=at)]

    assert found == [sooner.pk, later.pk, undated.pk, this_month.pk]
    assert queries.of_person(person).count() == len(rows)


def test_a_registration_by_its_key():
    row = RegistrationFactory()

    assert queries.registration(row.key) == row
    assert queries.registration("nothing") is None


def test_pairs_and_unticked_lists_are_due_to_whoever_may(at, school, organiser):
    pair = RegistrationFactory(may_be=PersonFactory(), session=SessionFactory(starts_at=STARTS))
    over = SessionFactory(starts_at=at - timedelta(days=1))
    for _number in range(25):
        RegistrationFactory(session=over)
    ticked = SessionFactory(starts_at=at - timedelta(days=1))
    RegistrationFactory(session=ticked, state="attended")
    RegistrationFactory(session=ticked)

    due = queries.due(organiser, at=at)

    assert [(row.minutes, row.what, row.since) for row in due] == [
        (1, "Is this the same person?", pair.asked_at),
        (2, "Who came to “Power Analysis!”?", over.ends_at),
    ]
    assert due[1].why == "25 people had a place and are not ticked yet."
    assert queries.due(Actor.public(), at=at) == []


def test_nobody_is_served_twice(at):
    session = SessionFactory()
    row = seen(session, at)
    serve(
        person=row.person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=queries.organisers_of(session),
        until=None,
        by=Actor.public(),
        at=at,
    )

    assert row.person.agreements.count() == 1


def test_places_taken_are_those_a_newcomer_cannot_get(django_assert_num_queries):
    session, unlimited, empty = (
        SessionFactory(places=4),
        SessionFactory(places=None),
        SessionFactory(),
    )
    for state in ("placed", "offered", "waiting", "cancelled", "excused"):
        RegistrationFactory(session=session, state=state)
    RegistrationFactory(session=unlimited)

    with django_assert_num_queries(1):
        taken = queries.places_taken([session, unlimited, empty])

    assert taken == {session.pk: 3}


def test_places_taken_are_never_more_than_there_are():
    session = SessionFactory(places=1)
    for _number in range(3):
        RegistrationFactory(session=session)

    assert queries.places_taken([session]) == {session.pk: 1}


def test_where_no_session_has_a_limit_nothing_is_counted(django_assert_num_queries):
    session = SessionFactory(places=None)

    with django_assert_num_queries(0):
        taken = queries.places_taken([session])

    assert taken == {}
