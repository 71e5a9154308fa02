"""The purposes for which anything is done with people's details, over plain values.

Twelve are asked or told (product.md 3 of the founding pages, domain source 3.8); two more serve the
running of the school itself: notices that the law or fairness demands, and letters to the contact
of a circle about that circle's work.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Basis(StrEnum):
    """Why something may be done."""

    SERVICE = "service"  # to run what the person registered for; ends with its retention
    DUTY = "duty"  # receipts, notices, legitimising an old list
    AGREEMENT = "agreement"  # the person was asked and said yes


class Purpose(StrEnum):
    """What it is done for."""

    THIS_PROGRAMME = "this_programme"
    REGISTER = "register"
    ALUMNI_GROUP = "alumni_group"
    COUNTRY_CIRCLE = "country_circle"
    THEME_CIRCLE = "theme_circle"
    FOLLOW_UP = "follow_up"
    DIRECTORY = "directory"
    NAMING = "naming"
    PICTURES = "pictures"
    TEACHING = "teaching"
    PUBLIC_LISTING = "public_listing"
    NEWS = "news"
    NOTICE = "notice"
    CIRCLE_CONTACT = "circle_contact"


class AudienceKind(StrEnum):
    """Before whom."""

    SCHOOL = "school"
    PROGRAMME = "programme"
    CIRCLE = "circle"
    ALUMNI = "alumni"
    PUBLIC = "public"


# How an organiser made sure who it is that asks or says something.
IDENTITY = ("known", "called", "code", "paper")

# The audience key of an agreement given before the person's circle is known: "the circle in your
# country".
OWN_CIRCLE = "own"


@dataclass(frozen=True)
class Audience:
    """Somebody who would see or hear: a kind and, for a programme or circle, its key and
    country.
    """

    kind: AudienceKind
    key: str = ""
    country: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)


BASES: dict[Purpose, Basis] = dict.fromkeys(Purpose, Basis.AGREEMENT) | {
    Purpose.THIS_PROGRAMME: Basis.SERVICE,
    Purpose.CIRCLE_CONTACT: Basis.SERVICE,
    Purpose.NOTICE: Basis.DUTY,
}

# Until when a yes holds before it is asked anew, in days; None: until it is taken back.
VALID_DAYS: dict[Purpose, int | None] = {
    **dict.fromkeys(Purpose, 5 * 365),
    Purpose.NOTICE: None,
    Purpose.CIRCLE_CONTACT: None,
    Purpose.THIS_PROGRAMME: 730,
    Purpose.PICTURES: 3 * 365,
    Purpose.PUBLIC_LISTING: 2 * 365,
}

# Each purpose is before one kind of audience.
AUDIENCE_OF: dict[Purpose, AudienceKind] = {
    Purpose.THIS_PROGRAMME: AudienceKind.PROGRAMME,
    Purpose.REGISTER: AudienceKind.SCHOOL,
    Purpose.ALUMNI_GROUP: AudienceKind.ALUMNI,
    Purpose.COUNTRY_CIRCLE: AudienceKind.CIRCLE,
    Purpose.THEME_CIRCLE: AudienceKind.CIRCLE,
    Purpose.FOLLOW_UP: AudienceKind.SCHOOL,
    Purpose.DIRECTORY: AudienceKind.ALUMNI,
    Purpose.NAMING: AudienceKind.PUBLIC,
    Purpose.PICTURES: AudienceKind.PUBLIC,
    Purpose.TEACHING: AudienceKind.SCHOOL,
    Purpose.PUBLIC_LISTING: AudienceKind.PUBLIC,
    Purpose.NEWS: AudienceKind.SCHOOL,
    Purpose.NOTICE: AudienceKind.SCHOOL,
    Purpose.CIRCLE_CONTACT: AudienceKind.CIRCLE,
}


# What each purpose needs of a person, in the words of a receipt.
DATA_OF: dict[Purpose, tuple[str, ...]] = {
    Purpose.THIS_PROGRAMME: ("name", "contact ways", "answers", "attendance", "access needs"),
    Purpose.REGISTER: ("name", "contact ways", "country and city", "languages", "organisations",
                       "offers and wishes", "courses"),
    Purpose.ALUMNI_GROUP: ("name", "contact ways"),
    Purpose.COUNTRY_CIRCLE: ("name", "project", "offers and wishes"),
    Purpose.THEME_CIRCLE: ("name", "project", "offers and wishes"),
    Purpose.FOLLOW_UP: ("contact ways", "answers"),
    Purpose.DIRECTORY: ("name", "country and city", "offers and wishes"),
    Purpose.NAMING: ("name", "project"),
    Purpose.PICTURES: ("pictures and recordings",),
    Purpose.TEACHING: ("name", "contact ways", "offers and wishes"),
    Purpose.PUBLIC_LISTING: ("name",),
    Purpose.NEWS: ("contact ways",),
    Purpose.NOTICE: ("contact ways",),
    Purpose.CIRCLE_CONTACT: ("name", "contact ways"),
}  # fmt: skip


def is_asked(purpose: Purpose) -> bool:
    """Whether a person is asked for it, so that it can be given, refused and taken back."""
    return BASES[purpose] == Basis.AGREEMENT


def parse_audience(text: str) -> Audience:
    """The audience written as `str(audience)`."""
    kind, _, key = text.partition(":")
    return Audience(AudienceKind(kind), key)


@dataclass(frozen=True)
class Standing:
    """What stands for one purpose before one audience: its state, since when, until when.

    "lapsed": it ran out or was made invalid by the house, nobody said no.
    """

    state: str
    since: datetime
    valid_until: datetime | None

    @property
    def is_no(self) -> bool:
        """Whether somebody said no, or took a yes back."""
        return self.state in {"refused", "withdrawn"}

    @property
    def is_yes(self) -> bool:
        """Whether somebody said yes, or asked for what needs it."""
        return self.state in YES


@dataclass(frozen=True)
class Event:
    """One thing that happened to an agreement, as the ledger has it."""

    state: str
    at: datetime
    valid_until: datetime | None = None


# What an event of the ledger leaves standing; the others leave their own state.
LEAVES = {"renewed": "given", "expired": "lapsed", "invalidated": "lapsed"}
YES = ("given", "served")


def fold(events: Iterable[Event]) -> Standing | None:
    """What stands after these events, in the order in which they were written down; None: nothing.

    The last word stands, whatever the day it is dated. A request from an address that is not proven
    changes nothing about a yes.
    """
    stands: Standing | None = None
    for event in events:
        if event.state == "requested" and stands is not None and stands.is_yes:
            continue
        stands = Standing(LEAVES.get(event.state, event.state), event.at, event.valid_until)
    return stands


def opens(standing: Standing | None, *, purpose: Purpose, at: datetime) -> bool:
    """Whether the gate is open for what stands: a yes that has not run out, or duty.

    Whoever came with an old list is in the register until asked, and open for nothing else.
    """
    if BASES[purpose] == Basis.DUTY:
        return True
    states = (*YES, "unknown") if purpose == Purpose.REGISTER else YES
    return (
        standing is not None
        and standing.state in states
        and (standing.valid_until is None or standing.valid_until > at)
    )


def alike(stands: Standing | None, told: Standing | None) -> bool:
    """Whether what stands is what the ledger tells: the same answer, until the same moment.

    Nothing at all stands also for what lapsed or was only asked for: a list that was taken back.
    """
    if stands is None:
        return told is None or told.state in {"lapsed", "requested"}
    return told is not None and (stands.state, stands.valid_until) == (
        told.state,
        told.valid_until,
    )


def stricter(one: Standing, other: Standing) -> Standing:
    """Which of two stands when two people are one: the most restrictive of what each said last.

    A no before a yes, an answer before none; of two alike the later one. Of two nos it is said that
    a yes was taken back if one of them did so: in which order several became one is not to be seen.
    """
    stands = max((one, other), key=_strictness)
    if one.is_no and other.is_no and "withdrawn" in {one.state, other.state}:
        return replace(stands, state="withdrawn")
    return stands


def _strictness(standing: Standing) -> tuple[int, datetime, bool, datetime, str]:
    until = standing.valid_until
    return (
        4 if standing.is_no else 3 if standing.is_yes else _SILENT.get(standing.state, 0),
        standing.since,
        until is None,
        until or standing.since,
        standing.state,
    )


# Nobody answered: asked in vain, kept until asked, a yes that nobody confirmed.
_SILENT = {"lapsed": 2, "unknown": 1, "requested": 0}


def closed_by(no: Audience, yes: Audience) -> bool:
    """Whether a no before one audience closes what the other of two opened before another one.

    "The circle in your country" and a circle may be the same.
    """
    if no.kind != yes.kind:
        return False
    own = no.kind == AudienceKind.CIRCLE and OWN_CIRCLE in {no.key, yes.key}
    return own or no.key == yes.key
