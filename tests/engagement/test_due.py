"""What the years after ask of an organiser today."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.circles.models import Circle
from commonroot.consent.rules import Purpose
from commonroot.engagement import queries
from commonroot.engagement.models import CircleLetter, Experience, Participation
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    KenyaFactory,
    ParticipationFactory,
    ProjectFactory,
    RegionFactory,
    ThemeFactory,
    WaveFactory,
    agree,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def titles(actor: Actor, at) -> list[str]:
    return [due.what for due in queries.due(actor, at=at)]


def test_nothing_is_due_without_a_course(organiser, at):
    assert queries.due(organiser, at=at) == []


def test_a_course_that_ended_waits_to_be_closed(organiser, at):
    programme = CourseFactory(closed_at=None, ends_on=at.date() - timedelta(days=3))
    CourseFactory(closed_at=None, ends_on=at.date())
    CourseFactory(closed_at=None, published_at=None)

    due = queries.due(organiser, at=at)

    assert [(one.what, one.late, one.address) for one in due] == [
        ("Close The Struggle for Health", False, f"/en/desk/programmes/{programme.key}/close/"),
    ]
    assert due[0].since == datetime(2026, 11, 19, tzinfo=UTC)


def test_a_course_not_closed_for_two_weeks_is_late(organiser, at):
    CourseFactory(closed_at=None, ends_on=date(2026, 5, 14))

    assert [due.late for due in queries.due(organiser, at=at)] == [True]


def test_people_never_asked_wait(organiser, at):
    programme = CourseFactory()
    ParticipationFactory(programme=programme, person__country="")
    agree(ParticipationFactory(programme=programme, person__country="").person, Purpose.REGISTER)

    assert titles(organiser, at) == ["Ask 1 person whether we may keep them in the register"]

    Participation.objects.update(asked_at=at)
    assert titles(organiser, at) == []


def test_everybody_in_the_register_leaves_nothing_to_ask(organiser, at):
    agree(ParticipationFactory(person__country="").person, Purpose.REGISTER)

    assert titles(organiser, at) == []


def test_projects_without_a_comment_wait_and_are_late_after_a_month(organiser, at):
    programme = CourseFactory()
    ProjectFactory(programme=programme, comment="")
    ProjectFactory(programme=programme, comment="", created_at=at)
    ProjectFactory(programme=programme)

    due = queries.due(organiser, at=at)

    assert [(one.what, one.minutes, one.late) for one in due] == [
        ("Write a comment on 2 projects", 10, True),
    ]


def test_letters_not_sent_wait_together_and_stopped_ones_alone(organiser, at):
    programme = CourseFactory()
    CircleLetterFactory(programme=programme, drafted_at=at)
    CircleLetterFactory(programme=programme, circle=KenyaFactory(country="UG"), drafted_at=at)
    CircleLetterFactory(programme=programme, circle=ThemeFactory(), state="sent")
    CircleLetterFactory(programme=programme, circle=KenyaFactory(country="TZ"), stopped="withdrawn")
    CircleLetterFactory(
        programme=programme,
        circle=ThemeFactory(),
        stopped=CircleLetter.Stopped.RETURNED,
        leaves_at=at,
    )

    due = queries.due(organiser, at=at)

    assert [(one.what, one.why, one.late) for one in due] == [
        (
            "The letter to the Tanzania circle did not leave",
            "Somebody took their yes back. Look at the letter again.",
            True,
        ),
        ("The letter to Water and Health did not leave", "It came back from every contact.", True),
        (
            "Send 2 letters to circles",
            "About The Struggle for Health. The facts are written already.",
            False,
        ),
    ]


def test_a_country_without_a_circle_waits_until_a_region_was_asked(organiser, at):
    programme = CourseFactory()
    KenyaFactory()
    KenyaFactory(country="UG", state=Circle.State.CLOSED)
    for country in ("TD", "TD", "KE", "UG", ""):
        agree(
            ParticipationFactory(programme=programme, person__country=country).person,
            Purpose.REGISTER,
        )

    due = queries.due(organiser, at=at)

    assert [(one.what, one.why) for one in due] == [
        ("Chad has no circle yet", "2 people from there finished The Struggle for Health."),
        ("Uganda has no circle yet", "1 person from there finished The Struggle for Health."),
    ]
    assert due[0].address == f"/en/desk/programmes/{programme.key}/letters/#TD"

    CircleLetterFactory(programme=programme, circle=RegionFactory(), countries=["TD"])
    assert titles(organiser, at) == ["Send 1 letter to a circle", "Uganda has no circle yet"]


def test_a_circle_that_asks_to_be_introduced_is_shown_and_late_after_a_week(organiser, at):
    letter = CircleLetterFactory(state="answered")
    for days in (8, 1):
        IntroductionFactory(letter=letter, state="wanted", changed_at=at - timedelta(days=days))
    IntroductionFactory(letter=letter, state="known")

    due = queries.due(organiser, at=at)

    assert [(one.what, one.minutes, one.late) for one in due] == [
        ("The Kenya circle asks to be introduced", 4, True),
    ]


def test_answers_wait_until_they_are_read(organiser, at):
    wave = WaveFactory(read_at=at - timedelta(days=2))
    FollowUpFactory(wave=wave, state="answered", answered_at=at - timedelta(days=3))
    FollowUpFactory(wave=wave, state="answered", answered_at=at - timedelta(days=1))
    FollowUpFactory(wave=wave)

    due = queries.due(organiser, at=at)

    assert [(one.what, one.minutes, one.since) for one in due] == [
        ("Read 1 answer", 3, at - timedelta(days=1)),
    ]


def test_silent_circles_and_unread_accounts_wait(organiser, at):
    letter = CircleLetterFactory(state="sent", sent_at=at - timedelta(days=21))
    CircleLetterFactory(
        programme=letter.programme, circle=KenyaFactory(country="UG"), state="sent", sent_at=at
    )
    for state in ("written", "approved"):
        Experience.objects.create(
            programme=letter.programme,
            person=PersonFactory(),
            part="money",
            state=state,
            asked_at=at,
            changed_at=at,
        )

    due = queries.due(organiser, at=at)

    assert [(one.what, one.minutes) for one in due] == [
        ("The Kenya circle has not answered", 2),
        ("Read 1 account for the handbook", 3),
    ]


def test_nothing_of_another_team_is_due(at):
    team = ThemeFactory(kind=Circle.Kind.TEAM)
    CourseFactory(closed_at=None)
    CourseFactory(closed_at=None, run_by=team)
    elsewhere = Actor(
        kind="account", held=(Held(role="organiser", circle_id=team.pk, is_school=False),)
    )

    assert titles(elsewhere, at) == ["Close The Struggle for Health"]
    assert titles(Actor.public(), at) == []


def test_due_costs_the_same_for_one_and_for_many(organiser, at, django_assert_num_queries):
    programme = CourseFactory()
    for some in (1, 30):
        for number in range(some):
            agree(ParticipationFactory(programme=programme).person, Purpose.REGISTER)
            letter = CircleLetterFactory(
                programme=programme, circle=ThemeFactory(sort_key=f"{some} {number}")
            )
            IntroductionFactory(letter=letter, state="wanted")
            ProjectFactory(programme=programme, comment="")
            wave = WaveFactory(programme=programme, months=100 * some + number)
            FollowUpFactory(wave=wave, state="answered", answered_at=at)
        with django_assert_num_queries(13):
            queries.due(organiser, at=at)
