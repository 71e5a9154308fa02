"""Giving everybody of a list to one organiser."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from commonroot.consent.rules import Purpose
from commonroot.engagement.models import Owner
from commonroot.people.actions.indexing import index
from tests.factories.engagement import agree
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


def somebody(country):
    """Somebody of the register."""
    person = PersonFactory(country=country)
    agree(person, Purpose.REGISTER)
    index(person)
    return person


def test_a_list_is_counted_and_given_to_one_organiser(desk, organiser_account, school):
    ours, other = somebody("KE"), somebody("CO")
    here = f"{reverse('web:people_give')}?country=KE"

    counted = desk.get(here).content.decode()
    desk.post(here, {"account": organiser_account.key})

    assert "Give 1 person" in counted
    assert ours.shown_name in counted
    assert other.shown_name not in counted
    assert [(one.person, one.account) for one in Owner.objects.all()] == [(ours, organiser_account)]


def test_too_many_are_given_to_nobody(desk, organiser_account, school, monkeypatch):
    monkeypatch.setattr("commonroot.web.views.giving.AT_ONCE", 1)
    somebody("KE"), somebody("KE")
    here = reverse("web:people_give")

    page = desk.get(here).content.decode()
    desk.post(here, {"account": organiser_account.key})

    assert "nobody can look after so many" in page
    assert Owner.objects.count() == 0
    assert "Nobody is on this list." in desk.get(f"{here}?country=TD").content.decode()
