"""A call that people apply to, in a school of real processes.

Run as `python -m tests.chaos.applying COMMAND`: `prepare` makes a call of three questions and says
in JSON which, `close` lets the deadline be now, `tell` says what became of the applications.
"""

# ruff: noqa: E402 - Django is set up before anything of ours is imported
import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from commonroot.admissions.models import Application, Call
from commonroot.core.fields import Translated
from commonroot.work.clock import now
from tests.factories.admissions import CallFactory, FormQuestionFactory
from tests.factories.programmes import SchoolFactory


def prepare() -> None:
    """A school and a call that is open for a day."""
    at = now()
    long_ago = at - timedelta(days=9)
    SchoolFactory()
    call = CallFactory(
        programme__published_at=long_ago,
        published_at=long_ago,
        opens_at=long_ago,
        closes_at=at + timedelta(days=1),
    )
    asked = [
        FormQuestionFactory(call=call, prompt=Translated({"en": words}), required=not place)
        for place, words in enumerate(("What for?", "Where?", "With whom?"))
    ]
    told = {"programme": call.programme.key, "questions": [row.key for row in asked]}
    sys.stdout.write(json.dumps(told))


def close() -> None:
    """The deadline is over."""
    Call.objects.update(closes_at=now() - timedelta(seconds=1))


def tell() -> None:
    """How many are in which state, and their numbers."""
    rows = Application.objects.order_by("number").values_list("state", "number")
    numbers = [number for _state, number in rows if number is not None]
    states = Counter(state for state, _number in rows)
    sys.stdout.write(json.dumps({"states": states, "numbers": numbers}))


COMMANDS: dict[str, Callable[[], None]] = {"prepare": prepare, "close": close, "tell": tell}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]]()
