"""What a row of the list says of somebody: course, circle, freshness, what is next."""

from datetime import date, timedelta

import pytest

from commonroot.circles import actions as circles
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement.models import Wave
from commonroot.people import actions
from tests.factories.engagement import CourseFactory, KenyaFactory, ParticipationFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.web.test_people import SYSTEM, TODAY, add, listed, say_yes

pytestmark = pytest.mark.django_db


def row(person, at):
    [line] = [line for line in listed(at).lines if line.key == person.key]
    return line


def test_a_row_says_course_circle_freshness_and_what_is_next(school, at):
    KenyaFactory()
    person = add("Amina Wekesa", at, country="KE", city="Kisumu", confirmed=22)
    say_yes(person, Purpose.COUNTRY_CIRCLE, at)
    ParticipationFactory(person=person, programme=CourseFactory())

    line = row(person, at)

    assert (line.city, line.country) == ("Kisumu", "Kenya")
    assert (line.course, line.circle, line.circle_tone) == (
        "The Struggle for Health, 2026",
        "Kenya circle",
        "",
    )
    assert (line.state, line.age, line.next) == ("fresh", "3 wk", "")


def test_the_newest_course_is_the_last_one(school, at):
    person = add("Amina Wekesa", at)
    for year in (2024, 2026, 2025):
        course = CourseFactory(title=Translated({"en": "Course"}), starts_on=date(year, 5, 4))
        ParticipationFactory(person=person, programme=course)

    assert row(person, at).course == "Course, 2026"


def test_circles_are_named_only_where_the_person_agreed(school, at):
    KenyaFactory(state="dormant")
    people = {
        "quiet": add("A", at, country="KE"),
        "refused": add("B", at, country="KE"),
        "not asked": add("C", at, country="KE"),
        "none": add("D", at, country="TD"),
        "nowhere": add("E", at),
        "member": add("F", at, country="KE"),
    }
    for name in ("quiet", "none", "nowhere"):
        say_yes(people[name], Purpose.COUNTRY_CIRCLE, at)
    say_yes(people["refused"], Purpose.COUNTRY_CIRCLE, at, yes=False)
    water = circles.open_circle(kind="theme", name=Translated({"en": "Water"}), by=SYSTEM, at=at)
    actions.join_circle(
        person=people["member"], circle=water, role="member", since=TODAY, by=SYSTEM, at=at
    )

    said = {name: (row(one, at).circle, row(one, at).circle_tone) for name, one in people.items()}

    assert said == {
        "quiet": ("Kenya circle (quiet)", ""),
        "refused": ("said no to the circle", ""),
        "not asked": ("circle: not asked", ""),
        "none": ("no circle yet", "clay"),
        "nowhere": ("country not known", ""),
        "member": ("Water", ""),
    }


def test_what_is_next_with_somebody(school, at):
    course = CourseFactory()
    Wave.objects.create(programme=course, months=12, due_on=date(2027, 5, 14))
    Wave.objects.create(programme=course, months=6, due_on=date(2026, 12, 7))
    coming, asked, silent, done = (add(name, at) for name in "ABCD")
    unasked = add("E", at, agreed=False)
    RegistrationFactory(person=coming, session=SessionFactory(starts_at=at + timedelta(days=15)))
    RegistrationFactory(person=coming, session=SessionFactory(starts_at=at + timedelta(days=9)))
    RegistrationFactory(person=coming, session=SessionFactory(starts_at=at - timedelta(days=9)))
    for person in (asked, silent):
        ParticipationFactory(person=person, programme=course)
    for person in (asked, done):
        say_yes(person, Purpose.FOLLOW_UP, at)

    said = [row(person, at).next for person in (coming, asked, unasked, silent, done)]

    assert said == ["Comes Tue 1 Dec", "Ask on Mon 7 Dec", "To be asked", "", ""]
