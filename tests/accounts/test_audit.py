"""The audit chain: what was sealed and then touched is found."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commonroot.accounts import actions, queries
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.queries import Break
from commonroot.accounts.roles import Actor
from commonroot.accounts.tasks import seal_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(at):
    """Five sealed entries."""
    for number in range(5):
        actions.note(f"act {number}", by=Actor.system(), at=at, facts={"count": number})
    seal_entries(at=at)
    return AuditEntry.objects.order_by("number")


def test_entries_are_chained_once(at):
    for number in range(3):
        actions.note(f"act {number}", by=Actor.system(), at=at)

    counts = [seal_entries(at=at), seal_entries(at=at)]

    assert counts == [3, 0]
    assert list(AuditEntry.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 3]
    assert len(set(AuditEntry.objects.values_list("seal", flat=True))) == 3
    assert list(queries.breaks()) == []


def test_a_long_tail_is_chained_in_pieces(at):
    for number in range(5):
        actions.note(f"act {number}", by=Actor.system(), at=at)

    counts = [actions.seal(at=at, limit=2) for _ in range(4)]

    assert counts == [2, 2, 1, 0]
    assert list(queries.breaks()) == []


def test_the_sweep_goes_on_until_all_is_chained_or_its_time_is_over(at, monkeypatch):
    monkeypatch.setattr("commonroot.accounts.tasks.AT_A_TIME", 2)
    for number in range(5):
        actions.note(f"act {number}", by=Actor.system(), at=at)

    all_of_them = seal_entries(at=at)
    monkeypatch.setattr("commonroot.accounts.tasks.AT_MOST_SECONDS", -1)
    for number in range(5):
        actions.note(f"act {number}", by=Actor.system(), at=at)

    assert (all_of_them, seal_entries(at=at), queries.tail().count()) == (5, 2, 3)


def test_what_is_not_written_yet_is_left(at):
    actions.note("later", by=Actor.system(), at=at + timedelta(minutes=1))

    assert seal_entries(at=at) == 0
    assert queries.unsealed(at=at).count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "nothing"},
        {"actor_key": "somebody else"},
        {"facts": {"count": 0}},
        {"person_key": "other"},
        {"seal": "0" * 64},
    ],
)
def test_a_changed_entry_is_found(trail, change):
    AuditEntry.objects.filter(number=3).update(**change)

    assert next(queries.breaks()) == Break(3, "changed")


def test_a_removed_entry_is_found(trail):
    AuditEntry.objects.filter(number__in=(2, 3)).delete()

    assert list(queries.breaks()) == [Break(2, "missing")]


def test_an_entry_cannot_be_put_in_without_the_keys(trail, at):
    AuditEntry.objects.filter(number=5).delete()
    actions.note("invented", by=Actor.system(), at=at)
    AuditEntry.objects.filter(verb="invented").update(number=5, seal="a" * 64)

    assert list(queries.breaks()) == [Break(5, "changed")]


def test_the_command_says_that_the_chain_holds_and_what_is_not_chained_yet(trail, at):
    actions.note("new", by=Actor.system(), at=at)
    said = StringIO()

    call_command("verify_audit", stdout=said)

    assert said.getvalue().splitlines() == [
        "5 entries are chained, 1 are not yet.",
        "The oldest of those was written at 2026-11-22 12:00 UTC.",
        "The chain holds.",
    ]


def test_the_command_fails_on_a_break(trail):
    AuditEntry.objects.filter(number=2).update(verb="nothing")
    AuditEntry.objects.filter(number=4).delete()
    said = StringIO()

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_audit", stdout=said)

    assert said.getvalue().splitlines() == [
        "Entry number 2 was changed, or its seal was.",
        "Entries from number 4 on are missing.",
        "4 entries are chained, 0 are not yet.",
    ]
