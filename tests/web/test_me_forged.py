"""My page, asked for what it does not offer; and what waits when everything is paused."""

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.consent.actions import install_wordings
from commonroot.consent.models import Agreement
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.stewardship.queries import archive
from tests.factories.people import PersonFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(school):
    install_wordings(at=timezone.now())
    return PersonFactory(shown_name="Amina Wekesa")


@pytest.fixture
def page(amina):
    client = Client()
    token = open_link(person=amina, scope="page", at=timezone.now())
    client.get(f"/p/{token}")
    return client


@pytest.mark.parametrize("audience", ["nowhere", "public", "circle:" + "x" * 400])
def test_an_answer_counts_only_before_whom_it_was_asked(amina, page, audience):
    answered = page.post(
        "/en/me/answer/", {"purpose": "news", "answer": "yes", "audience": audience}
    )

    assert answered.status_code == 404
    assert Agreement.objects.filter(person=amina, purpose="news").count() == 0


def test_a_pause_takes_back_what_waits_except_for_duty(amina, page):
    now = timezone.now()
    for purpose in ("news", "notice"):
        Letter.objects.create(
            once=purpose, subject_key=amina.key, purpose=purpose, template="x", due_at=now,
            created_at=now,
        )  # fmt: skip

    page.post("/en/me/pause/")

    states = dict(Letter.objects.values_list("purpose", "state"))
    assert states == {"news": "cancelled", "notice": "queued"}


def test_what_we_hold_says_nothing_of_somebody_else_with_the_same_address(amina, at):
    RegistrationFactory(person=amina, may_be=PersonFactory())

    held = archive(amina, at=at)["held"]["registration.registration"]

    assert "may_be" not in held[0]
