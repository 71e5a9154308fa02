"""One circle on the desk: who belongs to it, who may act for it, its history, what concerns it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from commonroot.accounts.roles import ROLES
from commonroot.circles.models import Circle, Mandate
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.places import language_name
from commonroot.engagement.models import CircleLetter, Liaison
from commonroot.engagement.queries.circle_desk import agreeing, waiting
from commonroot.people.models import Membership, Person
from commonroot.people.queries import search, way_for
from commonroot.programmes.queries.words import day_words

FOUND = 8


@dataclass(frozen=True)
class Part:
    """Somebody's part in a circle, in words. `person_key` is "" for whom no page may be opened."""

    membership: Membership
    name: str
    person_key: str
    since: str
    until: str
    language: str
    way: str
    answered: str
    signs_in: bool


@dataclass(frozen=True)
class Event:
    """Something in the history of a circle."""

    day: date
    title: str
    text: str = ""


def parts(
    circle: Circle, *, language: str, at: datetime, today: date
) -> tuple[list[Part], list[Part], int]:
    """Contacts and members who are it now, and how many members the gate leaves out."""
    rows = (
        Membership.objects.filter(Q(until=None) | Q(until__gt=today), circle=circle)
        .select_related("person", "circle")
        .order_by("role", "person__sort_key", "pk")
    )
    contacts = [one for one in rows if one.role == Membership.Role.CONTACT]
    members = allowed(
        rows.filter(role=Membership.Role.MEMBER).order_by("person__sort_key", "pk"),
        "person",
        purpose=Purpose.REGISTER,
        audience=SCHOOL,
        at=at,
    )
    signing = set(
        Mandate.objects.filter(Q(until=None) | Q(until__gt=at), circle=circle).values_list(
            "account__person", flat=True
        )
    )
    told = [
        _part(one, language=language, today=today, signs_in=one.person_id in signing)
        for one in (*contacts, *members)
    ]
    number = len(contacts)
    left_out = sum(one.role == Membership.Role.MEMBER for one in rows) - (len(told) - number)
    return told[:number], told[number:], left_out


def _part(one: Membership, *, language: str, today: date, signs_in: bool) -> Part:
    contact = one.role == Membership.Role.CONTACT
    way = way_for(one) if contact else None
    spoken = one.language or (one.circle.languages[0] if one.circle.languages else "")
    said = str(one.get_channel_display()) if one.channel else ""
    return Part(
        membership=one,
        name=one.person.shown_name,
        person_key=one.person.key,
        since=day_words(one.since, today=today),
        until=day_words(one.until, today=today) if one.until else "",
        language=language_name(spoken, language) if contact and spoken else "",
        way=(said or str(way.get_kind_display()) if way else _("no way to reach them"))
        if contact
        else "",
        answered=day_words(one.answered_on, today=today) if one.answered_on else "",
        signs_in=signs_in,
    )


def mandates(circle: Circle, *, at: datetime) -> list[str]:
    """ "Leila may … for Kenya until 30 June 2027", one sentence each."""
    rows = (
        Mandate.objects.filter(Q(until=None) | Q(until__gt=at), circle=circle)
        .select_related("account")
        .order_by("account__shown_name", "pk")
    )
    found = []
    for one in rows:
        role = ROLES.get(one.role)
        facts = {
            "name": one.account.shown_name,
            "role": role.name if role is not None else one.role,
            "circle": circle,
            "day": day_words(one.until.date(), today=at.date()) if one.until else "",
        }
        found.append(
            _("%(name)s may act for %(circle)s as %(role)s until %(day)s.") % facts
            if one.until
            else _("%(name)s may act for %(circle)s as %(role)s, without an end.") % facts
        )
    return found


def history(circle: Circle, *, at: datetime) -> list[Event]:
    """What happened, newest first: states, contacts come and gone, letters, courses it was asked
    before. Members are not told of.
    """
    events = [
        Event(one.since, str(one.get_state_display()), one.words) for one in circle.changes.all()
    ]
    events.append(Event(circle.created_at.date(), _("written down here")))
    for one in Membership.objects.filter(
        circle=circle, role=Membership.Role.CONTACT
    ).select_related("person"):
        name = {"name": one.person.shown_name}
        events.append(Event(one.since, _("%(name)s became the contact") % name))
        if one.until is not None and one.until <= at.date():
            events.append(Event(one.until, _("%(name)s is the contact no more") % name))
    for letter in CircleLetter.objects.filter(circle=circle).select_related("programme"):
        title = {"title": letter.programme.title}
        if letter.sent_at:
            events.append(Event(letter.sent_at.date(), _("letter after %(title)s sent") % title))
        if letter.answered_at:
            events.append(
                Event(letter.answered_at.date(), _("letter after %(title)s answered") % title)
            )
    for asked in Liaison.objects.filter(circle=circle).select_related("programme"):
        title = {"title": asked.programme.title}
        if asked.asked_at:
            events.append(Event(asked.asked_at.date(), _("asked before %(title)s") % title))
        if asked.answered_at:
            events.append(
                Event(
                    asked.answered_at.date(),
                    _("answered before %(title)s") % title,
                    str(asked.get_answer_display()),
                )
            )
    return sorted(events, key=lambda event: event.day, reverse=True)


def concerns(circle: Circle, *, at: datetime) -> dict[str, int]:
    """In numbers, exactly, for the organisers of the school: who agreed, what waits."""
    return {
        "agreed": agreeing(circle, at=at).count(),
        "waiting": len(waiting(circle, at=at)),
    }


def somebody(text: str, *, at: datetime) -> list[Person]:
    """People of the register by a word of their name, for naming a contact or member."""
    if not text.strip():
        return []
    found = search(text, Person.objects.filter(provisional=False))
    kept = allowed(found, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
    return list(kept.order_by("sort_key", "pk")[:FOUND])


def membership(key: str) -> Membership | None:
    """The part in a circle with that key."""
    return Membership.objects.filter(key=key).select_related("person", "circle").first()
