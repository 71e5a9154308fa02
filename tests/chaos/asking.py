"""A process with the school's own settings that asks people of an old list, to be killed.

Run as `python -m tests.chaos.asking COMMAND`: `prepare N` makes N people and a started round,
`run` gathers and writes a few at a time until nothing is left, a line for each step, `tell` says
in JSON how many people, rows, letters and links there are, and how many people have more than one.
"""

# ruff: noqa: E402 - Django is set up before anything of ours is imported
import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from commonroot.intake.actions import asking
from commonroot.intake.models import Asked, ListRound
from commonroot.messaging.models import Letter
from commonroot.people.models import Link, Person
from commonroot.work.clock import now
from tests.factories.asking import from_a_list, started


def prepare(count: str) -> None:
    """So many people, and a round whose ten minutes are over."""
    for _ in range(int(count)):
        from_a_list()
    started(at=now() - timedelta(minutes=11))


def run() -> None:
    """Ask them, a few at a time."""
    list_round = ListRound.objects.get()
    steps = (asking.gather, asking.write_next)
    while sum(step(list_round=list_round, at=now(), limit=3) for step in steps):
        sys.stdout.write("step\n")
        sys.stdout.flush()


def tell() -> None:
    """How many there are of each."""
    letters = Counter(Letter.objects.values_list("subject_key", flat=True))
    rows = Counter(Asked.objects.values_list("person", flat=True))
    links = Counter(Link.objects.values_list("person", flat=True))
    counted = {
        "people": Person.objects.count(),
        "rows": rows.total(),
        "letters": letters.total(),
        "links": links.total(),
        "posted": Asked.objects.filter(state=Asked.State.POSTED, letters=1).count(),
        "twice": sum(number > 1 for each in (letters, rows, links) for number in each.values()),
    }
    sys.stdout.write(json.dumps(counted))


COMMANDS: dict[str, Callable[..., None]] = {"prepare": prepare, "run": run, "tell": tell}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
