"""What a mail provider tells of letters: came back, called unwanted, no more wanted."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commonroot.messaging.actions import Returned, note_return, refused_as
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import letter as letter_called
from commonroot.people.actions import way_mark
from commonroot.people.models import ContactWay

LATELY = timedelta(days=30)
_KEY = re.compile(r"(?<![\w-])([\w-]{22})@")
COMPLAINTS = frozenset({"complained", "unsubscribed"})
FAILED = frozenset({"bounced", "rejected", "failed"})
# Reasons for which an address is not to be written to again, where no number of a server says so.
FOR_GOOD = frozenset({"invalid", "bounced"})


@transaction.atomic
def take_told(
    *,
    kind: str,
    reason: str,
    reply: str,
    recipient: str,
    message_id: str,
    told: Mapping[str, Any],
    at: datetime,
) -> Letter | None:
    """Write down what a provider tells of a letter; the letter, None for anything else.

    `kind` and `reason` are anymail's words, `reply` what the other server answered, `told` all that
    the provider sent. Providers give letters names of their own: without ours it is the last one to
    that recipient. The same told twice changes nothing.
    """
    if kind not in COMPLAINTS | FAILED:
        return None
    letter = _named(message_id, told) or _last_to(recipient, at=at)
    if letter is None:
        return None
    returned = Letter.Returned.COMPLAINT if kind in COMPLAINTS else _how(reason, reply)
    return note_return(said=Returned(letter.key, returned, _number(reply)), at=at)


def _how(reason: str, reply: str) -> str:
    number = _number(reply)
    if number:
        return refused_as(number)
    return Letter.Returned.HARD if reason in FOR_GOOD else Letter.Returned.SOFT


def _number(reply: str) -> str:
    """The number in a server's answer: the longer one first."""
    found = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", reply) or re.search(r"\b[45]\d\d\b", reply)
    return found[0] if found else ""


def _named(message_id: str, told: Mapping[str, Any]) -> Letter | None:
    """The letter whose Message-ID stands in what was told."""
    text = f"{message_id} {json.dumps(told, default=str)}"
    found = (letter_called(key) for key in dict.fromkeys(_KEY.findall(text)))
    return next((letter for letter in found if letter is not None), None)


def _last_to(recipient: str, *, at: datetime) -> Letter | None:
    """The last letter that went to that address within a month."""
    if not recipient:
        return None
    mark = way_mark(ContactWay.Kind.MAIL, recipient)
    keys = ContactWay.objects.filter(mark=mark).values("person__key")
    lately = Letter.objects.filter(
        subject_key__in=keys, ended_at__gt=at - LATELY, way=Letter.Way.MAIL
    )
    for letter in lately.order_by("-ended_at", "-pk"):
        if letter.address.casefold() == recipient.casefold():
            return letter
    return None
