"""Sessions: kept under a hash, named coarsely, over after half an hour or half a day."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from commonroot.accounts import rules
from commonroot.accounts.models import Session
from commonroot.accounts.roles import Actor
from commonroot.accounts.sessions import SessionStore
from commonroot.circles.actions import give_mandate
from commonroot.core.keys import token_hash
from commonroot.work.clock import now
from tests.factories.accounts import AccountFactory
from tests.factories.programmes import TeamFactory

pytestmark = pytest.mark.django_db


def test_the_cookie_is_not_in_the_table(desk):
    cookie = desk.cookies["session"].value

    assert Session.objects.get().session_key == token_hash(cookie)
    assert not Session.objects.filter(session_key=cookie).exists()


def test_a_session_is_its_account_s_and_ends_with_signing_out(desk, organiser_account):
    assert Session.objects.get().account == organiser_account

    desk.post(reverse("accounts:sign_out"))

    assert Session.objects.count() == 0
    assert desk.get(reverse("web:today")).status_code == 302


def test_a_made_up_cookie_opens_nothing(desk):
    stranger = Client()
    stranger.cookies["session"] = token_hash(desk.cookies["session"].value)

    assert stranger.get(reverse("web:today")).status_code == 302


@pytest.mark.parametrize(
    ("started", "seen", "status"),
    [
        (timedelta(minutes=29), timedelta(minutes=29), 200),
        (timedelta(minutes=31), timedelta(minutes=31), 302),
        (timedelta(hours=11), timedelta(minutes=1), 200),
        (timedelta(hours=13), timedelta(minutes=1), 302),
    ],
)
def test_a_session_lasts_while_it_is_used_and_half_a_day_at_most(desk, started, seen, status):
    session = desk.session
    session["times"] = ((now() - started).timestamp(), (now() - seen).timestamp())
    session.save()

    assert desk.get(reverse("web:today")).status_code == status


@pytest.mark.parametrize(
    ("care", "more", "status", "listed"),
    [("open", "", 200, 2), ("high", "", 302, 0), ("open", "organiser", 302, 0)],
)
def test_who_stands_at_a_door_is_signed_in_for_the_evening(school, care, more, status, listed):
    account, team = AccountFactory(), TeamFactory(care=care)
    for role in filter(None, ("facilitator", more)):
        give_mandate(
            account=account, role=role, circle=team, until=None, by=Actor.system(), at=now()
        )
    elsewhere, client = Client(), Client()
    for browser in (elsewhere, client):
        browser.force_login(account)
    session = client.session
    session["times"] = ((now() - timedelta(hours=23)).timestamp(),
                        (now() - timedelta(minutes=115)).timestamp())  # fmt: skip
    session.save()
    Session.objects.update(
        started_at=now() - timedelta(hours=23), seen_at=now() - timedelta(minutes=115)
    )

    page = client.get(reverse("web:today"))
    mine = client.get(reverse("accounts:mine"))

    assert page.status_code == status
    assert len((mine.context or {"sessions": []})["sessions"]) == listed


def test_a_session_in_use_is_seen(desk):
    Session.objects.update(seen_at=now() - timedelta(minutes=20))

    desk.get(reverse("web:today"))

    assert now() - Session.objects.get().seen_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("(Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile", "Chrome, Android"),
        ("(X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", "Firefox, Linux"),
        ("(iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_coarsely(agent, said):
    assert rules.device(agent) == said


def test_no_page_fails_because_a_visit_could_not_be_noted(desk):
    store = SessionStore(desk.cookies["session"].value)
    store.get("times")
    Session.objects.all().delete()

    store.note_seen((1.0, 2.0))

    assert store["times"] == (1.0, 2.0)
    assert not store.modified


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")
def test_only_noting_a_visit_does_not_wait_for_other_writers(desk):
    waits = []

    def remember(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            waits.append(connection.patience)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(remember):
        desk.get(reverse("web:today"))

    assert set(waits) == {0}
    assert connection.patience == settings.DATABASES["default"]["OPTIONS"]["timeout"]
