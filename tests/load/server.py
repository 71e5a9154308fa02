"""A real server for the race for places, with the session's lock on or switched off.

python -m tests.load.server prepare            fills the database; prints both sessions' keys and a
                                               signed-in organiser's cookie as JSON
python -m tests.load.server serve PORT         serves with sixteen threads; production has four
python -m tests.load.server unlocked PORT      the same without the lock: it must oversell
python -m tests.load.server report KEY         prints what stands in the database as JSON
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
PLACES, LINE = 10, 6  # of the storm in the suite; the bench has 50 and 30


def prepare() -> None:
    """A session with one seat and one for the storm, ten days ahead of the clock."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from commonroot.accounts.roles import Actor
    from commonroot.accounts.sessions import SessionStore
    from commonroot.circles.actions import give_mandate
    from commonroot.registration.models import Door
    from tests.factories.accounts import AccountFactory
    from tests.factories.programmes import SessionFactory

    at = timezone.now()
    starts_at = at + timedelta(days=10)
    seat = SessionFactory(places=1, starts_at=starts_at)
    control = SessionFactory(places=1, starts_at=starts_at, programme=seat.programme)
    stormed = SessionFactory(places=PLACES, starts_at=starts_at, programme=seat.programme)
    Door.objects.create(session=stormed, line_length=LINE)
    account, by = AccountFactory(), Actor.system()
    give_mandate(
        account=account, circle=seat.programme.run_by, role="organiser", until=None, by=by, at=at
    )
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    told = {
        "seat": seat.key,
        "control": control.key,
        "storm": stormed.key,
        "cookie": store.session_key,
    }
    print(json.dumps(told))  # noqa: T201 - read by the test


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


def report(key: str) -> None:
    """Every claim of a session in the order of writing, with what its letter says."""
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
        for row in Registration.objects.filter(session__key=key)
        .select_related("person")
        .order_by("pk")
    ]
    print(json.dumps(rows))  # noqa: T201 - read by the test


if __name__ == "__main__":
    what = sys.argv[1]
    if what in {"serve", "unlocked"}:
        serve(int(sys.argv[2]), unlocked=what == "unlocked")
    else:
        {"prepare": prepare, "report": report}[what](*sys.argv[2:])
