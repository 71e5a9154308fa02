"""The desk's letters: what waits to be sent by hand, what may have arrived, what was sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commonroot.core.text import masked
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import by_hand, came_back, sent, unknown
from commonroot.messaging.queries import letter as find_letter
from commonroot.people.models import Person
from commonroot.programmes.queries.words import day_words
from commonroot.web.queries import words

TABS = ("hand", "unknown", "sent", "back")
PAGE = 25
# Who works with whom on a campaign is its team's alone: what left is in no list of the desk.
OF_TEAMS = tuple(f"campaigns/emails/{name}" for name in ("invited", "due", "public_ask", "closing"))
_LINK = re.compile(r"/([pu])/[\w-]+")


@dataclass(frozen=True)
class InHand:
    """A letter to be sent from somebody's own phone. `hand` is None when the gate says no."""

    letter: Letter
    name: str
    hand: Any  # messaging's ForHand: subject, text, and addresses that open one's own apps
    apps: tuple[tuple[str, str], ...]  # (name, address), the one they said is safe first
    said: str  # that one in words, if they said
    day: str


@dataclass(frozen=True)
class Line:
    """A letter in a list: to whom, about what, when, and how it ended."""

    letter: Letter
    name: str
    key: str
    subject: str
    day: str
    state: str


def letters(tab: str) -> QuerySet[Letter]:
    """The letters of one tab; of those that left, none of a team."""
    found = {"hand": by_hand, "unknown": unknown, "sent": sent, "back": came_back}[tab]()
    return found.exclude(template__in=OF_TEAMS) if tab == "sent" else found


def letter(key: str) -> Letter | None:
    """The letter with that key, as long as the desk may read it."""
    found = find_letter(key)
    left = found is not None and found.state == Letter.State.SENT
    return None if found is not None and left and found.template in OF_TEAMS else found


def in_hand(rows: list[Letter], *, texts: Mapping[int, Any], today: date) -> list[InHand]:
    """These letters with their words, by primary key; without words: the gate keeps it back.

    WhatsApp is offered only where somebody said that it is good for them, and never to whom it
    could harm: so nobody stands out by its missing.
    """
    people = {one.key: one for one in Person.objects.filter(key__in={r.subject_key for r in rows})}
    found = []
    for row in rows:
        person, hand = people.get(row.subject_key), texts.get(row.pk)
        channel = person.channel if person is not None else ""
        found.append(
            InHand(
                letter=row,
                name=person.shown_name if person is not None else _("somebody"),
                hand=hand,
                apps=_apps(hand, channel, high=person is None or person.is_high) if hand else (),
                said=str(Person.Channel(channel).label) if channel else "",
                day=day_words(row.created_at.date(), today=today, short=True),
            )
        )
    return found


def _apps(hand: Any, channel: str, *, high: bool) -> tuple[tuple[str, str], ...]:
    """Which apps open the letter, the one somebody said is safe and easy before the others."""
    whatsapp = hand.whatsapp if channel == Person.Channel.WHATSAPP and not high else ""
    offered = (
        (Person.Channel.MAIL, _("Mail"), hand.mail),
        (Person.Channel.SMS, _("SMS"), hand.sms),
        (Person.Channel.SIGNAL, _("Signal"), hand.signal),
        (Person.Channel.WHATSAPP, _("WhatsApp"), whatsapp),
    )
    there = [(code, str(name), address) for code, name, address in offered if address]
    there.sort(key=lambda one: one[0] != channel)
    return tuple((name, address) for _code, name, address in there)


def lines(rows: list[Letter], *, today: date) -> list[Line]:
    """These letters as rows. One query for the names."""
    names = dict(
        Person.objects.filter(key__in={row.subject_key for row in rows}).values_list(
            "key", "shown_name"
        )
    )
    return [
        Line(
            letter=row,
            name=names.get(row.subject_key, masked(row.address) if row.address else _("somebody")),
            key=row.subject_key if row.subject_key in names else "",
            subject=row.subject or words.purpose(row.purpose),
            day=day_words((row.ended_at or row.created_at).date(), today=today, short=True),
            state=str(row.get_state_display()),
        )
        for row in rows
    ]


def words_of(letter: Letter) -> str:
    """The text of a letter that left, without the secret part of its links: it is the reader's."""
    return _LINK.sub(r"/\1/…", letter.text)
