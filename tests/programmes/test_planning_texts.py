"""Planning at the desk: texts, what to look at, copies, the team, fair hours."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.models import AuditEntry
from commonroot.programmes.models import Commitment, Programme
from commonroot.programmes.queries.planning.people import team
from commonroot.programmes.tasks import publish_due
from tests.factories.accounts import AccountFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


def url(name, thing):
    return reverse(f"programmes:{name}", kwargs={"key": thing.key})


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
    soon = at + timedelta(hours=1)
    programme = ProgrammeFactory(published_at=None, publish_at=soon)

    early, on_time, again = (publish_due(at=when) for when in (at, soon, soon))

    programme.refresh_from_db()
    assert (early, on_time, again) == (0, 1, 0)
    assert (programme.published_at, programme.publish_at) == (soon, None)
