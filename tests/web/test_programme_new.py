"""Making a public page for one session on the desk."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import public_programme
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db

FILLED = {
    "title": "How to begin a health committee",
    "sentence": "Two hours for people who want to begin.",
    "on": "2027-01-14",
    "clock": "18:30",
    "time_zone": "Africa/Nairobi",
    "minutes": "90",
    "places": "12",
    "join_address": "https://meet.example.org/begin",
}


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


def test_one_step_makes_a_public_page_with_a_dated_session(desk, at):
    answer = desk.post(reverse("web:programme_new"), FILLED)

    session = Session.objects.get()
    assert answer.url == reverse("web:programme", kwargs={"key": session.programme.key})
    assert public_programme(session.programme.key, at=at) == session.programme
    assert session.starts_at == datetime(2027, 1, 14, 15, 30, tzinfo=UTC)
    assert session.ends_at == datetime(2027, 1, 14, 17, 0, tzinfo=UTC)
    assert (session.title, session.places) == ({"en": "How to begin a health committee"}, 12)
    assert session.join_address == "https://meet.example.org/begin"
    assert (str(session.programme.starts_on), session.programme.languages) == ("2027-01-14", ["en"])


def test_what_is_over_is_refused_and_nothing_is_half_written(desk):
    answer = desk.post(reverse("web:programme_new"), FILLED | {"on": "2020-01-14"})

    assert answer.status_code == 400
    assert answer.context["form"].errors == {
        "on": ["That time is over. Choose one that is still to come."]
    }
    assert Programme.objects.count() == 0


def test_what_is_missing_is_said_at_its_place(desk):
    answer = desk.post(reverse("web:programme_new"), {"title": "Begin", "time_zone": "Mars/Base"})

    assert sorted(answer.context["form"].errors) == ["clock", "minutes", "on", "time_zone"]
    assert Programme.objects.count() == 0


def test_who_may_not_make_pages_finds_none(client, school):
    client.force_login(AccountFactory())

    assert client.get(reverse("web:programme_new")).status_code == 404
