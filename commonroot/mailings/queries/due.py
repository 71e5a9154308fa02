"""What letters to many give an organiser to do: letters of others to be read before they leave."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.core.due import Due
from commonroot.mailings.models import Mailing
from commonroot.mailings.queries.letters import asked_of
from commonroot.people.permissions import SCHOOL_ONLY

LATE_AFTER = timedelta(days=2)


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Letters that somebody else sent and that wait for a second reader; those sent back."""
    if not holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY):
        return []
    found = [
        Due(
            minutes=5,
            what=_("Read a letter before it leaves: %(name)s") % {"name": one.name},
            why=ngettext(
                "It is for %(n)s person, and needs a second reader.",
                "It is for %(n)s people, and needs a second reader.",
                one.seen_people,
            )
            % {"n": one.seen_people},
            button=_("Read it"),
            address=reverse("mailings:look", args=[one.key]),
            since=one.asked_at or one.changed_at,
            late=one.asked_at is not None and at - one.asked_at > LATE_AFTER,
        )
        for one in asked_of(actor)
    ]
    returned = Mailing.objects.filter(
        state=Mailing.State.DRAFT, asked_by=f"{actor.kind}:{actor.key}"
    ).exclude(note="")
    return [
        *found,
        *(
            Due(
                minutes=5,
                what=_("A letter came back to you: %(name)s") % {"name": one.name},
                why=one.note,
                button=_("Open it"),
                address=reverse("mailings:words", args=[one.key]),
                since=one.decided_at or one.changed_at,
            )
            for one in returned.order_by("pk")
        ),
    ]
