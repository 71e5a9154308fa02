"""Signing in and out."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from commonroot.accounts import rules
from commonroot.accounts.models import AuditEntry
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
PASSWORD = "four words that are long"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def account(school):
    """Somebody with a password."""
    made = AccountFactory(address="leila@example.org")
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client, *, address="leila@example.org", password=PASSWORD, network="192.0.2.1", **more):
    return client.post(
        reverse("accounts:sign_in"),
        {"address": address, "password": password, **more},
        REMOTE_ADDR=network,
    )


def test_somebody_signs_in_and_comes_to_today(account):
    client = Client()

    response = sign_in(client, address=" LEILA@example.org")

    assert (response.status_code, response["Location"]) == (302, "/en/desk/")
    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert AuditEntry.objects.filter(verb="signed in", actor_key=account.key).count() == 1


def test_the_page_that_was_asked_for_comes_next_if_it_is_ours(account):
    ours = sign_in(Client(), next="/en/desk/people/")
    elsewhere = sign_in(Client(), next="https://evil.example/desk/")

    assert (ours["Location"], elsewhere["Location"]) == ("/en/desk/people/", "/en/desk/")


def test_the_form_keeps_the_page_that_was_asked_for(school):
    page = Client().get(reverse("accounts:sign_in"), {"next": "/en/desk/people/"})

    assert b'name="next" value="/en/desk/people/"' in page.content


def test_an_unknown_address_and_a_wrong_password_get_the_same_bytes(account):
    unknown = sign_in(Client(), address="nobody@example.org")
    wrong = sign_in(Client(), password="five words that are wrong")
    typed = unknown.content.replace(b"nobody@example.org", b"leila@example.org")

    assert (unknown.status_code, wrong.status_code) == (200, 200)
    assert TOKEN.sub(b"", typed) == TOKEN.sub(b"", wrong.content)
    assert b"do not belong together" in wrong.content
    assert AuditEntry.objects.filter(verb="sign-in refused", actor_key="").count() == 2


def test_an_ended_account_gets_the_same_answer(account):
    account.is_active = False
    account.save()

    assert b"do not belong together" in sign_in(Client()).content


def test_an_address_is_tried_ten_times(account):
    for number in range(rules.SIGN_IN_TRIES):
        sign_in(Client(), password="wrong", network=f"192.0.{number}.1")

    response = sign_in(Client(), network="198.51.100.1")

    assert response.status_code == 429
    assert b"tried too often" in response.content


def test_a_network_tries_ten_times(account):
    for number in range(rules.SIGN_IN_TRIES):
        sign_in(Client(), address=f"somebody{number}@example.org", network=f"192.0.2.{number}")

    response = sign_in(Client(), network="192.0.2.200")

    assert response.status_code == 429


def test_a_full_office_does_not_lock_itself_out(account):
    codes = [sign_in(Client()).status_code for _ in range(rules.SIGN_IN_TRIES + 5)]

    assert set(codes) == {302}


def test_what_is_no_address_is_said_and_not_counted(school):
    response = sign_in(Client(), address="leila")

    assert response.status_code == 200
    assert b"field__error" in response.content
    assert AuditEntry.objects.filter(verb="sign-in refused").count() == 0


def test_a_hostile_address_does_no_harm(school):
    response = sign_in(Client(), address="<script>alert(1)</script>@example.org\r\nX: y")

    assert b"<script>alert" not in response.content


def test_signing_out_ends_the_session_and_clears_the_browser(desk):
    response = desk.post(reverse("accounts:sign_out"))

    assert (response.status_code, response["Location"]) == (302, "/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert desk.get(reverse("web:today")).status_code == 302


def test_signing_out_is_never_a_link(desk):
    assert desk.get(reverse("accounts:sign_out")).status_code == 405
    assert desk.get(reverse("web:today")).status_code == 200


def test_signing_out_twice_is_fine(school):
    assert Client().post(reverse("accounts:sign_out")).status_code == 302
