"""The desk's programmes: stages, what is left to do, dates, publishing."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonroot.core.fields import Translated
from commonroot.engagement.models import ChangeCard, ChangeDecision, Wave
from commonroot.programmes.models import Programme
from commonroot.web.queries import programmes as queries
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    ParticipationFactory,
    ProjectFactory,
)
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.web.test_rail import a_team, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_the_list_says_stage_next_date_people_and_deadline(school, organiser, at):
    session = SessionFactory(programme=ProgrammeFactory(apply_by=date(2026, 12, 6)))
    person = RegistrationFactory(session=session).person
    again = SessionFactory(programme=session.programme, starts_at=at + timedelta(days=20))
    RegistrationFactory(session=again, person=person, state="waiting")
    RegistrationFactory(session=again, state="cancelled")
    ProgrammeFactory(title=Translated({"en": "Draft"}), published_at=None)

    found = queries.programmes(organiser, at=at, today=TODAY)

    said = {one.title: (one.where, one.text, one.stamp) for one in found}
    assert said == {
        "Organizing for Health": ("stage: call", "1 person · next Tue 1 Dec", "Apply by Sun 6 Dec"),
        "Draft": ("stage: plan", "0 people · not public yet", ""),
    }


def test_a_team_sees_its_own_programmes(school, at):
    team = a_team(at)
    actor, client = signed_in(at, role="facilitator", circle=team)
    theirs = ProgrammeFactory(run_by=team)
    ProgrammeFactory()

    assert [one.key for one in queries.programmes(actor, at=at, today=TODAY)] == [theirs.key]
    assert client.get(reverse("web:programmes")).context["may_make"] is False


def rows(programme, at):
    return [
        (one.day, one.clock, one.number, one.state)
        for one in queries.dates(list(queries.sessions_of(programme)), at=at)
    ]


def test_dates_say_how_many_places_are_taken_or_who_came(school, at):
    programme = ProgrammeFactory()
    over, full, free, off = (
        SessionFactory(programme=programme, **more)
        for more in (
            {"starts_at": at - timedelta(days=8), "sorts_on": date(2026, 11, 14)},
            {"places": 1},
            {"places": None},
            {"state": "cancelled"},
        )
    )
    RegistrationFactory(session=over, state="attended")
    RegistrationFactory(session=over, state="absent")
    RegistrationFactory(session=over, state="excused")
    for state in ("placed", "waiting", "waiting"):
        RegistrationFactory(session=full, state=state)
    RegistrationFactory(session=free)
    RegistrationFactory(session=off)
    SessionFactory(programme=programme, places=None)
    SessionFactory(programme=programme, starts_at=at - timedelta(days=9))
    month = {"starts_at": None, "precision": "month", "held_on": date(2027, 7, 1), "places": None}
    SessionFactory(programme=programme, **month)

    assert rows(programme, at) == [
        ("Sat 14 Nov", "15:00–17:00", "1 of 2 came", ""),
        ("Tue 1 Dec", "19:00–21:00", "1 of 1, 2 wait", "waiting"),
        ("Tue 1 Dec", "19:00–21:00", "1 person", ""),
        ("Tue 1 Dec", "19:00–21:00", "called off", "late"),
        ("Tue 1 Dec", "19:00–21:00", "", ""),
        ("Fri 13 Nov", "15:00–17:00", "", ""),
        ("July 2027", "", "", ""),
    ]


def left(programme, at):
    sessions = list(queries.sessions_of(programme))
    found = queries.left_to_do(programme, sessions, at=at, today=TODAY)
    return [(one.state, one.title, one.text) for one in found]


def test_a_draft_has_its_page_to_do(school, at):
    assert left(ProgrammeFactory(published_at=None), at) == [
        ("open", "The page is not public yet", "Nobody can register before.")
    ]


def test_links_and_lists_are_missed_in_time(school, at):
    programme = ProgrammeFactory()
    for days in (2, 10, 20):
        SessionFactory(
            programme=programme,
            title=Translated({"en": f"In {days}"}),
            starts_at=at + timedelta(days=days),
        )
    SessionFactory(
        programme=programme, starts_at=at + timedelta(days=1), join_address="https://example.org/x"
    )
    over = SessionFactory(
        programme=programme, title=Translated({"en": "Over"}), starts_at=at - timedelta(days=1)
    )
    RegistrationFactory(session=over)
    RegistrationFactory(session=over, state="attended")

    assert left(programme, at) == [
        ("late", "No link to join “In 2” yet", "Tue 24 Nov"),
        ("late", "Who came to “Over”?", "1 person is not ticked"),
        ("open", "No link to join “In 10” yet", "Wed 2 Dec"),
        ("done", "The page is public", "in English since Thu 1 Oct"),
    ]


def test_a_course_on_site_needs_no_links(school, at):
    session = SessionFactory(programme=ProgrammeFactory(mode="on_site"))

    assert [state for state, _title, _text in left(session.programme, at)] == ["done"]


@pytest.mark.parametrize(("ended", "state"), [(5, "open"), (15, "late")])
def test_a_course_that_ended_wants_to_be_closed(school, at, ended, state):
    ends_on = TODAY - timedelta(days=ended)
    course = CourseFactory(closed_at=None, ends_on=ends_on)

    assert left(course, at)[0][:2] == (state, "Close the course")


def test_a_closed_course_wants_comments_and_letters(school, at):
    course = CourseFactory()
    before = left(course, at)
    ProjectFactory(programme=course, comment="")
    letter = CircleLetterFactory(programme=course)
    between = left(course, at)
    letter.state = "sent"
    letter.save()
    after = left(course, at)

    assert before[0] == ("open", "0 of 0 letters to circles sent", "")
    assert between[:2] == [
        ("open", "1 project has no comment", "Letters to circles wait for it."),
        ("open", "0 of 1 letters to circles sent", ""),
    ]
    assert ("done", "1 of 1 letters to circles sent", "") in after
    assert ("done", "The course is closed", "Fri 15 May") in after
    assert ("open", "2 of 8 steps of the close are done", "") in after


def test_a_plan_says_how_many_changes_of_earlier_courses_are_open(school, at):
    earlier = CourseFactory()
    plan = CourseFactory(copied_from=earlier, closed_at=None)
    card = ChangeCard.objects.create(programme=earlier, text="Shorter days", made_at=at)
    before = left(plan, at)
    ChangeDecision.objects.create(card=card, programme=plan, state="done", changed_at=at)

    assert ("open", "1 of 1 change of earlier courses is open", "") in before
    assert ("done", "0 of 1 change of earlier courses is open", "") in left(plan, at)


def test_what_is_late_stands_below_the_stage(school, at):
    programme = ProgrammeFactory()

    steps = queries.strip_of_stages(programme, at=at, late=2)

    assert [(step["word"], step.get("late")) for step in steps if step["state"] == "now"] == [
        ("call", "2 late")
    ]
    assert all("late" not in step for step in queries.strip_of_stages(programme, at=at, late=0))


def test_where_participants_started_from(school):
    course = CourseFactory()
    before = queries.starting_from(course)
    for background in ("new", "new", "movement", "unknown"):
        ParticipationFactory(programme=course, background=background)
    ParticipationFactory(programme=course, background="new", role="organiser")

    assert before == []
    assert [(bar["label"], bar["value"], bar["kind"]) for bar in queries.starting_from(course)] == [
        ("in the movement already", 1, "known"),
        ("active elsewhere", 0, "known"),
        ("new to activism", 2, "known"),
        ("not known", 1, "unknown"),
    ]


def test_rounds_of_questions_by_date(school, at):
    course = CourseFactory()
    Wave.objects.create(programme=course, months=6, due_on=date(2026, 12, 7))
    Wave.objects.create(programme=course, months=0, due_on=date(2026, 6, 1), sent_at=at)
    Wave.objects.create(programme=course, months=1, due_on=date(2026, 7, 1))

    found = queries.waves_of(course, today=TODAY)

    assert [(row["date"], row["title"], row["text"]) for row in found] == [
        ("Mon 1 Jun", "After two weeks", "sent"),
        ("Wed 1 Jul", "After 1 month", ""),
        ("Mon 7 Dec", "After 6 months", ""),
    ]


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


@pytest.fixture
def kept(settings):
    """What was counted is kept as on a school's machine; other tests count anew each time."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


def numbers(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_fifty_sessions_and_places_cost_as_many_queries_as_one(desk, now, kept):
    programme = ProgrammeFactory()

    def add_session():
        RegistrationFactory(session=SessionFactory(programme=programme))

    address = reverse("web:programme", args=[programme.key])
    add_session()
    desk.get(address)
    one = numbers(desk, address)
    for _number in range(49):
        add_session()

    assert numbers(desk, address) == one
    assert one <= 17


def test_the_list_costs_the_same_for_fifty_programmes(desk, now, kept):
    address = reverse("web:programmes")
    SessionFactory()
    desk.get(address)
    one = numbers(desk, address)
    for _number in range(49):
        SessionFactory()

    assert numbers(desk, address) == one
    assert one <= 8


def test_a_programme_is_published_and_taken_down(desk, now):
    programme = ProgrammeFactory(published_at=None)
    page = reverse("web:programme", args=[programme.key])
    before = desk.get(page).content

    published = desk.post(reverse("web:publish", args=[programme.key]))
    public = desk.get(page).content
    desk.post(reverse("web:withdraw", args=[programme.key]))

    assert published["Location"] == page
    looks = b"Look, then make it public"
    assert (looks in before, looks in public) == (True, False)
    assert (b"Copy the link" in before, b"Copy the link" in public) == (False, True)
    assert Programme.objects.get().published_at is None


def test_looking_publishes_nothing(desk, now):
    programme = ProgrammeFactory(published_at=None)

    assert desk.get(reverse("web:publish", args=[programme.key])).status_code == 405


def test_a_facilitator_sees_and_changes_nothing(school, now):
    team = a_team(now)
    _actor, client = signed_in(now, role="facilitator", circle=team)
    programme = ProgrammeFactory(run_by=team, published_at=None)

    assert client.get(reverse("web:programme", args=[programme.key])).status_code == 200
    for name in ("publish", "withdraw"):
        assert client.post(reverse(f"web:{name}", args=[programme.key])).status_code == 404
    visitor = Client().get(reverse("web:programme", args=[programme.key]))
    assert visitor.status_code == 302


def test_the_years_after_are_linked_once_it_is_closed(desk, now):
    course = CourseFactory()
    ParticipationFactory(programme=course, background="new")

    page = desk.get(reverse("web:programme", args=[course.key])).content.decode()

    for name in ("alumni", "projects", "letters"):
        assert reverse(f"engagement:{name}", args=[course.key]) in page
    assert "Starting from" in page


def test_no_programme_says_the_first_step(desk, now):
    assert b"No programme yet." in desk.get(reverse("web:programmes")).content
