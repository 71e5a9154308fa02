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
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.accounts.models import Account, AuditEntry
from commonroot.accounts.queries import entries_about, entries_on
from commonroot.accounts.roles import ROLES
from commonroot.admissions.models import Call, FormQuestion
from commonroot.circles.models import Mandate
from commonroot.engagement.models import CircleLetter, FollowUp, Participation, Project, Wave
from commonroot.people.models import FormerKey, Person
from commonroot.programmes.models import Enquiry, Presenter, Programme, Session
from commonroot.registration.models import Registration
from commonroot.web.queries.acts import ACTS

PAGE = 100
KINDS_OF_ACTOR = {
    "public": gettext_lazy("a visitor"),
    "link": gettext_lazy("the person themself, by a link"),
    "system": gettext_lazy("Commonroot itself"),
    "token": gettext_lazy("another program"),
}


@dataclass(frozen=True)
class Entry:
    """Something that was done: when, by whom, what, to how many."""

    at: datetime
    who: str
    what: str
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
        Call.objects.filter(programme=programme),
        FormQuestion.objects.filter(call__programme=programme),
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
            what=str(ACTS.get(row.verb) or _("Something that no longer has a name")),
            people=row.facts.get("people") if isinstance(row.facts.get("people"), int) else None,
        )
        for row in rows
    ]


def _who(row: AuditEntry, names: dict[str, str]) -> str:
    if row.actor_kind == "account":
        return names.get(row.actor_key) or _("somebody who no longer signs in")
    return str(KINDS_OF_ACTOR[row.actor_kind])


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
    rows = list(entries_on(keys).filter(verb__in=LOOKED, actor_kind="account")[:limit])
    held: dict[str, list[Mandate]] = {}
    for mandate in Mandate.objects.filter(
        account__key__in={row.actor_key for row in rows}
    ).select_related("account"):
        held.setdefault(mandate.account.key, []).append(mandate)
    return [
        Look(
            role=_role(held.get(row.actor_key, []), at=row.at),
            day=date_format(row.at.astimezone(ZoneInfo(zone)).date(), "j F Y"),
            what=str(LOOKED[row.verb]),
        )
        for row in rows
    ]


LOOKED = {
    "person read": gettext_lazy("your page"),
    "letter read": gettext_lazy("a letter to you"),
    "people exported": gettext_lazy("took you along in a list"),
    "looked up by address": gettext_lazy("whether we know you, by your address"),
    "looked up by name": gettext_lazy("whether we know you, by your name"),
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
