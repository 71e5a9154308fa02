"""What the lists of courses ask of an organiser today."""

from datetime import date, timedelta

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.circles.models import Circle
from commonroot.handbook.actions import checks as actions
from commonroot.handbook.queries.due import due
from commonroot.programmes.models import Programme
from tests.factories.admissions import CohortFactory
from tests.factories.handbook import ChapterAnswerFactory, CheckItemFactory
from tests.factories.programmes import TeamFactory
from tests.handbook.making import AT

pytestmark = pytest.mark.django_db
BY = Actor.system()


def somebody(*, within: Circle, role: str = "organiser") -> Actor:
    return Actor(kind="account", key=role, held=(Held(role, within.pk, is_school=False),))


@pytest.fixture
def course() -> Programme:
    """A course of a team from 2 to 18 December, whose team answered a question."""
    course = CohortFactory(run_by=TeamFactory())
    ChapterAnswerFactory(programme=course)
    return course


def test_one_line_a_course_says_how_much_is_late_and_since_when(course, django_assert_num_queries):
    other = CohortFactory(run_by=course.run_by)
    CheckItemFactory(programme=other, text="Ask Bea", due_on=AT.date() - timedelta(days=400))
    actor = somebody(within=course.run_by)

    with django_assert_num_queries(4):
        first, second = due(actor, at=AT)

    assert (first.late, first.code) == (True, f"handbook_late:{course.key}")
    assert first.why == ("Somebody keeps the money · Every function is covered by somebody")
    assert first.since.date() == date(2026, 6, 5)
    assert second.since.date() == AT.date() - timedelta(days=400)
    assert "Bea" not in second.why + second.plainly + second.what
    assert first.address == f"/en/desk/programmes/{course.key}/handbook/"


def test_nobody_else_is_reminded(course):
    elsewhere = somebody(within=TeamFactory(sort_key="another"))
    reader = somebody(within=course.run_by, role="facilitator")

    assert due(elsewhere, at=AT) == due(reader, at=AT) == due(Actor.public(), at=AT) == []


@pytest.mark.parametrize(
    "changed", [{"closed_at": AT}, {"ends_on": date(2026, 9, 1)}], ids=["closed", "long over"]
)
def test_a_course_that_is_over_has_lines_of_its_own(course, changed):
    Programme.objects.filter(pk=course.pk).update(**changed)

    assert due(somebody(within=course.run_by), at=AT) == []


def test_a_course_whose_team_does_not_use_the_handbook_is_left_alone(course):
    course.handbook_answers.update(confirmed_at=None)

    before = due(somebody(within=course.run_by), at=AT)
    actions.say_done(programme=course, code="stand_ins", by=BY, at=AT)

    assert before == []
    assert len(due(somebody(within=course.run_by), at=AT)) == 1


def test_what_they_put_on_the_list_themselves_is_not_told_in_letters(course):
    early = CohortFactory(
        run_by=course.run_by, starts_on=date(2028, 1, 1), ends_on=date(2028, 1, 9)
    )
    CheckItemFactory(programme=early, text="Ask Bea", due_on=AT.date() - timedelta(days=1))

    line = due(somebody(within=course.run_by), at=AT)[-1]

    assert line.why == "You put them on the list yourselves."
    assert line.plainly == "1 thing of a course’s list is late"
