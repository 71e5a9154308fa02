"""Reminders in the person's own morning, and what became of a session since."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.people.actions import open_link
from commonroot.people.models import Link
from commonroot.programmes.models import DateChange, Session
from commonroot.registration import emails, rules
from commonroot.registration.models import Registration

State = Registration.State


@transaction.atomic
def remind(*, registration: Registration, at: datetime) -> bool:
    """Write once that the session is soon; whether it was still to be done."""
    waiting = Registration.objects.filter(pk=registration.pk, state=State.PLACED, reminded_at=None)
    if not waiting.update(reminded_at=at):
        return False
    _write(registration, "reminder", at=at)
    return True


@transaction.atomic
def tell_change(*, change: DateChange, by: Actor, at: datetime) -> int:
    """Write to everybody who comes that a session has another date, or is called off; how many."""
    sessions = Session.objects.filter(key__in=change.session_keys)
    rows = Registration.objects.filter(session__in=sessions, state__in=rules.COMING)
    told = 0
    for row in rows.select_related("person", "session__programme__run_by").order_by("pk"):
        called_off = row.session.state == Session.State.CANCELLED
        _write(row, "called_off" if called_off else "changed", at=at)
        told += 1
    # Whoever was reminded of the former date is reminded of the new one.
    rows.filter(session__starts_at__gt=at).update(reminded_at=None)
    return told


def _write(registration: Registration, template: str, *, at: datetime) -> None:
    thing = f"registration:{registration.key}"
    token = open_link(person=registration.person, scope=Link.Scope.PAGE, thing=thing, at=at)
    emails.post_about(registration, template, token=token, at=at)
