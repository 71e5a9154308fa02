"""A changed password ends the sessions that were opened before it."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_new_password_closes_the_desk_elsewhere(desk, organiser_account):
    before = desk.get(reverse("web:today")).status_code

    organiser_account.set_password("four words that nobody guesses")
    organiser_account.save()
    after = desk.get(reverse("web:today")).status_code

    assert (before, after) == (200, 302)
