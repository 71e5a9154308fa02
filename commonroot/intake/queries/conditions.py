"""What people can be found by in the lists they came with, as long as the rows are kept."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.filters.fields import Field, How, Link, hows
from commonroot.intake.models import Import, ImportRow


def conditions() -> tuple[Field, ...]:
    """The fields of imports."""
    return (
        Field(
            "list",
            _("List they came with"),
            hows(How("in", _("came with the list %(values)s"), _came_with)),
            _("Details and where they are from"),
            lambda: [
                (one.key, f"{one.name} ({one.applied_at:%Y-%m-%d})")
                for one in Import.objects.exclude(applied_at=None).order_by("-applied_at")[:100]
            ],
        ),
    )


def _came_with(values: tuple[str, ...], *, at: datetime, link: Link) -> Q:
    return link(
        ImportRow.objects.filter(
            batch__key__in=values, batch__state=Import.State.APPLIED, person__isnull=False
        )
    )
