"""The audit chain: what was sealed and then touched is found."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commonroot.accounts import actions, queries
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.queries import Break
from commonroot.accounts.roles import Actor
from commonroot.accounts.rules import read_checkpoints
from commonroot.accounts.tasks import seal_entries, write_checkpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(at):
    """Five sealed entries."""
    for number in range(5):
        actions.note(f"act {number}", by=Actor.system(), at=at, facts={"count": number})
    seal_entries(at=at)
    return AuditEntry.objects.order_by("number")


@pytest.fixture
def outside(tmp_path, settings):
    """A file on somebody else's disk."""
    settings.CHECKPOINTS = tmp_path / "checkpoints.txt"
    return settings.CHECKPOINTS


def edited(at):
    AuditEntry.objects.filter(number=3).update(verb="nothing happened")


def deleted(at):
    AuditEntry.objects.filter(number=3).delete()


def inserted(at):
    for number in (5, 4, 3):
        AuditEntry.objects.filter(number=number).update(number=number + 1)
    actions.note("invented", by=Actor.system(), at=at)
    AuditEntry.objects.filter(verb="invented").update(number=3, seal="a" * 64)


def _swap(*pairs):
    for one, other in pairs:
        AuditEntry.objects.filter(number=one).update(number=99)
        AuditEntry.objects.filter(number=other).update(number=one)
        AuditEntry.objects.filter(number=99).update(number=other)


def put_in_another_order(at):
    _swap((2, 3))


def swapped_in_stretches(at):
    _swap((1, 3), (2, 4))


def cut_off(at):
    AuditEntry.objects.filter(number__gt=3).delete()


def put_back_to_yesterday(at):
    """An older database in its place, in which life then went on: it holds together by itself."""
    cut_off(at)
    for _ in range(2):
        actions.note("other things", by=Actor.system(), at=at)
    seal_entries(at=at)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (edited, [Break(3, "changed")]),
        (deleted, [Break(3, "missing")]),
        (inserted, [Break(n, "changed") for n in (3, 4, 5, 6)] + [Break(5, "replaced")]),
        (put_in_another_order, [Break(2, "changed"), Break(3, "changed"), Break(4, "changed")]),
        (swapped_in_stretches, [Break(n, "changed") for n in (1, 2, 3, 4, 5)]),
        (cut_off, [Break(5, "cut off")]),
        (put_back_to_yesterday, [Break(5, "replaced")]),
    ],
)
def test_every_way_of_tampering_is_found(trail, outside, at, tamper, found):
    write_checkpoint(at=at)

    tamper(at)

    written = read_checkpoints(outside.read_text())
    assert [*queries.breaks(), *queries.against(written)] == found
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_audit", stdout=StringIO())


def test_an_empty_trail_is_cut_off_too(outside, trail, at):
    write_checkpoint(at=at)
    AuditEntry.objects.all().delete()

    assert list(queries.against(read_checkpoints(outside.read_text()))) == [Break(5, "cut off")]


def test_a_line_a_day_is_written_outside_while_something_happens(trail, outside, at):
    day = timedelta(days=1)

    counts = [write_checkpoint(at=at), write_checkpoint(at=at), write_checkpoint(at=at + day)]
    actions.note("something", by=Actor.system(), at=at + day)
    seal_entries(at=at + day)
    counts.append(write_checkpoint(at=at + day))

    assert counts == [1, 0, 0, 1]
    assert [line.split()[:2] for line in outside.read_text().splitlines()] == [
        ["2026-11-22", "5"], ["2026-11-23", "6"],
    ]  # fmt: skip
    assert outside.stat().st_mode & 0o777 == 0o600


def test_before_the_first_entry_nothing_is_written(db, outside, at):
    assert (actions.make_checkpoint(file=outside, at=at), outside.exists()) == (False, False)


def test_a_line_from_a_letter_or_another_file_is_compared_too(trail, outside, tmp_path, at):
    write_checkpoint(at=at)
    line = outside.read_text()
    (tmp_path / "copy.txt").write_text(line)
    outside.unlink()
    said = [StringIO() for _ in range(3)]

    call_command("verify_audit", stdout=said[0])
    call_command("verify_audit", "--line", f"> {line}", stdout=said[1])
    call_command("verify_audit", "--file", str(tmp_path / "copy.txt"), stdout=said[2])

    assert [one.getvalue().splitlines()[1] for one in said] == [
        "Nothing from outside was compared: a tail cut off would not show.",
        "Compared with 1 checkpoints from outside.",
        "Compared with 1 checkpoints from outside.",
    ]
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_audit", "--file", str(tmp_path / "none.txt"), stdout=StringIO())


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


def test_the_command_says_that_the_chain_holds_and_what_is_not_chained_yet(trail, outside, at):
    actions.note("new", by=Actor.system(), at=at)
    said = StringIO()

    call_command("verify_audit", stdout=said)

    assert said.getvalue().splitlines() == [
        "5 entries are chained, 1 are not yet.",
        "The oldest of those was written at 2026-11-22 12:00 UTC.",
        "Nothing from outside was compared: a tail cut off would not show.",
        "The chain holds.",
    ]


def test_the_command_fails_on_a_break(trail, outside):
    AuditEntry.objects.filter(number=2).update(verb="nothing")
    AuditEntry.objects.filter(number=4).delete()
    said = StringIO()

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_audit", stdout=said)

    assert said.getvalue().splitlines() == [
        "Entry number 2 was changed, or its seal was.",
        "Entries from number 4 on are missing.",
        "4 entries are chained, 0 are not yet.",
        "Nothing from outside was compared: a tail cut off would not show.",
    ]
