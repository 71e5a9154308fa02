"""The register of sweeps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet

from commonroot.work import sweeps
from commonroot.work.models import ClockShift

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_register(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    sweeps.registered()
    monkeypatch.setattr(sweeps, "_register", {})
    return


def test_a_sweep_is_known_by_its_dotted_name_and_interval():
    @sweeps.every(seconds=2, minutes=1)
    def tidy(*, at: datetime) -> int:
        return 0

    (sweep,) = sweeps.registered().values()

    assert sweep.name == f"{__name__}.tidy"
    assert sweep.interval == timedelta(seconds=62)
    assert sweep.run is tidy


def test_a_sweep_without_an_interval_is_refused():
    with pytest.raises(ValueError, match="How often"):
        sweeps.every()


@pytest.mark.parametrize(
    ("found", "has_work"), [([1], True), ([], False), (True, True), (False, False), (0, False)]
)
def test_has_work_follows_what_due_finds(found, has_work):
    sweep = sweeps.Registered(
        name="x", run=nothing, interval=timedelta(seconds=1), due=lambda *, at: found
    )

    assert sweep.has_work(at=NOON) is has_work


def test_a_sweep_without_due_always_has_work():
    sweep = sweeps.Registered(name="x", run=nothing, interval=timedelta(seconds=1), due=None)

    assert sweep.has_work(at=NOON) is True


def test_a_queryset_is_asked_for_one_row_only(db, django_assert_num_queries):
    sweep = sweeps.Registered(
        name="x",
        run=nothing,
        interval=timedelta(seconds=1),
        due=every_shift,
    )

    with django_assert_num_queries(1) as queries:
        found = sweep.has_work(at=NOON)

    assert found is False
    assert "LIMIT 1" in queries.captured_queries[0]["sql"]


def test_run_due_goes_on_while_one_sweep_makes_work_for_another():
    first, second = [1, 2, 3], []

    @sweeps.every(minutes=1, due=lambda *, at: second)
    def later(*, at: datetime) -> int:
        done = len(second)
        second.clear()
        return done

    @sweeps.every(minutes=1, due=lambda *, at: first)
    def earlier(*, at: datetime) -> int:
        done = len(first)
        second.extend(first)
        first.clear()
        return done

    done = sweeps.run_due(at=NOON)

    assert done == 6
    assert first == second == []


def test_run_due_looks_at_nothing_again_once_nothing_changed():
    looked = []

    def due(name: str, *, work: list[int]) -> sweeps.Due:
        def find(*, at: datetime) -> int:
            looked.append(name)
            return work.pop() if work else 0

        return find

    for name, work in (("early", [1]), ("late", [])):
        sweeps.every(minutes=1, due=due(name, work=work))(named(name))
    done = sweeps.run_due(at=NOON)
    late = sweeps.run_due(at=NOON, only=(f"{__name__}.late",))

    assert (done, looked, late) == (1, ["early", "late", "early", "late"], 0)


def test_run_due_gives_what_is_looked_after_hourly_one_turn_before_the_others():
    turns = []

    @sweeps.every(minutes=59, due=lambda *, at: len(turns) < 3)
    def often(*, at: datetime) -> int:
        turns.append("often")
        return 1

    @sweeps.every(hours=1)
    def seldom(*, at: datetime) -> int:
        turns.append("seldom")
        return 1

    done = sweeps.run_due(at=NOON)

    assert (done, turns) == (3, ["seldom", "often", "often"])


def test_run_due_ends_although_a_sweep_never_does():
    @sweeps.every(minutes=1)
    def endless(*, at: datetime) -> int:
        return 1

    done = sweeps.run_due(at=NOON, rounds=4)

    assert done == 4


def test_others_wait_while_a_task_is_to_be_run(db):
    before = sweeps.others_wait()

    sweeps.run.enqueue("a.sweep")

    assert (before, sweeps.others_wait()) == (False, True)


@pytest.mark.parametrize(("waits", "done"), [(False, 61), (True, 5)])
def test_work_goes_on_for_some_seconds_and_longer_while_nobody_waits(monkeypatch, waits, done):
    now = [0]

    def step() -> int:
        now[0] += 1
        return 1

    monkeypatch.setattr(sweeps, "monotonic", lambda: now[0])
    monkeypatch.setattr(sweeps, "sleep", lambda _seconds: None)
    monkeypatch.setattr(sweeps, "others_wait", lambda: waits)

    assert sweeps.for_a_while(step) == done
    assert sweeps.for_a_while(iter([3, 2, 0]).__next__) == 5


def named(name: str) -> sweeps.Sweep:
    def sweep(*, at: datetime) -> int:
        return 1

    sweep.__name__ = name
    return sweep


def nothing(*, at: datetime) -> int:
    return 0


def every_shift(*, at: datetime) -> QuerySet[ClockShift]:
    return ClockShift.objects.all()
