"""Questions from public pages to the organisers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from commonroot.accounts.actions import count_try, note
from commonroot.accounts.roles import Actor
from commonroot.core.keys import mark
from commonroot.core.text import one_line
from commonroot.people.actions import NAME_LENGTH, typed_way
from commonroot.programmes.models import Enquiry, Programme

TRIES_AN_HOUR = 5


@transaction.atomic
def ask_organisers(
    *,
    programme: Programme | None,
    name: str,
    way_text: str,
    text: str,
    language: str,
    network: str,
    by: Actor,
    at: datetime,
) -> Enquiry:
    """Put a question into the shared inbox. Raises people.NoSuchWay and accounts.TooManyTries."""
    kind, address = typed_way(way_text)
    count_try("ask", network, limit=TRIES_AN_HOUR, per=timedelta(hours=1), at=at)
    enquiry = Enquiry.objects.create(
        programme=programme,
        name=one_line(name)[:NAME_LENGTH],
        address=address,
        mark=mark(f"way {kind}", address, ring=settings.KEY_RING),
        text=text,
        language=language,
        asked_at=at,
    )
    note("organisers asked", enquiry, by=by, at=at)
    return enquiry


@transaction.atomic
def answered(*, enquiry: Enquiry, by: Actor, at: datetime) -> None:
    """Say that a question was answered, by whatever way; doing it again changes nothing."""
    if enquiry.answered_at is not None:
        return
    enquiry.answered_at = at
    enquiry.save(update_fields=["answered_at"])
    note("question answered", enquiry, by=by, at=at)
