"""The circles of a school: their state, their contacts, how many people they may know of."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.circles.models import Circle
from commonroot.circles.queries import directory
from commonroot.consent.queries import agreed_by_circle
from commonroot.consent.rules import Audience, AudienceKind
from commonroot.engagement.models import CircleLetter
from commonroot.people.models import Membership
from commonroot.programmes.queries.words import day_words


@dataclass(frozen=True)
class Line:
    """A circle in the list."""

    name: str
    kind: str
    state: str
    is_quiet: bool
    people: str
    contacts: str
    letter: str
    letter_state: str


def circles(*, at: datetime, today: date) -> list[Line]:
    """Every circle that is not closed. Four queries."""
    rows = list(directory())
    agreed = agreed_by_circle(
        [Audience(AudienceKind.CIRCLE, row.key, row.country) for row in rows], at=at
    )
    contacts: dict[int, int] = {}
    current = Membership.objects.filter(role=Membership.Role.CONTACT, until=None, circle__in=rows)
    for pk in current.values_list("circle", flat=True):
        contacts[pk] = contacts.get(pk, 0) + 1
    letters = {
        letter.circle_id: letter
        for letter in CircleLetter.objects.filter(circle__in=rows).order_by("drafted_at")
    }
    return [
        _line(
            row,
            people=agreed[row.key],
            contacts=contacts.get(row.pk, 0),
            letter=letters.get(row.pk),
            today=today,
        )
        for row in rows
    ]


def _line(
    row: Circle, *, people: int, contacts: int, letter: CircleLetter | None, today: date
) -> Line:
    told, state = "", ""
    if letter is not None:
        told = f"{letter.get_state_display()}"
        moment = letter.answered_at or letter.sent_at
        if moment is not None:
            told += f", {day_words(moment.date(), today=today, short=True)}"
        state = {"answered": "done", "sent": "waiting"}.get(letter.state, "open")
    return Line(
        name=str(row.name),
        kind=str(row.get_kind_display()),
        state=str(row.get_state_display()),
        is_quiet=row.state == Circle.State.DORMANT,
        people=ngettext("%(n)s person agreed", "%(n)s people agreed", people) % {"n": people},
        contacts=ngettext("%(n)s contact", "%(n)s contacts", contacts) % {"n": contacts}
        if contacts
        else _("nobody to write to"),
        letter=told,
        letter_state=state,
    )
