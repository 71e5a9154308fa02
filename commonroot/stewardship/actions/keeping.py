"""Letting go of what was kept long enough, and choosing how long that is."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people.personal import Declaration
from commonroot.stewardship import rules
from commonroot.stewardship.models import KeepingChoice, RetentionRun
from commonroot.stewardship.queries.retention import (
    clock_jumped_from,
    outlived,
    run_is_due,
    to_blank,
)

RUNS_KEPT = timedelta(days=730)


class OutOfBounds(Refused):
    """So short nothing can be undone, or longer than people were told."""


@transaction.atomic
def let_go(*, at: datetime) -> dict[str, int]:
    """Delete every row whose time of keeping is over, or blank its words where the fact stays;
    rows per model.

    Nothing goes while the clock is further ahead than it should be (`clock_jumped_from`).
    """
    if clock_jumped_from(at=at):
        return {}
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
    if counts or run_is_due(at=at):
        RetentionRun.objects.create(at=at, counts=counts)
        RetentionRun.objects.filter(at__lt=at - RUNS_KEPT).delete()
    return counts


@transaction.atomic
def confirm_clock(*, by: Actor, at: datetime) -> None:
    """Somebody says that it is this late: retention goes on from here."""
    RetentionRun.objects.create(at=at, confirmed_by=f"{by.kind}:{by.key}")
    note("clock confirmed", None, by=by, at=at)


def check_keeping(*, declaration: Declaration, days: int) -> None:
    """Raises OutOfBounds unless a kind may be kept for so many days."""
    most = declaration.keep.days
    least = rules.least_kept(most)
    if not least <= days <= most:
        raise OutOfBounds(
            _("Choose from %(least)s to %(most)s days. Longer is not what people were told.")
            % {"least": least, "most": most}
        )


@transaction.atomic
def choose_keeping(*, declaration: Declaration, days: int, by: Actor, at: datetime) -> None:
    """Keep one kind of things for so many days from now on. Raises OutOfBounds."""
    check_keeping(declaration=declaration, days=days)
    if days == declaration.keep.days:
        KeepingChoice.objects.filter(kind=declaration.label).delete()
    else:
        KeepingChoice.objects.update_or_create(
            kind=declaration.label,
            defaults={"days": days, "changed_at": at, "changed_by": f"{by.kind}:{by.key}"},
        )
    facts = {"kind": declaration.label, "days": days}
    note("keeping changed", None, by=by, at=at, facts=facts)
