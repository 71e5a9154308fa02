"""Your week: the Monday letter to each organiser, from the same source as Today."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.actions import want_weekly
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.circles.queries import actor_for
from commonroot.messaging.models import Letter
from commonroot.web import tasks
from commonroot.web.queries.today import tasks as todays
from commonroot.web.queries.week import weeks_due
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import CourseFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture
def organiser(school, settings):
    """Leila, who runs the school from Nairobi (UTC+3); a course of hers waits to be closed."""
    settings.DEMO = True
    account = AccountFactory(shown_name="Leila", time_zone="Africa/Nairobi")
    PersonFactory(shown_name="Leila", account=account)
    give_mandate(account=account, circle=school, role="organiser", until=None, by=BY, at=MONDAY)
    CourseFactory(closed_at=None, published_at=MONDAY, run_by=school)
    return account


def test_the_letter_says_what_today_says_once_on_a_monday_morning(organiser):
    actor = actor_for(organiser, person_id=organiser.person.pk, at=MONDAY)
    waiting = todays(actor, at=MONDAY, zone="Africa/Nairobi")

    written = [tasks.write_weeks(at=MONDAY), tasks.write_weeks(at=MONDAY + timedelta(minutes=30))]

    letter = Letter.objects.get(template="web/emails/week")
    things = letter.values["things"]
    assert (written, letter.address) == ([1, 0], organiser.address)
    assert [one["what"] for one in things] == [one.due.what for one in waiting]
    assert letter.values["headline"].startswith(f"{len(waiting)} thing")
    assert all(one["link"].startswith("http") for one in things)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (MONDAY, 1),
        (MONDAY.replace(hour=3), 0),  # six in Nairobi
        (MONDAY.replace(hour=9), 0),  # noon there
        (MONDAY + timedelta(days=1), 0),
    ],
)
def test_it_leaves_in_their_own_morning(organiser, moment, due):
    assert len(weeks_due(at=moment)) == due


@pytest.mark.parametrize("why", ["not wanted", "locked", "no sending", "nobody of ours"])
def test_who_gets_no_letter(organiser, settings, why):
    if why == "not wanted":
        want_weekly(account=organiser, yes=False, by=BY, at=MONDAY)
    elif why == "locked":
        Account.objects.update(locked_at=MONDAY)
    elif why == "no sending":
        settings.DEMO, settings.SMTP_HOST = False, ""
    else:
        organiser.person.delete()

    assert weeks_due(at=MONDAY) == []


def test_nothing_due_means_no_letter(organiser):
    from commonroot.programmes.models import Programme

    Programme.objects.update(closed_at=MONDAY, published_at=None)
    actor = actor_for(organiser, person_id=organiser.person.pk, at=MONDAY)
    left = todays(actor, at=MONDAY, zone="Africa/Nairobi")

    assert tasks.write_weeks(at=MONDAY) == (1 if left else 0)


def test_it_is_turned_off_and_on_where_one_signs_in(desk, organiser_account):
    page = desk.get(reverse("accounts:mine")).content.decode()

    desk.post(reverse("accounts:weekly"), {"weekly": "no"})

    organiser_account.refresh_from_db()
    assert ("No letter on Mondays" in page, organiser_account.weekly) == (True, False)
    desk.post(reverse("accounts:weekly"), {"weekly": "yes"})
    organiser_account.refresh_from_db()
    assert organiser_account.weekly is True
