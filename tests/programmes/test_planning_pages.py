"""Planning at the desk, page by page, as an organiser does it."""

from datetime import date, time
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from commonroot.programmes.models import DateChange, Programme, Session
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


def url(name, thing, **more):
    return reverse(f"programmes:{name}", kwargs={"key": thing.key, **more})


class Typed(HTMLParser):
    """What a browser would send of a page's forms: names and values as they stand."""

    def __init__(self, page):
        super().__init__()
        self.sent = {}
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "input" and (at.get("type") != "checkbox" or "checked" in at):
            usual = "on" if at.get("type") == "checkbox" else ""
            self.sent[at.get("name", "")] = at.get("value", usual)
        elif tag == "select":
            self.select = at["name"]
            self.sent.setdefault(self.select, "")
        elif tag == "option" and "selected" in at:
            self.sent[self.select] = at["value"]


def rows_of(answer, **changed):
    """What the page of proposed dates sends back, with some fields changed; None: not sent."""
    sent = {**Typed(answer.content.decode()).sent, "make": "1", **changed}
    return {name: value for name, value in sent.items() if value is not None}


RHYTHM = {
    "kind": "weekly", "title": "Evening", "stretch": "Weekly sessions", "first": "2027-01-17",
    "times": "3", "every": "1", "weekday": "1", "clock": "19:00", "minutes": "120",
    "time_zone": "Africa/Nairobi", "places": "30",
}  # fmt: skip


def test_five_lines_then_a_rhythm_looked_at_and_one_date_changed(desk):
    made = desk.post(
        reverse("programmes:plan_new"),
        {
            "format": "cohort",
            "title": "Building campaigns",
            "summary": "Ten evenings.",
            "audience": "Health workers",
            "languages": ["ar", "en"],
        },
    )
    programme = Programme.objects.get()

    looked = desk.post(url("plan_rhythm", programme), RHYTHM)
    sent = rows_of(looked, **{"row-2-on": "2027-02-06", "row-1-keep": None})
    done = desk.post(url("plan_rhythm", programme), sent)

    assert made.url == url("plan_dates", programme)
    assert (programme.languages, programme.published_at) == (["en", "ar"], None)
    assert [form["on"].value() for form in looked.context["rows"]][:3] == [
        date(2027, 1, 19), date(2027, 1, 26), date(2027, 2, 2),
    ]  # fmt: skip
    assert done.url == url("plan_dates", programme)
    sessions = list(programme.sessions.order_by("position"))
    assert [(one.held_on, one.wall_time, one.places) for one in sessions] == [
        (date(2027, 1, 19), time(19), 30),
        (date(2027, 2, 6), time(19), 30),
    ]
    assert [str(one.title) for one in sessions] == ["Evening, 1 of 2", "Evening, 2 of 2"]
    assert {str(one.phase) for one in sessions} == {"Weekly sessions"}
    programme.refresh_from_db()
    assert (programme.starts_on, programme.ends_on) == (date(2027, 1, 19), date(2027, 2, 6))


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"times": ""}, "times"),
        ({"clock": ""}, "clock"),
        ({"kind": "course"}, "last"),
        ({"kind": "course", "last": "2029-01-17"}, "last"),
        ({"kind": "course", "last": "2027-01-18"}, "__all__"),
        ({"kind": "course", "last": "2027-06-18", "slot_clock_1": "09:00"}, "__all__"),
        ({"first": "soon"}, "first"),
    ],
)
def test_a_rhythm_that_means_no_dates_says_so_at_its_place(desk, changes, wrong):
    programme = ProgrammeFactory()

    answer = desk.post(url("plan_rhythm", programme), RHYTHM | changes)

    assert (answer.status_code, wrong in answer.context["form"].errors) == (400, True)
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "first", "count"),
    [
        ({"kind": "monthly", "nth": "2"}, date(2027, 1, 12), 3),
        ({"kind": "monthly", "nth": "", "clock": ""}, date(2027, 1, 1), 3),
        ({"kind": "once"}, date(2027, 1, 17), 1),
        ({"kind": "once", "clock": ""}, date(2027, 1, 1), 1),
        ({"weekday": "", "clock": ""}, date(2027, 1, 17), 3),
        (
            {"kind": "course", "last": "2027-01-19", "free": ["0"], "slot_clock_1": "14:00",
             "slot_minutes_1": "60", "slot_title_1": "Groups", "slot_clock_2": "09:00"},
            date(2027, 1, 17), 4,
        ),
    ],
)  # fmt: skip
def test_every_kind_of_rhythm_proposes_dates(desk, changes, first, count):
    programme = ProgrammeFactory()

    looked = desk.post(url("plan_rhythm", programme), RHYTHM | changes)
    desk.post(url("plan_rhythm", programme), rows_of(looked))

    assert looked.status_code == 200
    assert (programme.sessions.count(), programme.sessions.first().held_on) == (count, first)


def test_dates_that_cannot_be_read_are_not_made(desk):
    programme = ProgrammeFactory()
    looked = desk.post(url("plan_rhythm", programme), RHYTHM)

    answer = desk.post(url("plan_rhythm", programme), rows_of(looked, **{"row-0-on": "31 Feb"}))

    assert (answer.status_code, Session.objects.count()) == (400, 0)


def test_dates_moved_together_are_seen_before_and_put_back_after(desk, at):
    session = SessionFactory()
    programme = session.programme
    sent = {"number": "1", "unit": "7", "direction": "1", "tell": "on", "sessions": session.key}

    looked = desk.post(url("plan_shift", programme), sent)
    desk.post(url("plan_shift", programme), sent | {"move": "1"})
    session.refresh_from_db()
    change = DateChange.objects.get()
    page = desk.get(url("plan_dates", programme))
    back = desk.post(reverse("programmes:plan_put_back", args=[change.key]))
    again = desk.post(reverse("programmes:plan_put_back", args=[change.key]))

    assert (looked.context["moving"], looked.context["preview"][0].after.day) == (1, "Tue 8 Dec")
    assert session.held_on == date(2026, 12, 8)
    assert [one.can_go_back for one in page.context["changes"]] == [True]
    assert (back.url, again.url) == (url("plan_dates", programme),) * 2
    session.refresh_from_db()
    assert session.held_on == date(2026, 12, 1)


def test_nothing_to_move_is_said(desk):
    programme = ProgrammeFactory()

    page = desk.get(url("plan_shift", programme))
    refused = desk.post(
        url("plan_shift", programme), {"number": 1, "unit": 7, "direction": 1, "move": 1}
    )

    assert page.context["empty"] is True
    assert refused.status_code == 400


def session_sent(**changed):
    return {
        "title_en": "Power mapping", "summary_en": "Who decides?", "learn_en": "One\nTwo",
        "precision": "day", "on": "2026-12-03", "clock": "18:00", "minutes": "90",
        "time_zone": "Africa/Nairobi", "places": "", "by_registration": "on", "recording": "no",
        "tell": "on", **changed,
    }  # fmt: skip


def test_one_date_by_hand_and_everything_of_it_changed(desk):
    programme = ProgrammeFactory()
    desk.post(url("plan_streams", programme), {"titles_en": "Medicines\nGender"})

    made = desk.post(url("plan_session_new", programme), session_sent(stream="1"))
    session = Session.objects.get()
    first = (session.held_on, session.learn, str(session.stream), session.minutes)
    desk.post(made.url, session_sent(title_en="Power", on="2026-12-04", stream=""))

    assert first == (date(2026, 12, 3), [{"en": "One"}, {"en": "Two"}], "Gender", 90)
    session.refresh_from_db()
    assert (str(session.title), session.held_on, session.stream) == (
        "Power", date(2026, 12, 4), None,
    )  # fmt: skip
    assert [one.kind for one in DateChange.objects.all()] == ["moved"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"on": ""}, "on"),
        ({"clock": ""}, "clock"),
        ({"precision": "span", "until": "2026-11-01"}, "until"),
        ({"title_en": ""}, "title_en"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_place(desk, changes, wrong):
    session = SessionFactory()

    new = desk.post(url("plan_session_new", session.programme), session_sent(**changes))
    old = desk.post(url("plan_session", session), session_sent(**changes))

    assert [one.context["form"].errors.keys() == {wrong} for one in (new, old)] == [True, True]
    assert (new.status_code, old.status_code) == (400, 400)


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        ({"precision": "week", "on": "2027-01-17"}, ("week", date(2027, 1, 17), None)),
        ({"precision": "month", "on": "2027-05-20"}, ("month", date(2027, 5, 1), None)),
        (
            {"precision": "span", "on": "2027-04-03", "until": "2027-05-03"},
            ("span", date(2027, 4, 1), date(2027, 5, 31)),
        ),
        ({"precision": "open", "on": ""}, ("open", None, None)),
    ],
)
def test_a_date_may_be_known_to_the_week_the_month_or_not_yet(desk, sent, held):
    session = SessionFactory()

    desk.post(url("plan_session", session), session_sent(**sent))

    session.refresh_from_db()
    assert (session.precision, session.held_on, session.until_on) == held
    assert (session.starts_at, session.wall_time) == (None, None)


def test_parts_with_minutes_leaders_and_exercises(desk):
    session = SessionFactory()
    sent = {
        "part-TOTAL_FORMS": "3", "part-INITIAL_FORMS": "0",
        "part-0-title_en": "Welcome", "part-0-minutes": "10", "part-0-who_en": "staff",
        "part-1-title_en": "", "part-1-minutes": "10",
        "part-2-title_en": "Map", "part-2-exercise": "power",
    }  # fmt: skip

    desk.post(url("plan_parts", session), sent)
    page = desk.get(url("plan_parts", session))
    broken = desk.post(url("plan_parts", session), sent | {"part-0-minutes": "many"})

    parts = list(session.parts.order_by("position"))
    assert [(str(one.title), one.minutes, one.exercise) for one in parts] == [
        ("Welcome", 10, ""), ("Map", None, "power"),
    ]  # fmt: skip
    assert page.context["rows"].initial_form_count() == 2
    assert broken.status_code == 400


def test_called_off_on_again_and_deleted(desk):
    session = SessionFactory()
    where = url("plan_session_state", session)

    desk.post(where, {"off": "1", "tell": "on"})
    session.refresh_from_db()
    off = session.state
    desk.post(where, {"on": "1"})
    session.refresh_from_db()
    desk.post(where, {"remove": "1"})

    assert (off, session.state) == ("cancelled", "planned")
    assert list(DateChange.objects.order_by("pk").values_list("kind", "tell")) == [
        ("called_off", True), ("called_on", False),
    ]  # fmt: skip
    assert Session.objects.count() == 0
