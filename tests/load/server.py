"""A real server for the race for the last seat, with the session's lock on or switched off.

python -m tests.load.server prepare            makes the database and prints the session's key
python -m tests.load.server serve PORT         serves with sixteen threads; production has four
python -m tests.load.server unlocked PORT      the same without the lock: it must oversell
python -m tests.load.server report             prints what stands in the database as JSON
"""

import itertools
import json
import multiprocessing
import os
import sys
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
THREADS = 16
WAVE = 8  # how many count the free seat before anybody takes it
APART = 0.03  # seconds between two of them


def prepare() -> None:
    """A database with one session of one seat, ten days ahead by the real clock."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tests.factories.programmes import SessionFactory

    call_command("migrate", verbosity=0)
    session = SessionFactory(places=1, starts_at=timezone.now() + timedelta(days=10))
    print(session.key)  # noqa: T201 - read by the test


def serve(port: int, *, unlocked: bool) -> None:
    """Serve until ended."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    multiprocessing.set_start_method("fork")

    def load(target: str) -> object:
        from config.wsgi import application

        if unlocked:
            switch_the_lock_off()
        return application

    Server(
        "config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backlog=1024,
        websockets=False,
        log_level=LogLevels.critical,
    ).serve(target_loader=load)


class NoTransaction:
    """What `take_registration` finds instead of Django's transactions."""

    def atomic(self) -> AbstractContextManager[None]:
        """Nothing: each statement stands alone."""
        return nullcontext()


def switch_the_lock_off() -> None:
    """Let eight count before anybody is written down, each a moment after the other."""
    from commonroot.registration import queries
    from commonroot.registration.actions import asking, places

    tickets = itertools.count()
    counts = queries.counts
    first_wave = threading.Event()

    def counted_early(session: object) -> dict[str, int]:
        found = counts(session)
        ticket = next(tickets)
        if ticket + 1 == WAVE:
            first_wave.set()
        # Nobody of the first wave is written down before all of it have counted the free seat.
        first_wave.wait(30)
        time.sleep(APART * (ticket % THREADS))
        return found

    places.locked = lambda session: session
    asking.transaction = NoTransaction()
    queries.counts = counted_early


def report() -> None:
    """Every registration in the order in which it was written, with what its letter says."""
    import django

    django.setup()
    from commonroot.messaging.models import Letter
    from commonroot.registration.models import Registration

    said = {
        letter.subject_key: (letter.template.rsplit("/", 1)[-1], letter.values["place"])
        for letter in Letter.objects.all()
    }
    rows = [
        (row.state, row.position, *said.get(row.person.key, ("", 0)))
        for row in Registration.objects.select_related("person").order_by("pk")
    ]
    print(json.dumps(rows))  # noqa: T201 - read by the test


if __name__ == "__main__":
    what = sys.argv[1]
    if what in {"serve", "unlocked"}:
        serve(int(sys.argv[2]), unlocked=what == "unlocked")
    else:
        {"prepare": prepare, "report": report}[what]()
