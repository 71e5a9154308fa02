"""What two did in the same course, project or round, when they turn out to be one."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.engagement.models import ClosingAsked, FollowUp, Introduction, Maker
from commonroot.people.actions import merge
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    WaveFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [("name", "unnamed", "unnamed"), ("unnamed", "name", "unnamed"), ("name", "name", "name")],
)
def test_who_did_not_want_to_be_named_is_not(at, mine, theirs, stands):
    into, other = PersonFactory(), PersonFactory()
    project = ProjectFactory()
    MakerFactory(project=project, person=into, naming=mine)
    MakerFactory(project=project, person=other, naming=theirs)
    elsewhere = MakerFactory(person=into, naming="name")
    brought = MakerFactory(person=other)

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    assert Maker.objects.get(project=project).naming == stands
    elsewhere.refresh_from_db()
    brought.refresh_from_db()
    assert (elsewhere.naming, brought.person) == ("name", into)


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [("suggested", "declined", "declined"), ("introduced", "wanted", "introduced")],
)
def test_the_further_introduction_stands_and_a_no_before_all(at, mine, theirs, stands):
    into, other = PersonFactory(), PersonFactory()
    letter = CircleLetterFactory()
    IntroductionFactory(letter=letter, person=into, state=mine)
    IntroductionFactory(letter=letter, person=other, state=theirs)
    IntroductionFactory(person=other)
    IntroductionFactory(person=other, letter=None, circle=letter.circle)

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    assert Introduction.objects.get(letter=letter).state == stands
    assert Introduction.objects.filter(person=into).count() == 3


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        ("sent", "answered", ("answered", "It rained.")),
        ("withdrawn", "answered", ("withdrawn", "It rained.")),
        ("answered", "silent", ("answered", "It rained.")),
    ],
)
def test_the_row_of_a_round_that_says_more_stands(at, mine, theirs, stands):
    into, other = PersonFactory(), PersonFactory()
    wave = WaveFactory()
    for person, state in ((into, mine), (other, theirs)):
        word = "It rained." if state == "answered" else ""
        FollowUpFactory(wave=wave, person=person, state=state, word=word)
    FollowUpFactory(person=other)

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    row = FollowUp.objects.get(wave=wave)
    assert (row.state, row.word) == stands
    assert FollowUp.objects.filter(person=into).count() == 2


@pytest.mark.parametrize("answered", [(True, False), (False, True), (False, False)])
def test_who_answered_about_a_course_as_either_is_not_reminded(at, answered):
    course = CourseFactory()
    rows = [ParticipationFactory(programme=course) for _ in answered]
    for row, said in zip(rows, answered, strict=True):
        ClosingAsked.objects.create(participation=row, asked_at=at, answered=said)

    merge(other=rows[1].person, into=rows[0].person, cause="hand", by=BY, at=at)

    assert [one.answered for one in ClosingAsked.objects.all()] == [any(answered)]
