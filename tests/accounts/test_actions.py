"""Accounts, tries, and things put off."""

from datetime import timedelta

import pytest

from commonroot.accounts import actions, queries
from commonroot.accounts.models import Account, AuditEntry, Try
from commonroot.accounts.roles import Actor
from commonroot.accounts.tasks import forget_old_tries
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)
PASSWORD = "four words that are long"


def open_account(at, **more):
    given = {"address": " Leila@example.org ", "shown_name": "Leila", "password": PASSWORD}
    return actions.open_account(
        **(given | more), language="en", time_zone="UTC", by=Actor.system(), at=at
    )


def test_an_account_keeps_no_address_in_clear(at):
    account = open_account(at)

    stored = Account.objects.extra(select={"raw": "address"}).values("username", "raw").get()
    assert account.check_password(PASSWORD)
    assert account.address == "Leila@example.org"
    assert "example" not in f"{stored}".lower()


def test_an_address_has_one_account(at):
    first = open_account(at)

    second = open_account(at, address="leila@example.org", shown_name="Somebody else")

    assert (second.pk, second.shown_name) == (first.pk, "Leila")


def test_without_a_password_nobody_signs_in(at):
    assert open_account(at, password=None).has_usable_password() is False


def test_a_weak_password_is_refused(at):
    with pytest.raises(actions.WeakPassword, match="too short"):
        open_account(at, password="short")

    assert Account.objects.count() == 0


def test_tries_are_counted_and_end(at):
    for _number in range(3):
        actions.count_try("sign in", "somebody", limit=3, per=QUARTER, at=at)

    with pytest.raises(actions.TooManyTries):
        actions.count_try("sign in", "somebody", limit=3, per=QUARTER, at=at)
    actions.count_try("sign in", "somebody else", limit=3, per=QUARTER, at=at)
    actions.count_try("sign in", "somebody", limit=3, per=QUARTER, at=at + QUARTER)
    assert sorted(Try.objects.values_list("count", flat=True)) == [1, 1]


def test_a_try_that_succeeded_is_forgiven(at):
    actions.count_try("sign in", "somebody", limit=1, per=QUARTER, at=at)

    actions.forgive_try("sign in", "somebody", at=at)
    actions.forgive_try("sign in", "somebody", at=at)

    assert Try.objects.get().count == 0


def test_the_table_of_tries_names_nobody(at):
    actions.count_try("sign in", "amina@example.org", limit=1, per=QUARTER, at=at)

    assert "amina" not in Try.objects.get().bucket


def test_old_tries_go_and_a_second_run_finds_none(at):
    actions.count_try("sign in", "somebody", limit=1, per=QUARTER, at=at)

    counts = [forget_old_tries(at=at), *(forget_old_tries(at=at + 2 * QUARTER) for _ in range(2))]

    assert counts == [0, 1, 0]


def test_what_is_put_off_is_hidden_until_then_for_one_alone(at):
    leila, tomas = (Actor(kind="account", account_id=AccountFactory().pk) for _ in range(2))
    mark = queries.due_mark("/desk/lists/abc/")

    done = actions.postpone(code="/desk/lists/abc/", choice="tomorrow", by=leila, at=at)

    assert done is True
    assert queries.put_off(leila, at=at) == {mark}
    assert queries.put_off(tomas, at=at) == set()
    assert queries.put_off(leila, at=at + timedelta(days=1)) == set()


def test_the_last_choice_counts_and_can_be_undone(at):
    leila = Actor(kind="account", account_id=AccountFactory().pk)
    actions.postpone(code="x", choice="tomorrow", by=leila, at=at)
    actions.postpone(code="x", choice="never", by=leila, at=at)
    next_year = at + timedelta(days=365)

    hidden = queries.put_off(leila, at=next_year)
    undone = [actions.bring_back(code="x", by=leila) for _ in range(2)]

    assert hidden == {queries.due_mark("x")}
    assert undone == [True, False]
    assert queries.put_off(leila, at=at) == set()


@pytest.mark.parametrize("choice", ["", "next year"])
def test_an_unknown_choice_changes_nothing(at, choice):
    leila = Actor(kind="account", account_id=AccountFactory().pk)

    assert actions.postpone(code="x", choice=choice, by=leila, at=at) is False
    assert queries.put_off(leila, at=at) == set()


def test_nobody_without_an_account_puts_things_off(at):
    assert actions.postpone(code="x", choice="week", by=Actor.public(), at=at) is False
    assert queries.put_off(Actor.public(), at=at) == set()


def test_the_number_of_the_last_change_rises_with_each(at):
    before = queries.last_change()

    actions.note("something", by=Actor.system(), at=at)

    assert (before, queries.last_change()) == (0, AuditEntry.objects.get().pk)
