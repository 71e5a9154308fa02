"""Opening what is there for participants alone."""

from datetime import datetime

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.programmes.models import Material


def note_reading(*, material: Material, by: Actor, at: datetime) -> None:
    """Write down that somebody opened a material for participants."""
    note("material opened", material, by=by, at=at)
