"""The tests' own order: nothing is left out, and the long ones begin in every process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.order import long_ones_first, says_more_on_postgresql, starts_processes


@dataclass
class Item:
    """What the order asks of a test."""

    nodeid: str
    fixturenames: tuple[str, ...] = ()
    markers: dict[str, dict[str, bool]] = field(default_factory=dict)
    function: Callable[..., object] | None = None

    @property
    def path(self) -> str:
        return self.nodeid.split("::")[0]

    def get_closest_marker(self, name: str) -> SimpleNamespace | None:
        return SimpleNamespace(kwargs=self.markers[name]) if name in self.markers else None


def looks(desk):
    return desk.get("/")


def sends(desk):
    return [sent(one) for one in (desk, looks)]


def sent(desk):
    return [one.post("/") for one in desk]


def test_every_process_begins_with_its_share_of_the_long_ones():
    short = [Item(f"tests/people/test_a.py::{n}") for n in range(20)]
    handed = [("filled",), ("filled", "demo"), ("filled",)]
    filled = [Item(f"tests/journeys/test_{n}.py::a", names) for n, names in enumerate(handed)]
    others = [Item(f"tests/chaos/test_{n}.py::a") for n in range(3)]

    ordered = long_ones_first([*short, *filled, *others], processes=3)

    assert sorted(i.nodeid for i in ordered) == sorted(i.nodeid for i in (*short, *filled, *others))
    begins = [ordered[start : start + 2] for start in (0, 8, 17)]
    assert [[item.nodeid.split("/")[1] for item in two] for two in begins] == [
        ["journeys", "chaos"],
        ["chaos", "journeys"],
        ["chaos", "journeys"],
    ]


@pytest.mark.parametrize(
    ("item", "runs"),
    [
        (Item("tests/sheets/test_a.py::a"), False),
        (Item("tests/people/test_a.py::a", ("db",)), True),
        (Item("tests/people/test_a.py::a", ("db", "client")), False),
        (Item("tests/people/test_a.py::a", ("db", "desk")), False),
        (Item("tests/people/test_a.py::a", ("db", "desk"), function=looks), False),
        (Item("tests/people/test_a.py::a", ("db", "desk"), function=sends), True),
        (Item("tests/a/test_a.py::a", ("desk",), {"django_db": {"transaction": True}}), True),
        (Item("tests/a/test_a.py::a", ("desk",), {"django_db": {}}), False),
        (Item("tests/a/test_a.py::a", (), {"django_db": {}}), True),
        (Item("tests/a/test_a.py::a", ("desk",), {"both_databases": {}}), True),
    ],
)
def test_postgresql_is_asked_what_sqlite_may_have_answered_otherwise(item, runs):
    assert says_more_on_postgresql(item) == runs


def test_a_test_begins_at_noon_of_its_day_and_its_clock_goes_on(at):
    begun = timezone.now()

    assert timedelta() < begun - at < timedelta(minutes=10)
    assert timedelta() < timezone.now() - begun


@pytest.mark.parametrize(
    ("nodeid", "does"),
    [
        ("tests/journeys/test_desk.py::test_a", True),
        ("tests/work/test_supervisor.py::test_a", True),
        ("tests/work/test_clock.py::test_a", False),
    ],
)
def test_what_has_processes_beside_it_goes_by_their_clock(nodeid, does):
    assert starts_processes(Item(nodeid)) is does
