"""A process with the school's own settings, told by lines on its input what to do to the outbox.

Run as `python -m tests.chaos.outbox`. Answers each line with one line of JSON:
`post N` posts N confirmations of a place, `states` tells every letter's state by its Message-ID,
`requeue` does what a naive post office does after a crash: it sends again what was being sent.
"""

# ruff: noqa: E402 - Django is set up before anything of ours is imported
import json
import sys
from collections.abc import Callable
from datetime import datetime

import django

django.setup()

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import found_school
from commonroot.circles.queries import school
from commonroot.consent.actions import serve
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.messaging.actions import post as post_letter
from commonroot.messaging.emails import message_id
from commonroot.messaging.models import Letter
from commonroot.work.clock import now
from tests.factories.people import PersonFactory

SYSTEM = Actor.system()
PROGRAMME = Audience(AudienceKind.PROGRAMME, "power-analysis")


def post(count: str) -> int:
    """Post so many confirmations, each to a person of its own; how many."""
    at = now()
    if school() is None:
        found_school(
            name="Long Table School", sentence="Stay together for years.", languages=["en"],
            country="KE", time_zone="Africa/Nairobi", by=SYSTEM, at=at,
        )  # fmt: skip
    for _ in range(int(count)):
        confirm(at)
    return int(count)


def confirm(at: datetime) -> None:
    """Post one confirmation."""
    person = PersonFactory(created_at=at)
    serve(
        person=person, purpose=Purpose.THIS_PROGRAMME, audience=PROGRAMME, until=None, by=SYSTEM,
        at=at,
    )  # fmt: skip
    post_letter(
        once=f"placed:{person.key}",
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(PROGRAMME),
        template="registration/emails/placed",
        values={
            "name": person.shown_name,
            "title": "Power Analysis!",
            "when": "Tue 1 December, 19:00",
            "page": f"http://localhost:8000/p/{person.key}",
            "days": 7,
            "proven": False,
        },
        language="en",
        way="mail",
        address=f"{person.pk}@example.org",
        at=at,
    )


def states() -> dict[str, str]:
    """Every letter's state by its Message-ID."""
    return {message_id(letter): letter.state for letter in Letter.objects.only("key", "state")}


def requeue() -> int:
    """Send again what was being sent; how many."""
    return Letter.objects.filter(state="sending").update(state="queued", lease_until=None)


COMMANDS: dict[str, Callable[..., object]] = {"post": post, "states": states, "requeue": requeue}

if __name__ == "__main__":
    for line in sys.stdin:
        command, *arguments = line.split()
        sys.stdout.write(json.dumps(COMMANDS[command](*arguments)) + "\n")
        sys.stdout.flush()
