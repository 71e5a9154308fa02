"""The clock and the worker of the work process."""

import gc
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonroot.work import sweeps, worker
from commonroot.work.tasks import prune_results

pytestmark = pytest.mark.django_db


def sweep(*, finds: bool) -> sweeps.Registered:
    return sweeps.Registered(
        name="commonroot.work.tasks.prune_results",
        run=prune_results,
        interval=timedelta(seconds=1),
        due=lambda *, at: finds,
    )


def row(status: TaskResultStatus, *, age: timedelta, by: str = "host:abc:1") -> DBTaskResult:
    """A result of the sweep above; `age` is how long ago it started or finished."""
    then = datetime.now(UTC) - age
    sweeps.run.enqueue("commonroot.work.tasks.prune_results")
    result = DBTaskResult.objects.latest("enqueued_at")
    result.status = status
    if status != TaskResultStatus.READY:
        result.started_at = then
        result.worker_ids = [by]
    if status in (TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL):
        result.finished_at = then
    result.save()
    return result


def test_a_sweep_with_work_is_enqueued_by_its_name_alone():
    enqueued = worker.enqueue_if_due(sweep(finds=True))

    result = DBTaskResult.objects.get()
    assert enqueued is True
    assert result.task_path == "commonroot.work.sweeps.run"
    assert result.args_kwargs == {"args": ["commonroot.work.tasks.prune_results"], "kwargs": {}}


def test_an_idle_school_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        enqueued = worker.enqueue_if_due(sweep(finds=False))

    assert enqueued is False
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "age", "again"),
    [
        (TaskResultStatus.READY, timedelta(0), False),
        (TaskResultStatus.RUNNING, timedelta(seconds=110), False),
        (TaskResultStatus.RUNNING, timedelta(seconds=130), True),
        (TaskResultStatus.FAILED, timedelta(seconds=25), False),
        (TaskResultStatus.FAILED, timedelta(seconds=35), True),
        (TaskResultStatus.SUCCESSFUL, timedelta(0), True),
    ],
)
def test_a_sweep_is_not_enqueued_while_it_waits_runs_or_rests(status, age, again):
    row(status, age=age)

    assert worker.enqueue_if_due(sweep(finds=True)) is again


def test_what_a_killed_work_process_left_running_is_forgotten_for_this_place_only():
    row(TaskResultStatus.RUNNING, age=timedelta(seconds=5), by="host:abc:17")
    other = row(TaskResultStatus.RUNNING, age=timedelta(seconds=5), by="host:def:17")

    forgotten = worker.forget_the_dead(place="host:abc:")

    assert forgotten == 1
    assert list(DBTaskResult.objects.all()) == [other]


def test_the_place_is_the_same_after_a_restart_and_fits_the_engine():
    assert worker.this_place() == worker.this_place()
    assert len(worker.this_place()) < 50


def test_results_are_pruned_a_day_after_they_ended_and_only_once():
    row(TaskResultStatus.SUCCESSFUL, age=timedelta(hours=25))
    row(TaskResultStatus.FAILED, age=timedelta(hours=25))
    row(TaskResultStatus.RUNNING, age=timedelta(hours=25))
    kept = row(TaskResultStatus.SUCCESSFUL, age=timedelta(hours=23))

    first, second = (prune_results(at=datetime.now(UTC)) for _ in range(2))

    assert (first, second) == (3, 0)
    assert list(DBTaskResult.objects.all()) == [kept]


def test_the_task_runs_the_sweep_it_names():
    row(TaskResultStatus.SUCCESSFUL, age=timedelta(hours=25))

    done = sweeps.run.call("commonroot.work.tasks.prune_results")

    assert done == 1


def test_python_tidies_up_less_often_where_lists_are_read():
    before = gc.get_threshold()
    gc.unfreeze()

    worker.tidy_less()

    kept, looked_through, after = gc.get_freeze_count(), len(gc.get_objects()), gc.get_threshold()
    gc.unfreeze()
    gc.set_threshold(*before)
    assert kept > looked_through
    assert after[0] == worker.MANY_THINGS
