"""What the desk's pages of letters to many show: rows, whom one can choose, numbers in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.core.places import language_name
from commonroot.mailings.models import Mailing
from commonroot.mailings.queries.audiences import PURPOSES, can_be_read, filter_words
from commonroot.mailings.queries.groups import groups
from commonroot.mailings.queries.letters import Outcome, outcome
from commonroot.mailings.queries.reach import LEFT_OUT, reach
from commonroot.people.queries.lists import saved_list, saved_lists
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words

FACT = Path(__file__).resolve().parents[1] / "templates" / "mailings/fact.typ"
State = Mailing.State
NEWEST = 200
CLOSED = {State.DONE, State.STOPPED}
TONES = {State.ASKED: "ochre", State.PAUSED: "ochre", State.STOPPED: "clay"}


@dataclass(frozen=True)
class Row:
    """A mailing in a list: what it is called, whom it is for, how far it is."""

    mailing: Mailing
    name: str
    second: str
    day: str
    tone: str


def whom_words(mailing: Mailing) -> str:
    """Whom a mailing is for, in a few words."""
    if mailing.group is not None:
        return str(mailing.group.name)
    narrowed = bool(mailing.filter)
    if mailing.programme is not None:
        course = str(mailing.programme.title)
        return f"{course}: {filter_words(mailing.filter)}" if narrowed else course
    if mailing.list_key and (found := saved_list(mailing.list_key)) is not None:
        return found.name
    if not can_be_read(mailing.filter):
        return _("a list that can no longer be read")
    return filter_words(mailing.filter, everybody=_("Everybody who agreed"))


def state_words(mailing: Mailing, found: Outcome | None = None) -> str:
    """How far a mailing is, with its denominator."""
    if mailing.state in {State.SENDING, State.PAUSED, State.DONE, State.STOPPED} and found:
        words = _("%(sent)s of %(people)s sent") % {"sent": found.sent, "people": found.people}
        return f"{mailing.get_state_display()}{_(',')} {words}"
    return str(mailing.get_state_display())


def row(mailing: Mailing, *, at: datetime, zone: str) -> Row:
    """A mailing as a row."""
    counted = mailing.state in {State.SENDING, State.PAUSED, *CLOSED}
    found = outcome(mailing) if counted else None
    place = ZoneInfo(zone)
    today = at.astimezone(place).date()
    day = (mailing.queued_at or mailing.changed_at).astimezone(place).date()
    return Row(
        mailing,
        mailing.name,
        f"{whom_words(mailing)} · {state_words(mailing, found)}",
        day_words(day, today=today, short=True),
        TONES.get(State(mailing.state), ""),
    )


@dataclass(frozen=True)
class Choice:
    """Somebody a letter may be for: a code ("group:KEY"), a name, a second line."""

    code: str
    name: str
    second: str = ""


def whom_choices(actor: Actor) -> list[dict[str, Any]]:
    """Everybody a letter may be for: groups, saved lists, courses, all; `{title, choices}` each."""
    courses = Programme.objects.order_by("-starts_on", "-pk")[:NEWEST]
    return [
        {
            "title": _("Groups of the alumni"),
            "choices": [
                Choice(f"group:{one.key}", str(one.name), str(one.sentence))
                for one in groups().filter(kind="announcement")
            ],
        },
        {
            "title": _("Saved lists"),
            "choices": [
                Choice(f"list:{one.key}", one.name, filter_words(one.filter))
                for one in saved_lists(actor)
            ],
        },
        {
            "title": _("Courses"),
            "choices": [Choice(f"course:{one.key}", str(one.title)) for one in courses],
        },
        {
            "title": _("All together"),
            "choices": [Choice("everybody", _("Everybody in the register"))],
        },
    ]


def purposes_for(mailing: Mailing, *, at: datetime) -> list[dict[str, Any]]:
    """What a letter to those people may be for: `{code, label, count, total}`, by who agreed."""
    if mailing.group is not None:
        codes: Sequence[str] = (Purpose.ALUMNI_GROUP,)
    elif mailing.programme is not None:
        codes = (Purpose.THIS_PROGRAMME,)
    else:
        codes = [code for code in PURPOSES if code != Purpose.THIS_PROGRAMME]
    found = []
    for code in codes:
        mailing.purpose = code
        reached = reach(mailing, at=at)
        found.append(
            {
                "code": str(code),
                "label": str(PURPOSES[Purpose(code)]),
                "count": reached.count,
                "total": reached.total,
            }
        )
    return found


def languages_lines(
    languages: Mapping[str, int], *, written: Sequence[str], fallback: str, reader: str
) -> list[dict[str, Any]]:
    """How many read which language, and in which they get the letter."""
    return [
        {
            "name": language_name(code, reader),
            "people": people,
            "instead": "" if code in written else language_name(fallback, reader),
        }
        for code, people in languages.items()
    ]


def outcome_bars(found: Outcome) -> list[dict[str, Any]]:
    """What came of a mailing, drawn: each number of all its people."""
    parts = (
        (_("Sent"), found.sent, "known"),
        (_("Waiting"), found.waiting, "same"),
        (_("By hand, waiting"), found.by_hand, "same"),
        (_("Came back"), found.came_back, "down"),
        (_("May have arrived"), found.unknown, "unknown"),
        (_("Left out since"), found.left_out, "down"),
        (_("Stopped before their turn"), found.stopped, "down"),
        (_("Asked to be forgotten since"), found.forgotten, "unknown"),
    )
    return [
        {
            "label": label,
            "value": value,
            "kind": kind,
            "text": _("%(part)s of %(all)s") % {"part": value, "all": found.people},
        }
        for label, value, kind in parts
        if value or label == _("Sent")
    ]


def reasons_words(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    """Why people were left out, in words."""
    return [(str(LEFT_OUT[code]), reasons[code]) for code in LEFT_OUT if reasons.get(code)]


def this_month_words(letters: int) -> str:
    """ "3 letters from us in 30 days"."""
    if not letters:
        return _("no letter from us in 30 days")
    return ngettext(
        "%(n)s letter from us in 30 days", "%(n)s letters from us in 30 days", letters
    ) % {"n": letters}


def account_name(actor_words: str) -> str:
    """The name of whoever did it, from kind:key; "" where nobody signed in."""
    kind, _colon, key = actor_words.partition(":")
    if kind != "account":
        return ""
    return Account.objects.filter(key=key).values_list("shown_name", flat=True).first() or ""


def facts_of(mailing: Mailing, *, at: datetime) -> list[tuple[str, str]]:
    """A mailing as a fact, without the people: terms and what they are, for print and file."""
    found = outcome(mailing)
    left = sum(mailing.left_out.values())
    rows: list[tuple[str, str]] = [
        (_("Name"), mailing.name),
        (_("For"), whom_words(mailing)),
        (_("What for"), str(PURPOSES[Purpose(mailing.purpose)]) if mailing.purpose else ""),
        (_("Sent by"), account_name(mailing.asked_by)),
        (_("Read first by"), account_name(mailing.decided_by)),
        (_("Left on"), f"{mailing.queued_at:%Y-%m-%d %H:%M} UTC" if mailing.queued_at else ""),
        (_("Ended on"), f"{mailing.ended_at:%Y-%m-%d %H:%M} UTC" if mailing.ended_at else ""),
        (_("Meant for"), str(found.people + left)),
        (_("Left out before"), str(left)),
        *((f"– {words}", str(number)) for words, number in reasons_words(mailing.left_out)),
        (_("Letters for"), str(found.people)),
        *((bar["label"], bar["text"]) for bar in outcome_bars(found)),
        *((f"– {words}", str(number)) for words, number in reasons_words(found.reasons)),
        (_("Stopped such letters by its link"), _of(found.unsubscribed, found.sent)),
        (_("Called it unwanted"), _of(found.complained, found.sent)),
    ]
    return [(term, said) for term, said in rows if said]


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(all)s") % {"part": part, "all": whole}
