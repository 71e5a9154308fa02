"""The work process: a clock that enqueues sweeps, and a worker that runs them, in one process."""

import gc
import hashlib
import logging
import os
import signal
import socket
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q
from django.db.utils import OperationalError
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from commonroot.work import clock, sweeps
from commonroot.work.actions import clear_away

# A task that was running when its process was killed stays "running"; nobody waits longer for it.
ASSUMED_DEAD_AFTER = timedelta(minutes=2)
# A sweep that failed is tried again, but not every second.
REST_AFTER_FAILURE = timedelta(seconds=30)
# The worker looks for tasks this often; with a sweep's own interval it bounds a letter's wait.
LOOK_EVERY_SECONDS = 0.5
# Whoever waits for a page comes before a list that is read: a tenth of their share of a busy core.
NICER = 10
MANY_THINGS = 20_000  # that stay, before Python looks for circles among them; 700 usually

log = logging.getLogger(__name__)


def enqueue_if_due(sweep: sweeps.Registered) -> bool:
    """Enqueue one sweep unless it waits, runs or just failed, or has nothing to do; whether it was.

    Only reads when there is nothing to do, so that an idle school writes nothing.
    """
    if not sweep.has_work(at=clock.now()) or is_taken(sweep.name, now=datetime.now(UTC)):
        return False
    sweeps.run.enqueue(sweep.name)
    return True


def is_taken(name: str, *, now: datetime) -> bool:
    """Whether a sweep waits, runs freshly or failed a moment ago, as far as our engine knows."""
    if not is_our_engine():
        return False
    return name in {
        args_kwargs["args"][0]
        for args_kwargs in DBTaskResult.objects.filter(task_path=sweeps.run.module_path)
        .filter(
            Q(status=TaskResultStatus.READY)
            | Q(status=TaskResultStatus.RUNNING, started_at__gt=now - ASSUMED_DEAD_AFTER)
            | Q(status=TaskResultStatus.FAILED, finished_at__gt=now - REST_AFTER_FAILURE)
        )
        .values_list("args_kwargs", flat=True)
    }


def is_our_engine() -> bool:
    """Whether tasks are rows of our own database, and not another engine's by a setting."""
    return isinstance(task_backends["default"], DatabaseBackend)


def forget_the_dead(*, place: str) -> int:
    """Delete the sweeps that a killed work process of this place left "running"; their number.

    One work process runs per place (host and folder), so whatever was running there has ended.
    """
    running = DBTaskResult.objects.filter(
        task_path=sweeps.run.module_path, status=TaskResultStatus.RUNNING
    )
    left = [row.pk for row in running if any(who.startswith(place) for who in row.worker_ids)]
    return clear_away(DBTaskResult.objects.filter(pk__in=left))


def this_place() -> str:
    """The name of this work process's place, the same after a restart: host and folder."""
    folder = hashlib.blake2s(str(settings.DATA).encode(), digest_size=6).hexdigest()
    return f"{socket.gethostname()[:24]}:{folder}:"


def start_clock() -> BackgroundScheduler:
    """Start looking after every sweep at its interval, one at a time, in one thread."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(max_workers=1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=UTC,
    )
    for sweep in sweeps.registered().values():
        scheduler.add_job(
            look_after,
            "interval",
            args=[sweep],
            seconds=sweep.interval.total_seconds(),
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    return scheduler


def look_after(sweep: sweeps.Registered) -> None:
    """One tick of the clock for one sweep; a fault is told and does not stop the clock."""
    close_old_connections()
    try:
        enqueue_if_due(sweep)
    except OperationalError as error:
        log.warning("The clock could not look after %s now: %s", sweep.name, error)
    except Exception:
        log.exception("The clock could not look after %s.", sweep.name)


def tidy_less() -> None:
    """Leave what is loaded out of Python's tidying up, and let more come before it tidies again.

    A list of 20,000 rows makes and drops millions of small things, next to none of them in circles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY_THINGS, 20, 20)


def work() -> None:
    """Run the clock, and the worker if the engine is our own, until this process is told to end."""
    os.nice(NICER)
    tidy_less()
    # The engine tells every task it takes; only what goes wrong is news.
    for engine in ("django_tasks", "django_tasks_db"):
        logging.getLogger(engine).setLevel(logging.ERROR)
    if not is_our_engine():
        start_clock()
        signal.pause()
        return
    place = this_place()
    forget_the_dead(place=place)
    start_clock()
    worker = Worker(
        queue_names=["*"],
        interval=LOOK_EVERY_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{place}{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()
