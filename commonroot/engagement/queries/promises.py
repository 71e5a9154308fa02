"""Promises that come back on their day."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.engagement.models import Promise

DAYS_OF_WEEK, DAYS_OF_MONTH, MONTHS_OF_YEAR = 7, 30, 12


def promise(key: str) -> Promise | None:
    """The promise with that key."""
    return Promise.objects.select_related("person", "programme").filter(key=key).first()


def promises_due(*, at: datetime) -> QuerySet[Promise]:
    """Promises whose day has come, of those who agreed to be asked; one dated anew comes again."""
    day = at.date()
    due = Promise.objects.filter(
        Q(asked_at=None) | Q(asked_at__date__lt=F("due_on")), due_on__lte=day
    ).exclude(outcome__in=(Promise.Outcome.HAPPENED, Promise.Outcome.NOT_NOW))
    found = allowed(due, "person", purpose=Purpose.FOLLOW_UP, audience=SCHOOL, at=at)
    return found.select_related("person", "programme").order_by("due_on", "pk")


def open_promise(person_id: int) -> Promise | None:
    """The promise somebody was asked about last and said nothing to."""
    return (
        Promise.objects.filter(person=person_id, outcome="")
        .exclude(asked_at=None)
        .select_related("programme")
        .order_by("-asked_at", "-pk")
        .first()
    )


def last_promise(person_id: int, programme_id: int) -> Promise | None:
    """What somebody promised at the end of that course."""
    return Promise.objects.filter(person=person_id, programme=programme_id).first()


def since_words(promise: Promise, *, on: date, language: str) -> str:
    """How long ago it was promised, as a sentence begins: "Three months ago"."""
    days = max(0, (on - promise.made_at.date()).days)
    months = round(days / DAYS_OF_MONTH)
    with override(language):
        if months >= MONTHS_OF_YEAR:
            years = months // MONTHS_OF_YEAR
            return (
                _("A year ago")
                if years == 1
                else ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}
            )
        words = {3: _("Three months ago"), 6: _("Six months ago")}
        if months in words:
            return words[months]
        if months:
            return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
        weeks = days // DAYS_OF_WEEK
        if weeks:
            return ngettext("%(n)s week ago", "%(n)s weeks ago", weeks) % {"n": weeks}
        return _("A few days ago")
