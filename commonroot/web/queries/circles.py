"""The circles of a school: their state, their contacts, how many people they may know of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.consent.queries import agreed_by_circle
from commonroot.consent.rules import Audience, AudienceKind
from commonroot.core.places import country_name
from commonroot.core.text import folded
from commonroot.engagement.models import CircleLetter, Liaison
from commonroot.engagement.queries.liaison import contacts_now
from commonroot.programmes.queries.words import day_words

KINDS = (Circle.Kind.COUNTRY, Circle.Kind.THEME, Circle.Kind.REGION)
# The words on the screen, and which states stand behind each.
STATES: dict[str, tuple[str, ...]] = {
    "starting": (Circle.State.EMERGING, Circle.State.REVIVING),
    "active": (Circle.State.ACTIVE,),
    "quiet": (Circle.State.DORMANT,),
    "closed": (Circle.State.CLOSED,),
}
SIGNS = {"active": "done", "emerging": "waiting", "reviving": "waiting", "dormant": "late"}


@dataclass(frozen=True)
class Chosen:
    """What a reader of the list asked for; "" is everything (closed ones only when asked for)."""

    text: str = ""
    kind: str = ""
    state: str = ""
    region: str = ""


@dataclass(frozen=True)
class Line:
    """A circle in the list."""

    key: str
    name: str
    kind: str
    region: str
    state: str
    sign: str
    people: str
    contacts: str
    letter: str
    letter_state: str


def chosen(given: Mapping[str, str]) -> Chosen:
    """What an address asks for; what does not exist counts as nothing."""
    kind, state = given.get("kind", ""), given.get("state", "")
    return Chosen(
        text=given.get("q", "").strip()[:80],
        kind=kind if kind in KINDS else "",
        state=state if state in STATES else "",
        region=given.get("region", "")[:32],
    )


def circles(asked: Chosen, *, at: datetime, today: date) -> list[Line]:
    """The circles asked for, by kind and name. Five queries."""
    rows = _found(asked)
    agreed = agreed_by_circle(
        [Audience(AudienceKind.CIRCLE, row.key, row.country) for row in rows], at=at
    )
    contacts = contacts_now([row.pk for row in rows], at=at)
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


def _found(asked: Chosen) -> list[Circle]:
    states = STATES.get(asked.state)
    wanted = Q(state__in=states) if states else ~Q(state=Circle.State.CLOSED)
    if asked.region:
        wanted &= Q(region__key=asked.region) | Q(key=asked.region)
    rows = (
        Circle.objects.filter(wanted, kind__in=[asked.kind] if asked.kind else KINDS)
        .select_related("region")
        .order_by("kind", "sort_key", "pk")
    )
    text = folded(asked.text)
    return [row for row in rows if not text or text in _words(row)]


def _words(row: Circle) -> str:
    """What a circle is found by: its names, its sentence, its country in the reader's language."""
    country = country_name(row.country, get_language() or "en") if row.country else ""
    return folded(" ".join([*row.name.values(), *row.sentence.values(), country]))


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
        key=row.key,
        name=str(row.name),
        kind=str(row.get_kind_display()),
        region=str(row.region.name) if row.region else "",
        state=state_word(row.state),
        sign=SIGNS.get(row.state, "open"),
        people=ngettext("%(n)s person agreed", "%(n)s people agreed", people) % {"n": people}
        if row.kind != Circle.Kind.REGION
        else "",
        contacts=ngettext("%(n)s contact", "%(n)s contacts", contacts) % {"n": contacts}
        if contacts
        else _("nobody to write to"),
        letter=told,
        letter_state=state,
    )


def state_word(state: str) -> str:
    """The one of four words that a state has on the screen."""
    words = {
        "starting": _("starting"),
        "active": _("active"),
        "quiet": _("quiet"),
        "closed": _("closed"),
    }
    return next(words[word] for word, states in STATES.items() if state in states)


def regions() -> list[Circle]:
    """Regions that are not closed."""
    return list(
        Circle.objects.filter(kind=Circle.Kind.REGION)
        .exclude(state=Circle.State.CLOSED)
        .order_by("sort_key", "pk")
    )


def to_be_started() -> list[str]:
    """Countries where organisers offered to start a circle and there is none yet, by code."""
    there = Circle.objects.filter(kind=Circle.Kind.COUNTRY).exclude(state=Circle.State.CLOSED)
    codes: Iterable[str] = (
        Liaison.objects.filter(state=Liaison.State.START)
        .exclude(country__in=there.values("country"))
        .order_by("country")
        .values_list("country", flat=True)
        .distinct()
    )
    return list(codes)
