"""Letting go of what was kept long enough."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.stewardship.queries import outlived, to_blank


@transaction.atomic
def let_go(*, at: datetime) -> dict[str, int]:
    """Delete every row whose time of keeping is over, or blank its words where the fact stays;
    rows per model.
    """
    counts = {}
    for declaration, rows in outlived(at=at):
        deleted, _by_model = rows.delete()
        if deleted:
            counts[declaration.label] = deleted
    for declaration, rows in to_blank(at=at):
        blanked = rows.update(**dict.fromkeys(declaration.keep.blanks))
        if blanked:
            counts[declaration.label] = blanked
    if counts:
        note("retention ran", None, by=Actor.system(), at=at, facts=counts)
    return counts
