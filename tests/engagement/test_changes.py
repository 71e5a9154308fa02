"""Changes follow into the plan of the next course until they are made."""

from datetime import UTC, date, datetime

import pytest

from commonroot.accounts.roles import Actor
from commonroot.engagement.actions import changes
from commonroot.engagement.models import ChangeCard
from commonroot.engagement.queries import closing as queries
from tests.factories.engagement import CourseFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
SAID = {"by": Actor.system(), "at": NOW}


def stands(programme) -> list[tuple[str, str]]:
    """The changes in a plan and what it says to them."""
    return [(row.card.text, row.state) for row in queries.changes_for(programme)]


def test_a_change_stands_in_the_plan_of_each_copy_until_one_has_made_it():
    first = CourseFactory()
    second = CourseFactory(copied_from=first)
    third = CourseFactory(copied_from=second)
    card = changes.add_change(programme=first, text=" Shorter days ", **SAID)

    before = stands(second)
    changes.decide_change(
        card=card, programme=second, state="not_now", why="The venue is booked", **SAID
    )
    put_aside = (stands(second), stands(third))
    told = queries.changes_for(third)[0].before
    changes.decide_change(card=card, programme=second, state="done", why="x", **SAID)

    assert before == [("Shorter days", "open")]
    assert put_aside == ([("Shorter days", "not_now")], [("Shorter days", "open")])
    assert [(one.programme, one.why) for one in told] == [(second, "The venue is booked")]
    assert (stands(second), stands(third)) == ([("Shorter days", "done")], [])
    assert queries.card(card.key).decisions.get().why == ""


def test_not_this_time_says_why():
    first = CourseFactory()
    card = changes.add_change(programme=first, text="Shorter days", **SAID)

    with pytest.raises(changes.WhyNot):
        changes.decide_change(card=card, programme=first, state="not_now", why=" ", **SAID)


def test_a_course_that_is_no_copy_takes_up_the_changes_of_another_of_its_team():
    earlier = CourseFactory()
    made, waits = (
        changes.add_change(programme=earlier, text=text, **SAID) for text in ("Made", "Waits")
    )
    changes.decide_change(
        card=made, programme=CourseFactory(run_by=earlier.run_by), state="done", why="", **SAID
    )
    now = CourseFactory(run_by=earlier.run_by)
    offered = queries.earlier_with_changes(now)

    taken = changes.take_up_changes(programme=now, earlier=earlier, **SAID)
    again = changes.take_up_changes(programme=now, earlier=earlier, **SAID)

    assert (offered, taken, again) == ([earlier], 1, 0)
    assert (stands(now), queries.earlier_with_changes(now)) == ([("Waits", "open")], [])
    assert [card.text for card in queries.cards(earlier)] == ["Made", "Waits"]
    changes.drop_change(card=waits, **SAID)
    assert stands(now) == []


def test_courses_copied_in_a_ring_end_somewhere():
    first = CourseFactory()
    second = CourseFactory(copied_from=first)
    first.copied_from = second
    first.save()
    ChangeCard.objects.create(programme=second, text="Round", made_at=NOW)

    assert stands(first) == [("Round", "open")]


def test_the_notes_of_the_meeting_are_the_teams():
    course = CourseFactory()

    none_yet = queries.closing(course)
    changes.write_evaluation(programme=course, met_on=date(2026, 5, 19), notes=" Good. ", **SAID)

    assert none_yet is None
    kept = queries.closing(course)
    assert (kept.met_on, kept.notes, kept.written_at) == (date(2026, 5, 19), "Good.", NOW)
