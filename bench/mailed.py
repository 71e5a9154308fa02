"""A process with the school's own settings, for the benchmark of letters to many.

python -m bench.mailed prepare N    a school with N people who agreed to news, and a letter to them
python -m bench.mailed queue        the sweep that looks them up; prints how long it took
python -m bench.mailed work         writes and delivers until it is killed, as the work process does
python -m bench.mailed states       prints every letter's state and why, by its Message-ID
python -m bench.mailed settle FILE  settles unknown letters: those whose Message-ID stands in FILE
                                    arrived, the others are sent again
python -m bench.mailed requeue      what a naive post office does: sends again what was being sent
python -m bench.mailed bare N       N composed letters through one bare smtplib connection
"""

# ruff: noqa: E402 - Django is set up before anything of ours is imported
import json
import logging
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings
from django.db import OperationalError, transaction

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import found_school
from commonroot.circles.queries import school
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.consent.tasks import deliver_due
from commonroot.core.rows import insert
from commonroot.core.text import sort_key
from commonroot.mailings import actions, queries, rules, tasks
from commonroot.mailings.models import Mailing
from commonroot.messaging.actions import resend_unknown, skip_unknown
from commonroot.messaging.actions.delivery import write
from commonroot.messaging.actions.smtp import Wire
from commonroot.messaging.emails import compose, message_id
from commonroot.messaging.models import Letter
from commonroot.people.actions import way_mark
from commonroot.people.models import ContactWay, Person
from commonroot.work.clock import now

SYSTEM = Actor.system()
IDLE_SECONDS = 0.05
LOG_SECONDS = 30
TEXT = """Dear {name},

the assembly is on the first Saturday of next month. We begin with a meal, and end before dark.

What will be decided there was written down by those who came last year; read it before you come:
{page}

Who needs a ride, or can give one, answers this letter."""


def prepare(count: str) -> None:
    """A school, its people, and a letter to them that leaves now."""
    at = now()
    found_school(
        name="Long Table School", sentence="Stay together for years.", languages=["en"],
        country="KE", time_zone="Africa/Nairobi", by=SYSTEM, at=at,
    )  # fmt: skip
    names = [f"Person {number}" for number in range(int(count))]
    with transaction.atomic():
        insert(
            [
                Person(
                    shown_name=name,
                    sort_key=sort_key(name),
                    origin="hand",
                    risk="open",
                    created_at=at,
                )
                for name in names
            ]
        )
        people = list(Person.objects.order_by("pk"))
        addresses = [f"person{number}@example.org" for number in range(len(people))]
        insert(
            [
                ContactWay(
                    person=person, kind="mail", value=to, mark=way_mark("mail", to), created_at=at
                )
                for person, to in zip(people, addresses, strict=True)
            ]
        )
        for purpose in (Purpose.REGISTER, Purpose.NEWS):
            about = {"purpose": purpose, "audience_kind": "school", "state": "given"}
            insert([Agreement(person=one, since=at, **about) for one in people])
            insert([LedgerEvent(person=one, at=at, how="form", **about) for one in people])
    mailing = actions.begin(
        subject={"en": "The assembly"}, text={"en": TEXT}, by=SYSTEM, at=at - rules.RECALL
    )
    actions.send(
        mailing=mailing, seen_people=len(people), per_hour=1, in_the_morning=False, by=SYSTEM,
        at=at - rules.RECALL,
    )  # fmt: skip
    # As fast as the machine goes: what an hour takes is what is measured here.
    Mailing.objects.filter(pk=mailing.pk).update(per_hour=1_000_000_000)


def queue() -> None:
    """Look up whom the letter is for; seconds and people as JSON."""
    began = time.monotonic()
    people = tasks.queue_due(at=now())
    say({"seconds": time.monotonic() - began, "people": people})


def work() -> None:
    """Write letters and deliver them, again and again."""
    logging.disable(logging.CRITICAL)
    while True:
        done = 0
        for sweep in (tasks.write_due, deliver_due):
            try:
                done += sweep(at=now())
            except OperationalError:  # the other worker held the database for too long
                done += 1
        if not done:
            time.sleep(IDLE_SECONDS)


def states() -> None:
    """Every letter by its Message-ID: [state, why, address]; and how many wait to be written."""
    letters = Letter.objects.only("key", "state", "why", "address").iterator()
    say(
        {
            "letters": {message_id(one): [one.state, one.why, one.address] for one in letters},
            "waiting": queries.to_write(at=now() + timedelta(days=1)).count(),
        }
    )


def counts() -> None:
    """How many letters are in which state, and how many people wait."""
    say(
        {
            "letters": list(Letter.objects.order_by().values_list("state").distinct()),
            "open": Letter.objects.filter(
                state__in=("queued", "claimed", "sending", "deferred")
            ).count(),
            "waiting": queries.to_write(at=now() + timedelta(days=1)).count(),
        }
    )


def settle(file: str) -> None:
    """Settle each unknown letter against what the server says it took; how many of each."""
    arrived = set(json.loads(Path(file).read_text(encoding="utf-8")))
    there = again = 0
    for letter in Letter.objects.filter(state="unknown", ended_at=None):
        if message_id(letter) in arrived:
            skip_unknown(letter=letter, by=SYSTEM, at=now())
            there += 1
        else:
            resend_unknown(letter=letter, by=SYSTEM, at=now())
            again += 1
    say({"arrived": there, "again": again})


def requeue() -> None:
    """Send again what was being sent; how many."""
    held = Letter.objects.filter(state="sending")
    say({"again": held.update(state="queued", lease_until=None)})


def bare(count: str) -> None:
    """The same letters, rendered and composed before, through one connection: letters a second."""
    ours, at = school(), now()
    mailing = Mailing.objects.select_related("group", "programme").get()
    rows = list(mailing.recipients.select_related("person")[: int(count)])
    ways = queries.ways_of(row.person for row in rows)
    from commonroot.mailings import emails

    letters = [
        emails.written(row, mailing, way=ways[row.person_id], school=ours, at=at).letter
        for row in rows
    ]
    for place, letter in enumerate(letters, 1):
        letter.pk = place
    words = write(letters, school=ours)
    ready = [compose(one, words[one.pk], school=ours, at=at) for one in letters]  # type: ignore[arg-type]  # all were written
    with Wire() as wire:
        wire.open()
        began = time.monotonic()
        for to, content in ready:
            assert wire.smtp is not None
            wire.smtp.sendmail(settings.MAIL_FROM, to, content)
    say({"seconds": time.monotonic() - began, "letters": len(ready)})


def say(content: object) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(content) + "\n")
    sys.stdout.flush()


COMMANDS = {
    "prepare": prepare, "queue": queue, "work": work, "states": states, "counts": counts,
    "settle": settle, "requeue": requeue, "bare": bare,
}  # fmt: skip

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
