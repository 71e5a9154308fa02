"""Rules of sign-in and of the audit chain."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commonroot.accounts import rules

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ENTRY = {
    "at": NOON,
    "verb": "person edited",
    "actor_kind": "account",
    "actor_key": "abc",
    "thing_kind": "people.person",
    "thing_key": "def",
    "person_key": "def",
    "facts": {"fields": ["city"], "count": 1},
    "number": 7,
}


def test_an_entry_is_written_down_in_one_way_only():
    elsewhere = ENTRY | {"at": NOON.astimezone(ZoneInfo("Africa/Nairobi"))}
    turned = dict(reversed(elsewhere.items()))

    assert rules.canonical(turned) == rules.canonical(ENTRY)
    assert rules.canonical(ENTRY).startswith('{"actor_key":"abc","actor_kind":"account"')


@pytest.mark.parametrize("field", rules.SEALED)
def test_every_field_counts(field):
    other = NOON.replace(hour=13) if field == "at" else "changed"

    assert rules.canonical(ENTRY | {field: other}) != rules.canonical(ENTRY)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_tries_are_counted_by_network(address, network):
    assert rules.network(address) == network


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        ("tomorrow", "2026-11-23T00:00:00+03:00"),
        ("week", "2026-11-29T00:00:00+03:00"),
        ("never", "2036-11-19T00:00:00+03:00"),
    ],
)
def test_a_thing_put_off_comes_back_in_the_morning(choice, until):
    local = NOON.astimezone(ZoneInfo("Africa/Nairobi"))

    found = rules.put_off_until(choice, at=local)

    assert found is not None
    assert found.isoformat() == until


def test_an_unknown_choice_puts_nothing_off():
    assert rules.put_off_until("next year", at=NOON) is None


@pytest.mark.parametrize(
    ("roles", "high", "hours"),
    [
        (("facilitator",), False, (2, 24)),
        (("group lead", "circle contact"), False, (2, 24)),
        (("facilitator", "organiser"), False, (0.5, 12)),
        (("steward",), False, (0.5, 12)),
        (("student liaison",), False, (0.5, 12)),
        (("circle contact",), True, (0.5, 12)),
        ((), False, (0.5, 12)),
    ],
)
def test_how_long_a_visit_lasts_goes_by_the_strictest_role(roles, high, hours):
    idle, longest = rules.LASTS[rules.visit_of(roles, high=high)]

    assert (idle, longest) == (timedelta(hours=hours[0]), timedelta(hours=hours[1]))
