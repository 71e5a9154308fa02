"""What people do not want, until when they are to be answered, and what else organisers look at."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Objection
from commonroot.consent.queries.checking import last_check
from commonroot.core.due import Due
from commonroot.people.models import Person
from commonroot.people.permissions import can_edit_register

MINUTES_EACH = 5


def objection(key: str) -> Objection | None:
    """The objection with that key, with its person."""
    return Objection.objects.filter(key=key).select_related("person").first()


def objections() -> QuerySet[Objection]:
    """All of them: those that wait first, by the day of their answer; then the newest."""
    return Objection.objects.select_related("person").order_by("answered_at", "answer_by", "pk")


def open_objections() -> QuerySet[Objection]:
    """Those that wait for an answer, the first day first."""
    return objections().filter(state=Objection.State.OPEN)


def objections_of(person: Person) -> QuerySet[Objection]:
    """What one person said they do not want, newest first."""
    return Objection.objects.filter(person=person).order_by("-said_at", "-pk")


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """What people do not want and are to be answered about; agreements that were changed."""
    if not can_edit_register(actor):
        return []
    found = []
    waiting = list(open_objections())
    if waiting:
        number, first = len(waiting), waiting[0]
        found.append(
            Due(
                minutes=MINUTES_EACH * number,
                what=ngettext(
                    "Answer %(n)s person who does not want something",
                    "Answer %(n)s people who do not want something",
                    number,
                )
                % {"n": number},
                why=_("They are to be answered within a month."),
                button=_("Read and answer"),
                address=reverse("web:objections"),
                since=min(one.said_at for one in waiting),
                late=first.answer_by < at.date(),
            )
        )
    check = last_check()
    if check is not None and check.differing:
        found.append(
            Due(
                minutes=10,
                what=ngettext(
                    "The agreements of %(n)s person are not what they said",
                    "The agreements of %(n)s people are not what they said",
                    check.differing,
                )
                % {"n": check.differing},
                why=_("Somebody changed the database from outside. Ask who runs the machine."),
                button=_("See what to do"),
                address=reverse("web:agreements_checked"),
                since=check.at,
                late=True,
            )
        )
    return found
