"""How carefully everybody who comes to a programme or a session is treated at least."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.programmes.models import Programme, Session


@transaction.atomic
def ask_for_care(*, thing: Programme | Session, care: str, by: Actor, at: datetime) -> None:
    """Write down what it asks; `registration` sees to who that concerns."""
    thing.care = care
    thing.save(update_fields=["care"])
    note("care asked for", thing, by=by, at=at, facts={"care": care})
