"""The lists of a course: what completes itself, what people say, what is late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Call
from commonroot.engagement.rules.closing import ENOUGH
from commonroot.engagement.rules.liaison import ASK_BEFORE
from commonroot.handbook.actions import checks as actions
from commonroot.handbook.models import CheckItem
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.queries import checks
from commonroot.handbook.queries.checks import CHECKS, afterwards, evaluation
from commonroot.programmes.models import Programme
from tests.factories.admissions import CallFactory, CohortFactory
from tests.factories.programmes import ProgrammeFactory
from tests.handbook.making import AT
from tests.handbook.worlds import WORLDS

pytestmark = pytest.mark.django_db

BY = Actor(kind="account", key="somebody")
THEMSELVES = sorted(code for code, check in CHECKS.items() if check.kept is not None)
# What concerns other courses than a residential one that people travel to.
ELSEWHERE = {
    "coordinator_found": {"format": Programme.Format.OPEN},
    "gathering_asked": {"format": Programme.Format.COHORT},
    "gathering_words": {"format": Programme.Format.COHORT},
    "links_there": {"mode": Programme.Mode.ONLINE},
    "phone_there": {"mode": Programme.Mode.ONLINE},
}


@pytest.fixture
def call() -> Call:
    """A residential course in Kenya, in English and Arabic, with a panel: 2 to 18 December."""
    course = CohortFactory(
        format=Programme.Format.RESIDENTIAL, mode=Programme.Mode.HYBRID, languages=["en", "ar"]
    )
    return CallFactory(programme=course, way=Call.Way.PANEL, held_in="KE")


def is_done(code: str, call: Call) -> bool:
    courses = checks.courses_of([call.programme.pk])
    kept = checks.found(courses, [CHECKS[code]], at=AT)
    return kept[call.programme.pk][code][0].is_done


def test_every_thing_that_completes_itself_is_proven() -> None:
    assert sorted(WORLDS) == THEMSELVES


@pytest.mark.parametrize("code", THEMSELVES)
def test_it_completes_itself_when_its_records_change_and_opens_again(code, call):
    Programme.objects.filter(pk=call.programme.pk).update(**ELSEWHERE.get(code, {"title": {}}))
    world = WORLDS[code](call)

    seen = [is_done(code, call) for _turn in world]

    assert seen == [False, True, False]


def test_what_it_says_counts_and_has_a_day(call):
    def item(code: str) -> checks.Item:
        listed = checks.checklist(call.programme, at=AT, today=AT.date(), chapters={"alumni"})
        return next(one for one in listed["alumni"] if one.code == code)

    nothing = item("countries_answered")
    world = WORLDS["countries_answered"](call)
    next(world)
    asked = item("countries_answered")
    next(world)
    answered = item("countries_answered")

    assert (nothing.state, nothing.says) == ("open", "nothing to count yet")
    assert (asked.state, asked.says, asked.due_on) == (
        "late",
        "0 of 1 countries",
        date(2026, 11, 25),
    )
    assert (answered.state, answered.says, answered.since) == ("done", "1 of 1 countries", AT)
    assert answered.url.endswith(f"/desk/programmes/{call.programme.key}/circles/")


def test_the_whole_list_and_one_chapter_cost_three_queries(call, django_assert_num_queries):
    other = CallFactory()
    actions.say_done(programme=call.programme, code="stand_ins", by=BY, at=AT)

    with django_assert_num_queries(3):
        listed = checks.checklist(call.programme, at=AT, today=AT.date())
    with django_assert_num_queries(3):
        alone = checks.checklist(call.programme, at=AT, today=AT.date(), chapters={"planning"})
    with django_assert_num_queries(3):
        late = checks.late([call.programme.pk, other.programme.pk], at=AT)

    assert list(listed) == [chapter.code for chapter in CHAPTERS]
    assert alone == {"planning": listed["planning"]}
    assert late[call.programme.pk] == [
        one
        for one in sorted(
            (one for items in listed.values() for one in items),
            key=lambda one: one.due_on or date.max,
        )
        if one.state == "late"
    ]


def test_a_course_without_days_has_those_of_its_first_meeting_or_none():
    bare = ProgrammeFactory(format=Programme.Format.COHORT)

    [course] = checks.courses_of([bare.pk]).values()
    listed = checks.checklist(bare, at=AT, today=AT.date())

    assert course.days == checks.Days()
    assert {one.due_on for items in listed.values() for one in items} == {None}
    assert {one.state for items in listed.values() for one in items} == {"open", "done"}


def test_people_say_what_only_they_know_and_take_it_back(call):
    def state() -> tuple[str, str]:
        items = checks.checklist(call.programme, at=AT, today=AT.date(), chapters={"logistics"})
        return next(
            (one.state, one.why) for one in items["logistics"] if one.code == "night_number"
        )

    before = state()
    row = actions.say_done(programme=call.programme, code="night_number", by=BY, at=AT)
    said = state()
    actions.say_not_needed(
        programme=call.programme, code="night_number", why=" We all share a house. ", by=BY, at=AT
    )
    needless = state()
    actions.open_again(programme=call.programme, code="night_number", by=BY, at=AT)

    assert [before, said, needless, state()] == [
        ("late", ""),
        ("said", ""),
        ("not_needed", "We all share a house."),
        ("late", ""),
    ]
    assert list(CheckItem.objects.values_list("key", "chapter", "by", "why")) == [
        (row.key, "logistics", "account:somebody", "")
    ]


def test_what_completes_itself_is_not_said_to_be_done_but_may_be_needless(call):
    with pytest.raises(actions.CompletesItself):
        actions.say_done(programme=call.programme, code="cost_said", by=BY, at=AT)
    with pytest.raises(actions.NotOnTheList):
        actions.say_done(programme=call.programme, code="nothing", by=BY, at=AT)
    with pytest.raises(actions.NoReason):
        actions.say_not_needed(programme=call.programme, code="cost_said", why=" ", by=BY, at=AT)
    actions.say_not_needed(
        programme=call.programme, code="cost_said", why="A union pays", by=BY, at=AT
    )

    items = checks.checklist(call.programme, at=AT, today=AT.date(), chapters={"budget"})["budget"]

    assert {one.code: one.state for one in items if one.code in {"cost_said", "money_covered"}} == {
        "cost_said": "not_needed",
        "money_covered": "late",
    }
    assert checks.count(items) == (0, len(items) - 1)


def test_a_course_keeps_things_of_its_own(call):
    def own() -> list[tuple[str, str, date | None]]:
        items = checks.checklist(call.programme, at=AT, today=AT.date(), chapters={"online"})
        return [(one.words, one.state, one.due_on) for one in items["online"] if not one.code]

    with pytest.raises(actions.NotOnTheList):
        actions.add_item(
            programme=call.programme, chapter="nothing", text="?", due_on=None, by=BY, at=AT
        )
    item = actions.add_item(
        programme=call.programme, chapter="online", text="Buy data", due_on=None, by=BY, at=AT
    )
    added = own()
    actions.change_item(item=item, text="Buy data for 12", due_on=date(2026, 12, 9), by=BY, at=AT)
    late = own()
    actions.say_done(programme=call.programme, item=item, by=BY, at=AT + timedelta(hours=1))
    done = own()
    actions.drop_item(item=item, by=BY, at=AT)

    assert [added, late, done, own()] == [
        [("Buy data", "open", None)],
        [("Buy data for 12", "late", date(2026, 12, 9))],
        [("Buy data for 12", "said", date(2026, 12, 9))],
        [],
    ]


def test_the_list_asks_for_what_the_areas_ask_for():
    assert ASK_BEFORE.days == afterwards.ASKED_BEFORE
    assert evaluation.SHOWN_FROM == ENOUGH


def test_times_are_those_of_where_the_call_is_told(call):
    call.closes_at = datetime(2026, 11, 15, 22, 30, tzinfo=UTC)  # 01:30 of the 16th in Nairobi
    call.save()

    [course] = checks.courses_of([call.programme.pk]).values()

    assert course.days.deadline == date(2026, 11, 16)
