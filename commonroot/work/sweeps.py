"""The register of sweeps: functions that find what is due and do it, safe to run twice.

An area's `tasks.py` registers one by `@every(seconds=2, due=queries.letters_due)`. The clock of the
work process enqueues it when its time has come and `due` finds something.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, repeat
from time import monotonic, sleep
from typing import Protocol

from django.apps import apps
from django.db.models import QuerySet
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from commonroot.work import clock

SOME_SECONDS, MOST_SECONDS, PAUSE_SECONDS = 4, 60, 0.01
Found = QuerySet | Sequence[object] | bool | int | None


class Sweep(Protocol):
    """What is registered: does everything due at `at`, returns how many things it did."""

    __module__: str
    __name__: str

    def __call__(self, *, at: datetime) -> int: ...


class Due(Protocol):
    """A reading: what is due at `at`. Empty or false: nothing."""

    def __call__(self, *, at: datetime) -> Found: ...


@dataclass(frozen=True)
class Registered:
    """A sweep, how often the clock looks after it, and how it sees whether there is work."""

    name: str
    run: Sweep
    interval: timedelta
    due: Due | None

    def has_work(self, *, at: datetime) -> bool:
        """Whether there is something to do; a sweep without `due` always has."""
        if self.due is None:
            return True
        found = self.due(at=at)
        return found.exists() if isinstance(found, QuerySet) else bool(found)


_register: dict[str, Registered] = {}


def every(
    *, seconds: int = 0, minutes: int = 0, hours: int = 0, due: Due | None = None
) -> Callable[[Sweep], Sweep]:
    """Register a sweep by its dotted name. Without `due` it runs, and writes, every time."""
    interval = timedelta(seconds=seconds, minutes=minutes, hours=hours)
    if not interval:
        raise ValueError("How often? Give seconds, minutes or hours.")

    def register(sweep: Sweep) -> Sweep:
        name = f"{sweep.__module__}.{sweep.__name__}"
        _register[name] = Registered(name=name, run=sweep, interval=interval, due=due)
        return sweep

    return register


def registered() -> dict[str, Registered]:
    """Every sweep by its dotted name, after importing each installed area's `tasks.py`."""
    for app in apps.get_app_configs():
        if app.name.startswith("commonroot.") and find_spec(f"{app.name}.tasks"):
            import_module(f"{app.name}.tasks")
    return dict(_register)


@task()
def run(name: str) -> int:
    """Run the sweep of this dotted name; what the task engine executes."""
    return registered()[name].run(at=clock.now())


def others_wait() -> bool:
    """Whether a task waits for the one that is under way."""
    return DBTaskResult.objects.ready().exists()


def for_a_while(step: Callable[[], int]) -> int:
    """Take steps while there is something to do; how much was done.

    Each step is a short write of its own, with a pause after it for whoever writes. Letters and
    other sweeps wait for some seconds; where none waits it goes on, since being found and begun
    anew takes longer, but not for so long as to be taken for dead.
    """
    began, done = monotonic(), 0
    while moved := step():
        done += moved
        sleep(PAUSE_SECONDS)
        so_far = monotonic() - began
        if so_far > MOST_SECONDS or (so_far > SOME_SECONDS and others_wait()):
            break
    return done


def run_due(*, at: datetime, rounds: int = 10, only: Collection[str] = ()) -> int:
    """Run here and now every sweep that has work, in rounds, since one may make work for another.

    Returns how many things were done. What the clock looks after hourly or less often has one turn,
    before the others; they end when none had anything to do since something was done last, at the
    latest after `rounds`. `only`: dotted names, for these sweeps alone.
    """

    def turn(sweep: Registered) -> int:
        return sweep.run(at=at) if sweep.has_work(at=at) else 0

    sweeps = [one for name, one in registered().items() if not only or name in only]
    quick = [one for one in sweeps if one.interval < timedelta(hours=1)]
    done = sum(turn(one) for one in sweeps if one not in quick)
    idle = 0
    for sweep in chain.from_iterable(repeat(quick, rounds)):
        did = turn(sweep)
        done += did
        idle = 0 if did else idle + 1
        if idle == len(quick):
            break
    return done
