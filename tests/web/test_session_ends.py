"""A changed password ends the sessions that were opened before it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonroot.work.clock import now
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.web.test_rail import a_team, signed_in

pytestmark = pytest.mark.django_db


def test_a_new_password_closes_the_desk_elsewhere(desk, organiser_account):
    before = desk.get(reverse("web:today")).status_code

    organiser_account.set_password("four words that nobody guesses")
    organiser_account.save()
    after = desk.get(reverse("web:today")).status_code

    assert (before, after) == (200, 302)


@pytest.mark.parametrize(
    ("programme", "session", "theirs", "status"),
    [
        ("open", "open", True, 200),
        ("high", "open", True, 302),
        ("open", "high", True, 302),
        ("high", "high", False, 200),
    ],
)
def test_a_facilitator_of_what_asks_for_high_care_stays_half_an_hour(
    school, programme, session, theirs, status
):
    team, other = a_team(now()), a_team(now())
    course = ProgrammeFactory(run_by=team if theirs else other, care=programme)
    SessionFactory(programme=course, care=session)
    _actor, client = signed_in(now(), role="facilitator", circle=team)
    client.get(reverse("web:today"))
    kept = client.session
    hour_ago = (now() - timedelta(hours=1)).timestamp()
    kept["times"] = (hour_ago, hour_ago)
    kept.save()

    assert client.get(reverse("web:today")).status_code == status
