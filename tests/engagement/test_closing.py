"""Closing a course: who is on its roll, who is asked, promises, starting backgrounds."""

from datetime import UTC, date, datetime

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, queries
from commonroot.engagement.models import CircleLetter, Participation, Promise, Wave
from commonroot.engagement.rules import Standing
from commonroot.messaging.models import Letter
from commonroot.people.models import Link
from commonroot.programmes.models import Presenter, Programme, Session
from tests.factories.engagement import (
    CourseFactory,
    KenyaFactory,
    ParticipationFactory,
    ProjectFactory,
    ThemeFactory,
    agree,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
AFTER = datetime(2026, 5, 15, 9, tzinfo=UTC)
BY = Actor.system()


def course() -> Programme:
    return CourseFactory(closed_at=None)


def test_close_puts_those_who_came_or_had_a_place_and_presenters_on_the_roll():
    programme = course()
    first, second = SessionFactory(programme=programme), SessionFactory(programme=programme)
    amina, leila = PersonFactory(country="KE"), PersonFactory()
    RegistrationFactory(session=first, person=amina, state="attended")
    RegistrationFactory(session=second, person=amina, state="placed")
    RegistrationFactory(session=first, state="cancelled")
    RegistrationFactory(session=first, state="absent")
    Presenter.objects.create(session=first, person=leila)

    total = actions.close_programme(
        programme=programme, by=BY, at=AFTER, backgrounds={amina.key: "elsewhere"}
    )

    assert total == 2
    rows = Participation.objects.values_list("person", "role", "came", "background").order_by(
        "role"
    )
    assert list(rows) == [
        (amina.pk, "participant", 1, "elsewhere"),
        (leila.pk, "presenter", 0, "unknown"),
    ]
    programme.refresh_from_db()
    assert programme.closed_at == AFTER


def test_close_keeps_somebody_who_learned_and_presented_in_both_roles():
    programme = course()
    session = SessionFactory(programme=programme)
    person = PersonFactory()
    RegistrationFactory(session=session, person=person, state="attended")
    Presenter.objects.create(session=session, person=person)

    total = actions.close_programme(programme=programme, by=BY, at=AFTER)

    assert total == 1
    assert sorted(Participation.objects.values_list("role", flat=True)) == [
        "participant",
        "presenter",
    ]


def test_close_ignores_sessions_called_off_and_addresses_never_proven():
    programme = course()
    off = SessionFactory(programme=programme, state=Session.State.CANCELLED)
    held = SessionFactory(programme=programme)
    RegistrationFactory(session=off, state="attended")
    RegistrationFactory(session=held, state="placed", person=PersonFactory(provisional=True))
    came = RegistrationFactory(
        session=held, state="attended", person=PersonFactory(provisional=True)
    )

    actions.close_programme(programme=programme, by=BY, at=AFTER)

    assert list(Participation.objects.values_list("person", flat=True)) == [came.person_id]


def test_close_writes_one_letter_to_each_participant_and_none_to_presenters():
    programme = course()
    session = SessionFactory(programme=programme)
    by_mail, by_hand = PersonFactory(), PersonFactory()
    ContactWayFactory(person=by_mail)
    for person in (by_mail, by_hand):
        RegistrationFactory(session=session, person=person)
    Presenter.objects.create(session=session, person=PersonFactory())

    actions.close_programme(programme=programme, by=BY, at=AFTER)

    letters = Letter.objects.order_by("-way").values_list(
        "subject_key", "template", "purpose", "way"
    )
    assert list(letters) == [
        (by_mail.key, "engagement/emails/close", "this_programme", "mail"),
        (by_hand.key, "engagement/emails/close", "this_programme", "hand"),
    ]
    things = {link.person_id: link.thing.partition(":")[0] for link in Link.objects.all()}
    assert things == {by_mail.pk: "promise", by_hand.pk: "promise"}


def test_close_plans_rounds_and_drafts_letters_for_countries_and_themes():
    programme = course()
    kenya, theme = KenyaFactory(), ThemeFactory()
    SessionFactory(programme=programme)
    RegistrationFactory(session=programme.sessions.get(), person=PersonFactory(country="KE"))
    RegistrationFactory(session=programme.sessions.get(), person=PersonFactory(country="TD"))
    ProjectFactory(programme=programme, theme=theme)

    actions.close_programme(programme=programme, by=BY, at=AFTER)

    assert list(Wave.objects.order_by("due_on").values_list("months", "only_new")) == [
        (0, False),
        (3, True),
        (6, False),
        (12, False),
        (24, True),
        (60, False),
    ]
    drafted = CircleLetter.objects.values_list("circle", "state", "language").order_by("pk")
    assert list(drafted) == [(kenya.pk, "draft", "en"), (theme.pk, "draft", "en")]


def test_close_refuses_a_course_that_is_not_over():
    programme = course()

    with pytest.raises(actions.NotOverYet):
        actions.close_programme(
            programme=programme, by=BY, at=datetime(2026, 5, 14, 20, tzinfo=UTC)
        )


def test_close_reads_the_end_from_the_sessions_when_none_is_planned():
    programme = CourseFactory(closed_at=None, ends_on=None)
    SessionFactory(programme=programme)
    SessionFactory(programme=programme, state=Session.State.CANCELLED, held_on=date(2027, 1, 1))

    assert queries.ended_on(programme) == date(2026, 12, 1)
    with pytest.raises(actions.NotOverYet):
        actions.close_programme(programme=programme, by=BY, at=AFTER)


def test_close_refuses_a_course_without_any_date():
    with pytest.raises(actions.NotOverYet):
        actions.close_programme(
            programme=CourseFactory(closed_at=None, ends_on=None), by=BY, at=AFTER
        )


def test_close_twice_is_refused_and_changes_nothing():
    programme = course()
    RegistrationFactory(session=SessionFactory(programme=programme))
    actions.close_programme(programme=programme, by=BY, at=AFTER)

    with pytest.raises(actions.ClosedAlready):
        actions.close_programme(programme=programme, by=BY, at=AFTER)

    assert Letter.objects.count() == 1


def test_standings_split_those_not_in_the_register(at):
    programme = CourseFactory()
    people = [ParticipationFactory(programme=programme).person for _ in range(5)]
    agree(people[0], Purpose.REGISTER)
    agree(people[1], Purpose.REGISTER, yes=False)
    people[2].frozen_at = at
    people[2].save()
    Participation.objects.filter(person=people[3]).update(asked_at=at)
    ParticipationFactory()

    found = queries.standings(programme, at=at)

    assert found == {
        Standing.IN: 1,
        Standing.NO: 1,
        Standing.PAUSED: 1,
        Standing.WAITING: 1,
        Standing.NOT_ASKED: 1,
    }
    assert queries.to_ask(programme, at=at) == [people[4]]


def test_a_yes_from_an_unproven_address_waits_and_is_not_asked_again(at):
    programme = CourseFactory()
    person = ParticipationFactory(programme=programme).person
    Agreement.objects.create(
        person=person, purpose="register", audience_kind="school", state="requested", since=at
    )

    assert queries.standings(programme, at=at) == {Standing.WAITING: 1}
    assert queries.to_ask(programme, at=at) == []


def test_ask_missing_writes_to_each_once_even_across_courses(at):
    first, second = CourseFactory(), CourseFactory()
    person = ParticipationFactory(programme=first).person
    ParticipationFactory(programme=first, person=person, role="presenter")
    ParticipationFactory(programme=second, person=person)
    ContactWayFactory(person=person)

    asked = [
        actions.ask_missing(programme=programme, by=BY, at=at)
        for programme in (first, first, second)
    ]

    assert asked == [1, 0, 0]
    letter = Letter.objects.get()
    assert (letter.template, letter.purpose, letter.subject_key) == (
        "engagement/emails/ask",
        "notice",
        person.key,
    )
    assert {"yes", "no"} <= set(letter.values)


def test_answer_questions_writes_down_each_and_leaves_open_what_was_left_open(at):
    participation = ParticipationFactory()

    actions.answer_questions(
        participation=participation,
        answers={Purpose.REGISTER: True, Purpose.FOLLOW_UP: True},
        language="en",
        by=Actor.public(),
        at=at,
    )

    person = participation.person
    assert may(person, Purpose.REGISTER, SCHOOL, at=at) is True
    assert may(person, Purpose.FOLLOW_UP, SCHOOL, at=at) is True
    assert Agreement.objects.filter(person=person, purpose="country_circle").exists() is False


def test_alumni_are_those_in_the_register_with_what_the_circle_may_know(at):
    programme = CourseFactory()
    shown = ParticipationFactory(programme=programme)
    agree(shown.person, Purpose.REGISTER)
    agree(shown.person, Purpose.COUNTRY_CIRCLE)
    Promise.objects.create(
        person=shown.person, programme=programme, text="Meet.", due_on=at.date(), made_at=at
    )
    ParticipationFactory(programme=programme, person__shown_name="Canary Unasked")

    rows = list(queries.alumni(programme, at=at))

    assert [(row.pk, row.circle_may, row.promised) for row in rows] == [(shown.pk, True, True)]


def test_background_is_kept_as_first_said(at):
    participation = ParticipationFactory()

    said = [
        actions.say_background(participation=participation, background=background, by=BY, at=at)
        for background in ("unknown", "new", "movement")
    ]

    participation.refresh_from_db()
    assert (said, participation.background) == ([False, True, False], "new")


def test_promise_is_one_per_course_and_may_be_rewritten(at):
    participation = ParticipationFactory()
    given = {
        "person": participation.person,
        "programme": participation.programme,
        "due_on": date(2026, 12, 1),
        "language": "en",
        "by": Actor.public(),
    }

    actions.write_promise(text="Meet the union.", at=at, **given)
    actions.write_promise(text="Meet them twice.", at=datetime(2026, 11, 23, tzinfo=UTC), **given)

    promise = queries.promise_of(participation.person, participation.programme)
    assert (promise.text, promise.made_at, Promise.objects.count()) == ("Meet them twice.", at, 1)


def test_the_person_page_finds_what_somebody_did(at):
    participation = ParticipationFactory()
    person = participation.person
    promise = Promise.objects.create(
        person=person, programme=participation.programme, text="Meet.", due_on=at.date(), made_at=at
    )

    assert list(queries.participations_of(person)) == [participation]
    assert list(queries.promises_of(person)) == [promise]
    assert queries.participation(participation.key) == participation
    assert queries.programme(participation.programme.key) == participation.programme
