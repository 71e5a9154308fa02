"""Saved lists: saving, changing, deleting and taking that back; whose they are."""

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor, Held
from commonroot.people.actions import lists as actions
from commonroot.people.models import SavedList
from commonroot.people.permissions import can_change_list, can_see_list
from commonroot.people.queries.lists import saved_list, saved_lists
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
KENYA = {"all": [["country", "in", "KE"]]}


def actor(account, role="organiser"):
    return Actor(
        kind="account", key=account.key, account_id=account.pk, held=(Held(role, 1, True),)
    )


@pytest.fixture
def leila():
    return actor(AccountFactory())


@pytest.fixture
def omar():
    return actor(AccountFactory())


def save(by, at, *, name="Kenya", **more):
    return actions.save_list(name=name, filter=KENYA, by=by, at=at, **more)


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_list_is_a_filter_under_a_name(leila, at):
    saved = save(leila, at, name="  In\nKenya ", columns=("city",), order="confirmed")

    saved.refresh_from_db()
    assert (saved.name, saved.sort_key) == ("In Kenya", "in kenya")
    assert (saved.filter, saved.columns, saved.order) == (KENYA, ["city"], "confirmed")
    assert (saved.account_id, saved.shared) == (leila.account_id, True)
    assert saved_list(saved.key) == saved
    assert saved_list("nothing") is None
    assert verbs() == ["list saved"]


@pytest.mark.parametrize("name", ["", "  \n "])
def test_a_list_needs_a_name(leila, at, name):
    with pytest.raises(actions.NoName, match="Give the list a name"):
        save(leila, at, name=name)

    assert SavedList.objects.count() == 0


def test_lists_that_nobody_finds_again_are_refused(leila, at, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    save(leila, at)

    with pytest.raises(actions.TooManyLists, match="There are 1 lists"):
        save(leila, at, name="Another")


def test_only_what_is_given_is_changed(leila, omar, at):
    saved = save(leila, at)

    first = actions.change_list(saved=saved, name="Kenya circle", columns=("city",), by=omar, at=at)
    again = actions.change_list(saved=saved, name="Kenya circle", by=omar, at=at)
    shared = actions.change_list(saved=saved, shared=False, order="added", by=omar, at=at)
    filtered = actions.change_list(saved=saved, filter={}, by=omar, at=at)

    saved.refresh_from_db()
    assert (first, again, shared, filtered) == (True, False, True, True)
    assert (saved.name, saved.sort_key) == ("Kenya circle", "kenya circle")
    assert (saved.filter, saved.columns) == ({}, ["city"])
    assert (saved.shared, saved.order) == (False, "added")
    assert saved.account_id == leila.account_id
    assert verbs() == ["list saved", "list changed", "list changed", "list changed"]


def test_a_deleted_list_is_put_back_as_it_was(leila, omar, at):
    saved = save(leila, at, columns=("city",), order="added", shared=True)
    before = (saved.key, saved.name, saved.filter, saved.columns, saved.order, saved.shared)

    kept = actions.delete_list(saved=saved, by=omar, at=at)
    gone = SavedList.objects.count()
    actions.put_back_list(kept=kept, by=omar, at=at)
    actions.put_back_list(kept=kept, by=omar, at=at)

    [back] = SavedList.objects.all()
    assert gone == 0
    assert (back.key, back.name, back.filter, back.columns, back.order, back.shared) == before
    assert back.account_id == omar.account_id
    assert verbs() == ["list saved", "list deleted", "list put back"]


def test_own_lists_are_for_oneself(leila, omar, at):
    save(leila, at, name="B shared")
    save(leila, at, name="A mine", shared=False)

    assert [one.name for one in saved_lists(leila)] == ["A mine", "B shared"]
    assert [one.name for one in saved_lists(omar)] == ["B shared"]
    assert [one.name for one in saved_lists(Actor.system())] == ["B shared"]


def test_who_may_see_and_change_a_list(leila, omar, at):
    shared, own = save(leila, at), save(leila, at, shared=False)
    facilitator = actor(AccountFactory(), "facilitator")

    seen = {
        name: (can_see_list(who, shared), can_see_list(who, own))
        for name, who in (("leila", leila), ("omar", omar), ("facilitator", facilitator))
    }
    changed = {
        name: (can_change_list(who, shared), can_change_list(who, own))
        for name, who in (("leila", leila), ("omar", omar), ("facilitator", facilitator))
    }

    assert seen == {"leila": (True, True), "omar": (True, False), "facilitator": (False, False)}
    assert changed == seen
