"""Planning at the desk, page by page, as an organiser does it."""

from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from commonroot.accounts.models import AuditEntry
from commonroot.programmes.models import Commitment, DateChange, Programme, Session
from commonroot.programmes.queries.planning.people import team
from tests.factories.accounts import AccountFactory
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


def test_texts_in_each_language_and_lists_line_by_line(desk):
    programme = ProgrammeFactory(languages=["en", "fr"])
    sent = {
        "mode": "hybrid", "languages": ["fr", "en", "es"], "time_zone": "UTC", "apply_by": "",
        "title_en": "New", "title_fr": "Nouveau", "summary_en": "Short",
        "aims_en": "One\n\nTwo", "aims_fr": "Un\nDeux\nDeux encore",
    }  # fmt: skip

    answer = desk.post(url("plan_texts", programme), sent)
    again = desk.post(url("plan_texts", programme), sent)
    broken = desk.post(url("plan_texts", programme), sent | {"title_en": ""})

    programme.refresh_from_db()
    assert (answer.status_code, again.status_code, broken.status_code) == (302, 302, 400)
    assert (programme.title, programme.mode) == ({"en": "New", "fr": "Nouveau"}, "hybrid")
    assert programme.aims == [{"en": "One", "fr": "Un"}, {"fr": "Deux"},
                              {"en": "Two", "fr": "Deux encore"}]  # fmt: skip
    assert (programme.languages, programme.sort_key) == (["en", "fr", "es"], "new")
    assert AuditEntry.objects.filter(verb="programme edited").count() == 1


def test_checks_stand_before_publishing_and_a_moment_may_be_chosen(desk, at):
    programme = ProgrammeFactory(published_at=None)
    where = url("plan_ready", programme)

    empty = desk.get(where)
    past = desk.post(where, {"on": "2026-11-01", "clock": "09:00"})
    desk.post(where, {"on": "2026-11-30", "clock": "09:00"})
    programme.refresh_from_db()
    later = (programme.publish_at, desk.get(where).context["hidden"])
    desk.post(url("plan_not_later", programme))

    assert [one.title for one in empty.context["stopping"]] == ["There is no session yet"]
    assert past.context["form"].errors == {
        "on": ["That moment is over. Choose one to come, or make it public now."]
    }
    assert later == (
        datetime(2026, 11, 30, 6, tzinfo=UTC),
        ["The programme becomes public by itself on Mon 30 November."],
    )
    programme.refresh_from_db()
    assert programme.publish_at is None


def test_a_copy_says_what_it_left_out(desk):
    session = SessionFactory(join_address="https://meet.example.org/x")

    page = desk.get(url("plan_copy", session.programme))
    answer = desk.post(url("plan_copy", session.programme))

    copy = Programme.objects.latest("pk")
    assert page.context["blanked"] == ["all dates and the deadline", "the links to join"]
    assert answer.url == url("plan_texts", copy)
    assert desk.get(answer.url).context["blanked"] == page.context["blanked"]


def test_the_team_covers_functions_and_keeps_promises(desk):
    programme = ProgrammeFactory()
    where = url("plan_team", programme)
    forged = {"who_money": "nobody-known"}

    few = desk.get(where).context["cover"].kinds
    desk.post(url("plan_cover", programme), {"words_place": "the host’s office"})
    wrong = desk.post(f"{url('plan_cover', programme)}?all", forged)
    missing = desk.post(url("plan_promise", programme), {"what": ""})
    desk.post(url("plan_promise", programme), {"what": "Book rooms", "due_on": "2026-11-20"})
    promise = Commitment.objects.get()
    late = [one["late"] for one in desk.get(where).context["commitments"]]
    kept = reverse("programmes:plan_promise_kept", args=[promise.key])
    desk.post(kept, {"done": "1"})
    promise.refresh_from_db()
    done = promise.done_at is not None
    desk.post(kept, {"open": "1"})
    promise.refresh_from_db()
    desk.post(kept, {"drop": "1"})

    assert len(few) == 5
    assert {kind: one.words for kind, one in team(programme).items()} == {
        "place": "the host’s office"
    }
    assert (wrong.status_code, missing.status_code) == (400, 400)
    assert (late, done, promise.done_at, Commitment.objects.count()) == ([True], True, None, 0)


def test_streams_with_sessions_stay(desk):
    programme = ProgrammeFactory()
    where = url("plan_streams", programme)
    desk.post(where, {"titles_en": "Medicines\nGender"})
    SessionFactory(programme=programme, stream=programme.streams.get(position=1))

    refused = desk.post(where, {"titles_en": "Medicines"})
    shown = desk.get(where)

    assert refused.context["form"].non_field_errors() == [
        "“Gender” has sessions. Give them to another first."
    ]
    assert shown.context["form"]["titles_en"].value() == "Medicines\nGender"


def test_pages_of_planning_are_closed_to_others(client, at):
    session = SessionFactory()
    client.force_login(AccountFactory())

    answers = [
        client.get(where).status_code
        for where in (
            reverse("programmes:plan_new"),
            url("plan_texts", session.programme),
            url("plan_session", session),
        )
    ]

    assert set(answers) <= {403, 404}


def test_fair_hours_stand_for_whoever_has_a_place_and_for_zones_added(desk):
    session = SessionFactory()
    where = reverse("web:fair_hours", args=[session.programme.key])

    page = desk.get(where, {"zone": ["Asia/Manila", "America/Lima", "Mars/Base"]})
    empty = desk.get(where)

    assert [(one.clock, one.word) for one in page.context["rows"]] == [
        ("11:00–13:00", "good hour"), ("00:00–02:00", "in the night"),
    ]  # fmt: skip
    assert [one.is_now for one in page.context["hours"]].count(True) == 1
    assert (empty.context["rows"], empty.context["hours"]) == ([], [])


def test_a_programme_becomes_public_by_itself_in_its_minute(at):
    from commonroot.programmes.tasks import publish_due

    soon = at + timedelta(hours=1)
    programme = ProgrammeFactory(published_at=None, publish_at=soon)

    early, on_time, again = (publish_due(at=when) for when in (at, soon, soon))

    programme.refresh_from_db()
    assert (early, on_time, again) == (0, 1, 0)
    assert (programme.published_at, programme.publish_at) == (soon, None)
