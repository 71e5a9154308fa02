"""The one screen that asks for a second proof and paper, and what is due without them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonroot.accounts import actions, queries
from commonroot.accounts.models import Account, Factor, Lock
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
SAFE = "accounts:safe"


def actor_of(account):
    return Actor(kind="account", key=account.key, account_id=account.pk)


def test_the_sheet_holds_codes_that_work_and_is_shown_once(desk, organiser_account, at):
    answer = desk.post(reverse("accounts:sheet"), {"next": "/en/desk/"})
    again = desk.get(reverse(SAFE)).content.decode()

    page = answer.content.decode()
    codes, lock = answer.context["new_codes"], answer.context["new_lock"]
    assert [code in page for code in (*codes, lock)] == [True] * 11
    assert [code in again for code in (*codes, lock)] == [False] * 11
    assert answer.context.get("school_lock") is None
    assert actions.prove_by_code(account=organiser_account, code=codes[0], at=at) == "codes"
    assert actions.lock(code=lock, at=at) == "account"


def test_a_steward_s_sheet_closes_the_school_too(desk, organiser_account, school, at):
    give_mandate(
        account=organiser_account, circle=school, role="steward", until=None, by=SYSTEM, at=at
    )

    code = desk.post(reverse("accounts:sheet")).context["school_lock"]

    assert actions.lock(code=code, at=at) == "school"
    assert Lock.objects.get().locked_at == at


def test_whoever_came_from_the_screen_returns_to_it_and_others_do_not(desk, organiser_account):
    onward = reverse("web:start_hands")

    first = desk.get(f"{reverse(SAFE)}?next={onward}")
    Factor.objects.create(
        account=organiser_account, kind="app", secret="x", created_at=organiser_account.created_at
    )
    second = desk.get(f"{reverse(SAFE)}?next={onward}")
    foreign = desk.get(f"{reverse(SAFE)}?next=https://example.org/")

    assert "Not now, remind me" in first.content.decode()
    assert onward in second.content.decode()
    assert foreign.context["next"] == reverse("web:today")
    assert desk.session["safe"] == reverse("web:today")
    desk.get(reverse("accounts:mine"))
    assert "safe" not in desk.session


@pytest.mark.parametrize(
    ("proof", "sheet", "hours", "due"),
    [
        (False, False, 2, "Only your password does so far."),
        (True, False, 2, "You have no sheet with codes for when your phone is lost."),
        (True, True, 2, None),
        (False, False, 0, None),
    ],
)
def test_what_is_missing_is_due_on_today(organiser_account, at, proof, sheet, hours, due):
    Account.objects.update(created_at=at)
    organiser_account.refresh_from_db()
    if proof:
        Factor.objects.create(account=organiser_account, kind="app", secret="x", created_at=at)
    if sheet:
        actions.draw_codes(account=organiser_account, by=SYSTEM, at=at)
        actions.draw_account_lock(account=organiser_account, by=SYSTEM, at=at)

    found = queries.due(actor_of(organiser_account), at=at + timedelta(hours=hours))

    assert [one.why for one in found] == ([due] if due else [])


def test_nothing_is_due_for_the_public_or_in_the_demo(organiser_account, at, settings):
    assert queries.due(Actor.public(), at=at) == []
    settings.DEMO = True
    assert queries.due(actor_of(organiser_account), at=at) == []
