"""Passwords are chosen by a link, once, and the link alone opens nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts import actions, queries
from commonroot.accounts.models import Errand, Session
from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.people.actions import connect_account
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PASSWORD = "five unrelated garden words"


@pytest.fixture
def account(school):
    """Somebody with an account, known to the register."""
    made = AccountFactory(address="leila@example.org")
    connect_account(person=PersonFactory(), account=made)
    return made


def token_in(letter):
    return letter.values["link"].rstrip("/").rpartition("/")[2]


def test_the_link_comes_by_letter_and_is_not_stored(account):
    actions.send_forgotten(account=account, by=BY, at=NOON)

    letter = Letter.objects.get()
    assert (letter.address, letter.template) == ("leila@example.org", "accounts/emails/forgotten")
    assert queries.errand(token_in(letter), at=NOON).account == account
    assert token_in(letter) not in Errand.objects.get().token_hash


def test_an_account_without_a_person_gets_no_letter(school):
    actions.send_forgotten(account=AccountFactory(), by=BY, at=NOON)

    assert Letter.objects.count() == 0


def test_a_new_link_ends_the_one_before(account):
    first = actions.open_errand(account=account, kind=Errand.Kind.FORGOTTEN, by=BY, at=NOON)
    second = actions.open_errand(account=account, kind=Errand.Kind.FORGOTTEN, by=BY, at=NOON)

    assert queries.errand(first, at=NOON) is None
    assert queries.errand(second, at=NOON + timedelta(minutes=19)).account == account
    assert queries.errand(second, at=NOON + timedelta(minutes=20)) is None


def test_an_invitation_lasts_a_week(account):
    actions.invite(account=account, by=BY, at=NOON)

    token = token_in(Letter.objects.get())
    assert queries.errand(token, at=NOON + timedelta(days=6)).kind == "invited"


def test_choosing_ends_the_link_and_every_session(account):
    client = Client()
    client.force_login(account)
    token = actions.open_errand(account=account, kind=Errand.Kind.FORGOTTEN, by=BY, at=NOON)

    actions.choose_password(errand=queries.errand(token, at=NOON), password=PASSWORD, at=NOON)

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert (queries.errand(token, at=NOON), Session.objects.count()) == (None, 0)


def test_a_weak_password_leaves_all_as_it_was(account):
    token = actions.open_errand(account=account, kind=Errand.Kind.FORGOTTEN, by=BY, at=NOON)

    with pytest.raises(actions.WeakPassword):
        actions.choose_password(errand=queries.errand(token, at=NOON), password="short", at=NOON)

    assert queries.errand(token, at=NOON) is not None


def test_the_page_says_the_same_for_known_and_unknown_addresses(account):
    known = Client().post(reverse("accounts:forgotten"), {"address": "leila@example.org"})
    unknown = Client().post(reverse("accounts:forgotten"), {"address": "nobody@example.org"})

    assert (known.status_code, known.content) == (200, unknown.content)
    assert Letter.objects.count() == 1


def test_asking_too_often_is_refused(account):
    client = Client()
    for _number in range(10):
        client.post(reverse("accounts:forgotten"), {"address": "leila@example.org"})

    again = client.post(reverse("accounts:forgotten"), {"address": "leila@example.org"})

    assert again.status_code == 429
