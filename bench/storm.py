"""A storm on one session of a running instance: hundreds ask, give up and move up at once.

python -m bench.storm sample KEY             looks every 50 ms until its input ends; prints JSON
python -m bench.storm storm KEY PORT COOKIE CANCELLATIONS     the storm itself; prints JSON
python -m bench.storm rows KEY               every claim in the order of writing, as JSON

The environment names settings and folder of the instance, as for `manage.py`.
"""

import http.client
import json
import os
import random
import select
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

TOKEN = "s" * 32  # what cookie and form carry alike
EVERY = 0.05
CANCELLERS, ASKERS = 8, 2
SECONDS = 300
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """What a request got, and how long it took (seconds)."""

    status: int
    location: str
    seconds: float


def ask(port: int, key: str, *, number: int) -> Answer:
    """Somebody asks for a place."""
    body = urlencode({"name": f"Person {number}", "way": f"person{number}@example.org"})
    return _post(port, f"/en/sessions/{key}/", body=body, headers=FORM)


def ask_all_at_once(port: int, key: str, *, people: int) -> list[Answer]:
    """What each try got, all begun at the same moment."""
    answers: list[Answer] = []
    start = threading.Barrier(people)

    def one(number: int) -> None:
        start.wait()
        answers.append(ask(port, key, number=number))

    _all([partial(one, number) for number in range(people)])
    return answers


def _post(port: int, path: str, *, body: str, headers: dict[str, str]) -> Answer:
    began = time.monotonic()
    connection = http.client.HTTPConnection("localhost", port, timeout=120)
    connection.request("POST", path, body=body, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    location = response.getheader("Location", "")
    return Answer(response.status, location or "", time.monotonic() - began)


def _all(jobs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sample(key: str) -> None:
    """Count who holds a place every 50 ms, as any reader sees it, until the input ends."""
    from commonroot.programmes.models import Session
    from commonroot.registration.models import Registration
    from commonroot.registration.rules import HOLDING

    session = Session.objects.get(key=key)
    held = Registration.objects.filter(session=session, state__in=HOLDING)
    seen = []
    while not select.select([sys.stdin], [], [], EVERY)[0]:
        seen.append(held.count())
    print(json.dumps({"samples": len(seen), "most": max(seen, default=0)}))


class Storm:
    """Organisers cancel, others ask, offers go out and are taken, until enough were cancelled."""

    def __init__(self, key: str, port: int, *, cookie: str, cancellations: int) -> None:
        from commonroot.registration.models import Registration

        self.key, self.port, self.wanted = key, port, cancellations
        self.claims = Registration.objects.filter(session__key=key)
        self.headers = FORM | {"Cookie": f"session={cookie}; csrf={TOKEN}"}
        self.numbers = iter(range(10_000, 1_000_000))
        self.deadline = time.monotonic() + SECONDS
        self.cancelled: list[float] = []
        self.asked: list[float] = []
        self.offered = 0
        self.statuses: Counter[str] = Counter()

    def over(self) -> bool:
        """Whether enough was cancelled and something offered, or it takes too long."""
        enough = len(self.cancelled) >= self.wanted and self.offered > 0
        return enough or time.monotonic() > self.deadline

    def cancel(self) -> None:
        """An organiser takes somebody off the list, again and again."""
        path = f"/en/desk/sessions/{self.key}/"
        chance = random.Random(threading.get_ident())
        while not self.over():
            # Once enough was cancelled only places go back, and only when somebody waits: eight who
            # cancel are quicker than two who ask, and nobody would ever get an offer.
            enough = len(self.cancelled) >= self.wanted
            if enough and not self.claims.filter(state="waiting").exists():
                time.sleep(EVERY)
                continue
            states = ("placed",) if enough else ("placed", "offered", "waiting")
            there = self.claims.filter(state__in=states)
            keys = list(there.values_list("key", flat=True))
            if not keys:
                time.sleep(EVERY)
                continue
            tick = {"tick": f"{chance.choice(keys)}:cancel", "csrfmiddlewaretoken": TOKEN}
            answer = _post(self.port, path, body=urlencode(tick), headers=self.headers)
            done = answer.status == 302 and path in answer.location
            self.statuses[f"cancel {'done' if done else answer.status}"] += 1
            if done:
                self.cancelled.append(answer.seconds)

    def ask_anew(self) -> None:
        """Somebody else asks for a place, again and again."""
        while not self.over():
            answer = ask(self.port, self.key, number=next(self.numbers))
            self.statuses[f"ask {answer.status}"] += 1
            self.asked.append(answer.seconds)
            time.sleep(EVERY)  # one network may ask a thousand times an hour

    def promote(self) -> None:
        """Whoever asked opens the letter; freed places are offered, and offers taken."""
        from django.utils import timezone

        from commonroot.accounts.roles import Actor
        from commonroot.core.errors import Refused
        from commonroot.people.models import Person
        from commonroot.registration.actions import take_offer
        from commonroot.registration.tasks import fill_freed_places

        while not self.over():
            Person.objects.filter(provisional=True).update(provisional=False)
            self.offered += fill_freed_places(at=timezone.now())
            for row in self.claims.filter(state="offered"):
                try:
                    take_offer(registration=row, by=Actor.system(), at=timezone.now())
                except Refused:
                    self.statuses["offer gone"] += 1

    def run(self) -> dict[str, object]:
        """All at once; what became of it."""
        began = time.monotonic()
        _all([*[self.cancel] * CANCELLERS, *[self.ask_anew] * ASKERS, self.promote])
        return {
            "seconds": time.monotonic() - began,
            "cancelled": len(self.cancelled),
            "asked": len(self.asked),
            "offered": self.offered,
            "statuses": self.statuses,
            "took": sorted([*self.cancelled, *self.asked]),
        }


def rows(key: str) -> None:
    """[[state, position]] of every claim, in the order in which they were written."""
    from commonroot.registration.models import Registration

    found = Registration.objects.filter(session__key=key).order_by("pk")
    print(json.dumps(list(found.values_list("state", "position"))))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    what, about, *more = sys.argv[1:]
    if what == "storm":
        wild = Storm(about, int(more[0]), cookie=more[1], cancellations=int(more[2]))
        print(json.dumps(wild.run()))
    else:
        {"sample": sample, "rows": rows}[what](about)
