"""A code on paper closes an account or the school at once, without signing in."""

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts import actions, queries
from commonroot.accounts.models import Account, Session
from commonroot.accounts.roles import Actor
from commonroot.consent.tasks import deliver_due
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.queries import link
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_the_account_s_code_ends_its_sessions_and_signing_in(organiser_account, desk):
    code = actions.draw_account_lock(account=organiser_account, by=BY, at=NOON)
    assert desk.get(reverse("web:today")).status_code == 200

    locked = actions.lock(code=f" {code.upper()} ", at=NOON)

    organiser_account.refresh_from_db()
    assert (locked, organiser_account.locked_at) == ("account", NOON)
    assert Session.objects.filter(account=organiser_account).count() == 0
    assert desk.get(reverse("web:today")).status_code == 302


def test_locking_again_changes_nothing_and_others_stay(organiser_account):
    other = AccountFactory()
    code = actions.draw_account_lock(account=organiser_account, by=BY, at=NOON)
    actions.lock(code=code, at=NOON)

    assert actions.lock(code=code, at=NOON) == "account"
    assert list(Account.objects.filter(locked_at=None)) == [other]


def test_another_steward_opens_it_and_the_code_is_used_up(organiser_account):
    code = actions.draw_account_lock(account=organiser_account, by=BY, at=NOON)
    actions.lock(code=code, at=NOON)

    actions.unlock_account(account=organiser_account, by=BY, at=NOON)

    organiser_account.refresh_from_db()
    assert organiser_account.locked_at is None
    with pytest.raises(actions.NoSuchCode):
        actions.lock(code=code, at=NOON)


def test_the_school_s_code_closes_desk_links_and_post(
    school, desk, django_capture_on_commit_callbacks
):
    code = actions.draw_school_lock(by=BY, at=NOON)
    token = open_link(person=PersonFactory(), scope="page", at=NOON)
    Letter.objects.create(
        once="a",
        subject_key="x",
        purpose="notice",
        audience="school",
        template="accounts/emails/invited",
        values={},
        language="en",
        way="mail",
        address="a@example.org",
        due_at=NOON,
        created_at=NOON,
    )
    desk.get(reverse("web:today"))

    locked = actions.lock(code=code, at=NOON)

    assert (locked, actions.lock(code=code, at=NOON)) == ("school", "school")
    assert (queries.school_is_locked(), Session.objects.count()) == (True, 0)
    assert (link(token, at=NOON), deliver_due(at=NOON)) == (None, 0)
    assert Letter.objects.get().state == Letter.State.QUEUED
    desk.force_login(Account.objects.get())
    assert desk.get(reverse("web:today")).status_code == 302


def test_the_school_is_opened_again_on_the_command_line(school):
    actions.lock(code=actions.draw_school_lock(by=BY, at=NOON), at=NOON)

    assert (actions.unlock_school(by=BY, at=NOON), actions.unlock_school(by=BY, at=NOON)) == (
        True,
        False,
    )
    assert not queries.school_is_locked()


def test_a_new_school_code_ends_the_old_one(school):
    old = actions.draw_school_lock(by=BY, at=NOON)
    actions.draw_school_lock(by=BY, at=NOON)

    with pytest.raises(actions.NoSuchCode):
        actions.lock(code=old, at=NOON)


def test_an_empty_mark_is_nobody_s_code(organiser_account):
    with pytest.raises(actions.NoSuchCode):
        actions.lock(code="", at=NOON)


def test_the_page_locks_and_says_what_happened(organiser_account):
    code = actions.draw_account_lock(account=organiser_account, by=BY, at=NOON)

    wrong = Client().post(reverse("accounts:lock"), {"code": "aaaaa-aaaaa"})
    right = Client().post(reverse("accounts:lock"), {"code": code})

    assert b"nothing was locked" in wrong.content
    assert b"Nobody can sign in with this account" in right.content


def test_codes_cannot_be_guessed_by_trying(school):
    client = Client()
    for _number in range(10):
        client.post(reverse("accounts:lock"), {"code": "aaaaa"})

    assert client.post(reverse("accounts:lock"), {"code": "aaaaa"}).status_code == 429
