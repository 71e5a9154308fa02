"""Who may sign in: by invitation, until a day, and never by one's own hand."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts import actions as accounts
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.circles import actions
from commonroot.circles.models import Mandate
from commonroot.circles.queries import actor_for
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.work.clock import now
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def steward(school):
    """A steward of the school."""
    account = AccountFactory()
    actions.give_mandate(account=account, circle=school, role="steward", until=None, by=BY, at=NOON)
    return account


@pytest.fixture
def desk(steward):
    """Their browser, where they have just shown who they are."""
    client = Client()
    client.force_login(steward)
    session = client.session
    session["proven"] = now().timestamp()
    session.save()
    return client


def sent(school, **changed):
    return {
        "shown_name": "Leila", "address": "leila@example.org", "circle": school.key,
        "role": "organiser", "until": "2031-05-01",
    } | changed  # fmt: skip


def test_somebody_invited_gets_a_letter_and_is_let_in(desk, school):
    desk.post(reverse("web:access_invite"), sent(school))
    letter = Letter.objects.get()
    client = Client()

    client.post(letter.values["link"], {"password": "five unrelated garden words"})

    mandate = Mandate.objects.get(role="organiser")
    assert (letter.address, letter.template) == ("leila@example.org", "accounts/emails/invited")
    assert mandate.until.date().isoformat() == "2031-05-01"
    assert Person.objects.get().account == mandate.account
    assert client.get(reverse("web:today")).status_code == 200


def test_invited_again_there_is_still_one_account_and_one_person(desk, school):
    desk.post(reverse("web:access_invite"), sent(school))
    desk.post(reverse("web:access_invite"), sent(school, role="facilitator"))

    assert (Account.objects.count(), Person.objects.count(), Letter.objects.count()) == (2, 1, 2)
    assert sorted(Mandate.objects.values_list("role", flat=True)) == [
        "facilitator", "organiser", "steward",
    ]  # fmt: skip
    page = " ".join(desk.get(reverse("web:access")).content.decode().split())
    assert page.count(f"<bdi>{Account.objects.order_by('pk').last().shown_name}</bdi>") == 1
    assert "organiser, facilitator<span" in page
    assert "End: facilitator" in page


def test_access_ends_at_the_next_click(desk, school):
    account = AccountFactory()
    mandate = actions.give_mandate(
        account=account, circle=school, role="organiser", until=None, by=BY, at=NOON
    )
    theirs = Client()
    theirs.force_login(account)
    before = theirs.get(reverse("web:today")).status_code

    desk.post(reverse("web:access_end", args=[mandate.key]))

    assert (before, theirs.get(reverse("web:today")).status_code) == (200, 404)


def test_nobody_ends_or_gives_a_role_of_their_own(desk, steward, school):
    mine = Mandate.objects.get()
    actor = actor_for(steward, person_id=None, at=NOON)

    answer = desk.post(reverse("web:access_end", args=[mine.key]))
    Account.objects.filter(pk=steward.pk).update(
        username=accounts.username_for("wanjiru@example.org")
    )
    again = desk.post(
        reverse("web:access_invite"), sent(school, address="wanjiru@example.org", role="organiser")
    )

    mine.refresh_from_db()
    assert (mine.until, actor.held[0].role, Mandate.objects.count()) == (None, "steward", 1)
    assert b"Nobody changes their own role" in answer.content
    assert b"Nobody changes their own role" in again.content


def test_inviting_asks_once_more_who_it_is(desk, school):
    session = desk.session
    session["proven"] = now().timestamp() - 301
    session.save()

    answer = desk.post(reverse("web:access_invite"), sent(school))

    assert answer["Location"].startswith("/en/desk/sign-in/prove/")
    assert Letter.objects.count() == 0


def test_another_steward_opens_a_locked_account(desk, school, steward):
    other = AccountFactory()
    mandate = actions.give_mandate(
        account=other, circle=school, role="steward", until=None, by=BY, at=NOON
    )
    accounts.lock(code=accounts.draw_account_lock(account=other, by=BY, at=NOON), at=NOON)
    page = desk.get(reverse("web:access"))

    desk.post(reverse("web:access_unlock", args=[mandate.key]))
    own = desk.post(reverse("web:access_unlock", args=[Mandate.objects.get(account=steward).key]))

    other.refresh_from_db()
    assert (b"locked" in page.content, other.locked_at) == (True, None)
    assert b"Nobody opens their own account" in own.content


def test_a_team_s_steward_invites_into_the_team_alone(school):
    team = actions.open_circle(kind="team", name=school.name, by=BY, at=NOON)
    account = AccountFactory()
    actions.give_mandate(account=account, circle=team, role="steward", until=None, by=BY, at=NOON)
    client = Client()
    client.force_login(account)
    session = client.session
    session["proven"] = now().timestamp()
    session.save()

    refused = client.post(reverse("web:access_invite"), sent(school))
    client.post(reverse("web:access_invite"), sent(school, circle=team.key))

    assert refused.status_code == 200
    assert list(Mandate.objects.filter(role="organiser").values_list("circle", flat=True)) == [
        team.pk
    ]


def test_organisers_see_nothing_of_it(school, organiser_account):
    client = Client()
    client.force_login(organiser_account)

    assert client.get(reverse("web:access")).status_code == 404


def test_a_mandate_that_ran_out_is_not_listed(desk, school):
    gone = AccountFactory(shown_name="Gone Long")
    actions.give_mandate(
        account=gone, circle=school, role="organiser",
        until=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=1), by=BY, at=NOON,
    )  # fmt: skip

    assert b"Gone Long" not in desk.get(reverse("web:access")).content
