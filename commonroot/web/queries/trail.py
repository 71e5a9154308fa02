"""The audit trail in words: of one programme, of the whole school, and of one person for themself.

The trail names nobody. Who did something is looked up as they are called today; whom it concerned
stays a key, except on that person's own page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.accounts.models import Account, AuditEntry
from commonroot.accounts.queries import entries_about, entries_on
from commonroot.accounts.roles import ROLES
from commonroot.circles.models import Mandate
from commonroot.engagement.models import CircleLetter, FollowUp, Participation, Project, Wave
from commonroot.people.models import FormerKey, Person
from commonroot.programmes.models import Enquiry, Presenter, Programme, Session
from commonroot.registration.models import Registration

PAGE = 100
LOOKS = (
    "person read",
    "letter read",
    "people exported",
    "names kept apart read",
    "looked up by address",
    "acted for somebody",
)

# What is done most, in words. Anything else stands there as the trail calls it, in English.
VERBS = {
    "registered": gettext_lazy("Somebody asked for a place"),
    "place changed": gettext_lazy("A place was changed"),
    "attendance settled": gettext_lazy("Who came was ticked"),
    "wrote to a session": gettext_lazy("A letter went to everybody of a session"),
    "person read": gettext_lazy("Somebody’s page was read"),
    "letter read": gettext_lazy("A letter was read"),
    "answers read": gettext_lazy("Answers were read"),
    "answers changed": gettext_lazy("Answers were changed"),
    "people exported": gettext_lazy("A list was taken along"),
    "people printed": gettext_lazy("A list was printed"),
    "list to take along asked": gettext_lazy("A list to take along was asked for"),
    "list to take along agreed": gettext_lazy("A list to take along was agreed to"),
    "list to take along made": gettext_lazy("A list to take along was made"),
    "list to take along declined": gettext_lazy("A list to take along was declined"),
    "mandate given": gettext_lazy("Somebody was let in"),
    "mandate ended": gettext_lazy("Somebody’s access ended"),
    "signed in": gettext_lazy("Somebody signed in"),
    "sign-in refused": gettext_lazy("A sign-in was refused"),
    "person added": gettext_lazy("Somebody was added"),
    "agreement given": gettext_lazy("Somebody said yes"),
    "agreement refused": gettext_lazy("Somebody said no"),
    "agreement withdrawn": gettext_lazy("Somebody took a yes back"),
    "person forgotten": gettext_lazy("Somebody was forgotten"),
    "person paused": gettext_lazy("Somebody paused everything"),
    "retention ran": gettext_lazy("What had served its time was deleted"),
    "programme published": gettext_lazy("The page was put before the public"),
    "programme withdrawn": gettext_lazy("The page was taken off the public site"),
    "programme edited": gettext_lazy("The programme was changed"),
    "programme closed": gettext_lazy("The course was closed"),
    "session moved": gettext_lazy("A session was moved"),
    "session edited": gettext_lazy("A session was changed"),
    "dates shifted": gettext_lazy("Dates were shifted"),
    "people put on the roll": gettext_lazy("People were put on the roll"),
    "asked about the register": gettext_lazy("People were asked about the register"),
    "project recorded": gettext_lazy("A project was written down"),
    "project edited": gettext_lazy("A project was changed"),
    "project commented": gettext_lazy("A project was commented"),
    "circle letter sent": gettext_lazy("A letter to a circle was sent"),
    "round of questions sent": gettext_lazy("A round of questions went out"),
    "follow-up answered": gettext_lazy("Somebody answered how it went"),
    "promise written": gettext_lazy("A promise was written"),
    "question answered": gettext_lazy("A visitor’s question was answered"),
    "certificate given": gettext_lazy("A certificate was given"),
}
KINDS_OF_ACTOR = {
    "public": gettext_lazy("a visitor"),
    "link": gettext_lazy("the person themself, by a link"),
    "system": gettext_lazy("Commonroot itself"),
    "token": gettext_lazy("another program"),
}


@dataclass(frozen=True)
class Entry:
    """Something that was done: when, by whom, what; `is_code`: no words of ours for it yet."""

    at: datetime
    who: str
    what: str
    is_code: bool
    people: int | None


def of_programme(programme: Programme) -> QuerySet[AuditEntry]:
    """What was done to a programme and everything that belongs to it, and whose page its team
    read; the newest first.
    """
    sessions = Session.objects.filter(programme=programme)
    things: list[QuerySet[Any]] = [
        sessions,
        Registration.objects.filter(session__in=sessions),
        Presenter.objects.filter(session__in=sessions),
        Enquiry.objects.filter(programme=programme),
        Participation.objects.filter(programme=programme),
        Project.objects.filter(programme=programme),
        Wave.objects.filter(programme=programme),
        FollowUp.objects.filter(wave__programme=programme),
        CircleLetter.objects.filter(programme=programme),
    ]
    keys = {programme.key}
    for rows in things:
        keys |= set(rows.values_list("key", flat=True))
    people = Registration.objects.filter(session__in=sessions).values("person__key")
    read = Q(verb="person read", facts__reach="programme", person_key__in=people)
    return entries_about(keys) | AuditEntry.objects.filter(read).order_by("-at", "-pk")


def of_school() -> QuerySet[AuditEntry]:
    """Everything that was done, the newest first."""
    return AuditEntry.objects.order_by("-at", "-pk")


def in_words(entries: Iterable[AuditEntry]) -> list[Entry]:
    """Those entries with the names of who did it; one query."""
    rows = list(entries)
    names = dict(
        Account.objects.filter(key__in={row.actor_key for row in rows}).values_list(
            "key", "shown_name"
        )
    )
    return [
        Entry(
            at=row.at,
            who=_who(row, names),
            what=str(VERBS.get(row.verb, row.verb)),
            is_code=row.verb not in VERBS,
            people=row.facts.get("people") if isinstance(row.facts.get("people"), int) else None,
        )
        for row in rows
    ]


def _who(row: AuditEntry, names: dict[str, str]) -> str:
    if row.actor_kind == "account":
        return names.get(row.actor_key) or _("somebody who no longer signs in")
    return str(KINDS_OF_ACTOR.get(row.actor_kind, row.actor_kind))


@dataclass(frozen=True)
class Look:
    """Somebody of ours looked at a person's details: in which role, on which day, at what."""

    role: str
    day: str
    what: str


def looks_at(person: Person, *, zone: str, limit: int = 50) -> list[Look]:
    """Who looked at `person`, for the person themself: roles and days, never names; newest first.

    The role is the one that the account held then. Three queries.
    """
    keys = [person.key, *FormerKey.objects.filter(person=person).values_list("key", flat=True)]
    rows = list(entries_on(keys).filter(verb__in=LOOKS, actor_kind="account")[:limit])
    held: dict[str, list[Mandate]] = {}
    for mandate in Mandate.objects.filter(
        account__key__in={row.actor_key for row in rows}
    ).select_related("account"):
        held.setdefault(mandate.account.key, []).append(mandate)
    return [
        Look(
            role=_role(held.get(row.actor_key, []), at=row.at),
            day=row.at.astimezone(ZoneInfo(zone)).date().isoformat(),
            what=str(LOOKED.get(row.verb, row.verb)),
        )
        for row in rows
    ]


LOOKED = {
    "person read": gettext_lazy("your page"),
    "letter read": gettext_lazy("a letter to you"),
    "looked up by address": gettext_lazy("whether we know you, by your address"),
    "acted for somebody": gettext_lazy("did something for you"),
    "names kept apart read": gettext_lazy("your own name"),
}
ROLE_WORDS = {
    "organiser": gettext_lazy("an organiser"),
    "steward": gettext_lazy("a steward of the school"),
    "student liaison": gettext_lazy("who looks after a course"),
    "facilitator": gettext_lazy("a facilitator"),
    "circle contact": gettext_lazy("a circle’s contact"),
}


def _role(mandates: list[Mandate], *, at: datetime) -> str:
    then = [one.role for one in mandates if one.since <= at and (not one.until or one.until > at)]
    role = next((code for code in ROLES if code in then), "")
    return str(ROLE_WORDS.get(role, _("somebody who worked here then")))
