"""The outbox: all writing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from commonroot.messaging.models import Letter

WAITING = (Letter.State.QUEUED, Letter.State.DEFERRED, Letter.State.CLAIMED, Letter.State.HELD)


@transaction.atomic
def post(
    *,
    once: str,
    subject_key: str,
    purpose: str,
    audience: str,
    template: str,
    values: Mapping[str, Any],
    language: str,
    way: str,
    address: str,
    at: datetime,
    due_at: datetime | None = None,
    calendar: str = "",
    tells: Sequence[tuple[str, str, str]] = (),
) -> Letter | None:
    """Put one letter into the outbox, in the transaction of its cause.

    None if `once` was posted before. `way` is "mail" or "hand". `template` is "area/emails/name".
    `values` are plain strings, numbers and lists that the template needs; `values["unsubscribe"]`
    is the address that stops letters of this kind, for purposes that can be taken back, and
    `values["reply_to"]` where answers go, if not to the school's mailbox.
    """
    held = way != Letter.Way.MAIL
    fields: dict[str, Any] = {
        "subject_key": subject_key,
        "purpose": purpose,
        "audience": audience,
        "tells": [list(item) for item in tells],
        "template": template,
        "values": dict(values),
        "language": language,
        "way": way,
        "address": address,
        "calendar": calendar,
        "state": Letter.State.HELD if held else Letter.State.QUEUED,
        "due_at": due_at or at,
        "created_at": at,
    }
    letter, made = Letter.objects.get_or_create(once=once, defaults=fields)
    return letter if made else None


@transaction.atomic
def cancel_letters(
    *, person_key: str, at: datetime, purpose: str | None = None, audience: str | None = None
) -> int:
    """Cancel what has not left of the letters to a person; how many.

    Those for one purpose, before one audience; without an audience before all of them; without a
    purpose every letter.
    """
    waiting = Letter.objects.filter(subject_key=person_key, state__in=WAITING)
    if purpose is not None:
        waiting = waiting.filter(purpose=purpose)
    if audience is not None:
        waiting = waiting.filter(audience=audience)
    return waiting.update(
        state=Letter.State.CANCELLED, lease_until=None, ended_at=at, why="no agreement"
    )


@transaction.atomic
def take_back(*, letters: Iterable[Letter], why: str, at: datetime) -> int:
    """Cancel those of `letters` that have not left; how many. `why` is a code, nobody's words."""
    waiting = Letter.objects.filter(pk__in=[letter.pk for letter in letters], state__in=WAITING)
    return waiting.update(state=Letter.State.CANCELLED, lease_until=None, ended_at=at, why=why)
