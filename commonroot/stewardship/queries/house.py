"""What keeping house asks of an organiser: the clock, the recovery sheet, backups, sending."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.core.due import Due
from commonroot.messaging.queries import pause
from commonroot.people.models import Person
from commonroot.people.permissions import can_edit_register
from commonroot.stewardship.queries import backups
from commonroot.stewardship.queries.retention import clock_jumped_from

ENOUGH_PEOPLE = 20  # so many are no trial any more: losing them would hurt
LATE = timedelta(days=3)


def house_due(actor: Actor, *, at: datetime) -> list[Due]:
    """What waits for whoever keeps house."""
    if not can_edit_register(actor):
        return []
    return [*_clock(at), *_sending(at), *_backups(at)]


def _clock(at: datetime) -> list[Due]:
    since = clock_jumped_from(at=at)
    if since is None:
        return []
    return [
        Due(
            minutes=1,
            what=_("Is today %(day)s?") % {"day": date_format(at, "j F Y")},
            why=_("The clock of the machine jumped. Until somebody says so, nothing is deleted."),
            button=_("Look"),
            address=reverse("stewardship:keeping"),
            since=since,
            late=False,
        )
    ]


def _sending(at: datetime) -> list[Due]:
    standing = pause()
    if standing is None:
        return []
    return [
        Due(
            minutes=5,
            what=_("Let letters go again"),
            why=_("A backup was restored, so nothing is sent. Look first at what may have left."),
            button=_("Look"),
            address=reverse("stewardship:careful"),
            since=standing.since,
            late=True,
        )
    ]


def _backups(at: datetime) -> list[Due]:
    if settings.DEMO:
        return []
    key = backups.backup_key()
    if key is None:
        first = Person.objects.order_by("pk")[ENOUGH_PEOPLE : ENOUGH_PEOPLE + 1].first()
        if first is None:
            return []
        return [
            Due(
                minutes=5,
                what=_("Print the recovery sheet"),
                why=_("Without it there is no backup: if this machine breaks, all of it is gone."),
                button=_("Make it"),
                address=reverse("stewardship:backups"),
                since=first.created_at,
                late=at - first.created_at > LATE,
            )
        ]
    last = backups.backups().first()
    if last is None or not backups.backup_is_late(at=at):
        return []
    return [
        Due(
            minutes=10,
            what=_("There is no good backup of the last day"),
            why=last.fault or _("The nightly backup did not come."),
            button=_("Look"),
            address=reverse("stewardship:backups"),
            since=last.began_at,
            late=True,
        )
    ]
