"""What case studies ask of organisers, for the first page of their desk."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.campaigns.queries.telling import waiting_to_be_read
from commonroot.core.due import Due

MINUTES_TO_READ = 10


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Case studies that teams handed over and that wait to be read: one query."""
    if not holds(actor, Permission.EDIT_PROGRAMMES):
        return []
    agreed = waiting_to_be_read().filter(agreed_at__isnull=False)
    theirs = in_circles_of(
        agreed,
        "campaign__programme__run_by",
        actor=actor,
        permission=Permission.EDIT_PROGRAMMES,
    )
    since = list(theirs.order_by("changed_at").values_list("changed_at", flat=True))
    if not since:
        return []
    number = len(since)
    return [
        Due(
            minutes=MINUTES_TO_READ * number,
            what=ngettext(
                "Read %(n)s case study that a team told",
                "Read %(n)s case studies that teams told",
                number,
            )
            % {"n": number},
            why=_("It becomes public when you have read it. Others are about to begin."),
            button=_("Read"),
            address=reverse("campaigns:desk_studies"),
            since=since[0],
        )
    ]
