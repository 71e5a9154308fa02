"""What people say of a course: without their names, from five on, on paper too."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.engagement import actions
from commonroot.engagement.actions import course_words
from commonroot.engagement.models import ClosingAnswer, ClosingAsked, Participation
from commonroot.engagement.queries import closing as queries
from commonroot.engagement.rules import closing as rules
from commonroot.messaging.models import Letter
from tests.factories.engagement import (
    CourseFactory,
    ParticipationFactory,
    PromiseFactory,
    take_part,
)
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
DAY = timedelta(days=1)


@pytest.fixture
def at() -> datetime:
    """The day after the course was closed."""
    return datetime(2026, 5, 16, 9, tzinfo=UTC)


def asked(programme, at, *, count=1) -> list[Participation]:
    """People of a course who were asked about it."""
    rows = [ParticipationFactory(programme=programme) for _number in range(count)]
    for row in rows:
        ContactWayFactory(person=row.person)
        take_part(row.person, programme)
        ClosingAsked.objects.create(participation=row, asked_at=at)
    return rows


def say(participation, at, **given) -> None:
    """One answer, with nothing but what the test is about."""
    course_words.say_of_course(
        **{
            "participation": participation,
            "scales": {"skills": 4},
            "change": "",
            "language": "en",
            "named": False,
            "by": BY,
            "at": at,
            **given,
        }
    )


def test_an_answer_is_kept_without_its_author_once(at):
    course = CourseFactory(aims=[{"en": "Read a budget"}])
    (row,) = asked(course, at)

    say(row, at, scales={"skills": 4, "aim1": 2, "aim2": 4, "relationships": 9}, change=" Shorter ")

    answer = ClosingAnswer.objects.get()
    assert (answer.person, answer.said_on, answer.on_paper) == (None, at.date(), False)
    assert (answer.scales, answer.change) == ({"skills": 4, "aim1": 2}, "Shorter")
    with pytest.raises(course_words.SaidBefore):
        say(row, at)
    with pytest.raises(course_words.SaidBefore):
        say(ParticipationFactory(programme=course), at)


def test_an_empty_sheet_is_refused_and_may_be_sent_again(at):
    (row,) = asked(CourseFactory(), at)

    with pytest.raises(course_words.NothingSaid):
        say(row, at, scales={}, change="  ")

    assert not ClosingAsked.objects.get().answered


def test_aims_are_asked_as_they_stood_first(at):
    course = CourseFactory(aims=[{"en": "Read a budget"}])
    course_words.open_closing(programme=course, at=at)
    course.aims = []
    course.save()

    assert queries.aims(course) == [{"en": "Read a budget"}]


def test_results_are_shown_from_five_answers_and_words_from_five_without_a_name(at, organiser):
    course = CourseFactory()
    rows = asked(course, at, count=6)
    for row in rows[:4]:
        say(row, at, change="Canary word")
    few = queries.said_of(course, seen_by=organiser, at=at)
    say(rows[4], at, scales={"skills": 1}, change="By name", named=True)
    five = queries.said_of(course, seen_by=organiser, at=at)
    course_words.key_in_answer(
        programme=course, scales={}, change="On paper", language="en", by=BY, at=at
    )
    six = queries.said_of(course, seen_by=organiser, at=at)

    assert (few.asked, few.answers, few.shown, few.scales, few.words) == (6, 4, False, [], [])
    assert (five.shown, five.words) == (True, [])
    assert [(row.change, row.person) for row in five.named] == [("By name", rows[4].person)]
    assert (six.on_paper, len(six.words)) == (1, 5)
    skills = next(scale for scale in six.scales if scale.code == "skills")
    assert (skills.steps, skills.said, skills.much, skills.open) == (
        {4: 4, 3: 0, 2: 0, 1: 1},
        5,
        4,
        1,
    )


def test_who_may_not_see_the_people_reads_nobody_by_name(at, organiser):
    course = CourseFactory()
    (row,) = asked(course, at)
    say(row, at, change="By name", named=True)

    assert queries.said_of(course, seen_by=Actor.public(), at=at).named == []


def test_those_who_said_nothing_are_reminded_once_after_a_week(at):
    course = CourseFactory()
    silent, promised, answered, gone = asked(course, at, count=4)
    PromiseFactory(programme=course, person=promised.person)
    say(answered, at)
    gone.person.frozen_at = at
    gone.person.save()
    later = at + 7 * DAY

    early = course_words.remind_of_close(programme=course, by=BY, at=at + 6 * DAY)
    first = course_words.remind_of_close(programme=course, by=BY, at=later)
    again = course_words.remind_of_close(programme=course, by=BY, at=later + DAY)

    assert (early, first, again) == (0, 1, 0)
    assert list(Letter.objects.values_list("template", "subject_key")) == [
        ("engagement/emails/remind_close", silent.person.key)
    ]


def test_closing_a_course_asks_its_participants(at):
    course = CourseFactory(closed_at=None)
    ParticipationFactory(programme=course)

    actions.close_programme(programme=course, by=BY, at=at)

    assert ClosingAsked.objects.filter(participation__programme=course).count() == 1


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Amina Wekesa", "A. W."),
        ("josé  de la cruz", "J. D. L. C."),
        ("आमिना", "आ."),
        ("«Ali»", "A."),
        ("7 –", ""),
    ],
)
def test_initials_in_any_script(name, short):
    assert rules.initials(name) == short


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2026-05-14", 0),
        ("2026-08-13", 0),
        ("2026-08-14", 3),
        ("2027-06-01", 12),
        ("2040-01-01", 60),
        ("2026-05-01", 0),
    ],
)
def test_a_status_counts_for_the_last_moment_that_has_come(day, months):
    ended = datetime(2026, 5, 14, tzinfo=UTC).date()

    assert rules.status_due(ended_on=ended, on=datetime.fromisoformat(day).date()) == months
