"""Lists taken along: what was wanted, what became of it, and the page that says which were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.consent.queries import SCHOOL, register
from commonroot.consent.rules import Audience, Purpose
from commonroot.core.due import Due
from commonroot.core.filters.value import as_json, from_json
from commonroot.mailings.queries import fields
from commonroot.people.forms import ExportForm
from commonroot.people.models import Export, Person
from commonroot.people.permissions import can_export_register
from commonroot.people.queries import exports_asked
from commonroot.web.queries import applied, grouped, prepared, programme_lists, registered
from commonroot.web.queries import export as sheet
from commonroot.web.queries.lines import COLUMNS as LINES
from commonroot.web.queries.ordering import NAME, ORDERS
from commonroot.web.queries.people import Wanted

PAPER = "page"  # the kind of a list that is printed: a page of ours, no file
ON_PAPER = 2_000  # people: more paper than that is a file
# What a column tells, as it stands on the page of whoever is in the file.
TOLD = {
    "display_name": "name",
    "given_name": "name",
    "family_name": "name",
    "email": "address",
    "email_status": "address",
    "phone": "phone",
    "country": "country",
    "city": "city",
    "offers": "offers",
    "offered": "offers",
    "wants": "wants",
}


def kept(wanted: Wanted) -> dict[str, Any]:
    """What is wanted, as it can be stored until the file is made."""
    return {
        "q": wanted.q,
        "asked": as_json(wanted.asked) if wanted.asked else {},
        "nearly": wanted.nearly,
        "order": wanted.order.code,
    }


def wanted_of(export: Export) -> Wanted:
    """What was wanted. Raises FilterNotUnderstood when a condition no longer exists."""
    stored = export.wanted or {}
    asked = stored.get("asked")
    return Wanted(
        q=stored.get("q", ""),
        asked=from_json(asked, fields=fields()) if asked else Wanted().asked,
        nearly=stored.get("nearly", False),
        order=ORDERS.get(stored.get("order", ""), NAME),
    )


def source_of(export: Export) -> programme_lists.Source | None:
    """What a list of those in a programme is made from; None: the register itself."""
    sources: tuple[programme_lists.Source, ...] = (registered, applied, grouped, prepared)
    return next((source for source in sources if source.is_of(export)), None)


def care_words(export: Export) -> str:
    """What a file keeps to itself even of those in it."""
    if export.kind == PAPER:
        return _("No address and no number stands on it.")
    if source := source_of(export):
        return source.care_words()
    return _("Who could be harmed stands in the file without address and number.")


def left_out_words(export: Export) -> str:
    """How many are left out of a file, and why."""
    number = export.left_out
    if source := source_of(export):
        return source.left_out_words(number)
    words = ngettext(
        "%(count)s is left out: no agreement to be in the register.",
        "%(count)s are left out: no agreement to be in the register.",
        number,
    )
    return words % {"count": f"{number:,}"}


def reason_words(export: Export) -> str:
    """Why it was taken along, as whoever asked said with one tap."""
    return str(dict(ExportForm.REASONS).get(export.reason, ""))


def told_words(export: Export) -> dict[str, str]:
    """Who took it and why, as it stands on the pages of those in it; in every language we speak."""
    return taker_words(export.reason, kind=export.kind)


def taker_words(reason: str, *, kind: str) -> dict[str, str]:
    """The same for a reason and how the list left: in a file, or on paper."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words = dict(ExportForm.REASONS).get(reason, "")
            on_paper = _("an organiser of ours, on paper: %(reason)s") % {"reason": words}
            in_file = _("an organiser of ours, in a file: %(reason)s") % {"reason": words}
            found[code] = on_paper if kind == PAPER else in_file
    return found


def told_codes(export: Export) -> list[str]:
    """What of those in it left, in the words of everybody's own page."""
    if export.kind == PAPER:
        return paper_codes(export.columns)
    return list(
        dict.fromkeys(TOLD.get(name, "details") for name in export.columns if name != "person_id")
    )


def paper_codes(columns: Sequence[str]) -> list[str]:
    """The same for a list on paper, which always says name and place."""
    more = (TOLD.get(name, "details") for name in columns)
    return list(dict.fromkeys(["name", "city", "country", *more]))


def columns_words(export: Export) -> list[str]:
    """The columns by their headings; what stands beside them of its source is one more."""
    known = (
        LINES
        if export.kind == PAPER
        else {
            **registered.COLUMNS,
            **applied.COLUMNS,
            **grouped.COLUMNS,
            **prepared.COLUMNS,
            **sheet.COLUMNS,
        }
    )
    return [str(known[name]) for name in export.columns if name in known]


def still_open(export: Export, *, at: datetime) -> int:
    """How many of the people in a file the gate lets through at this moment."""
    if source := source_of(export):
        return programme_lists.still_open(export, of=source, at=at)
    return register(at=at).order_by().filter(exported__export=export).count()


def told_to(export: Export) -> tuple[Audience, Purpose]:
    """Who took it, before the gate: the school, or those who run a programme."""
    if source := source_of(export):
        return source.told_to(export)
    return SCHOOL, Purpose.REGISTER


def came_from(export: Export, *, actor: Actor) -> tuple[str, str]:
    """Where a list belongs that `actor` looks at: an address, and what it is called."""
    if can_export_register(actor):
        return reverse("web:people_taken"), _("Taken along")
    if source := source_of(export):
        return source.came_from(export.wanted or {})
    return reverse("web:programmes"), _("Programmes")


def in_file(export: Export) -> QuerySet[Person]:
    """The people in a file."""
    return Person.objects.filter(exported__export=export).only("pk").order_by("pk")


@dataclass(frozen=True)
class Line:
    """A list that was taken along, as the page shows it."""

    export: Export
    who: str
    mine: bool
    reason: str
    decider: str
    columns: list[str]


def lines(exports: list[Export], *, actor: Actor) -> list[Line]:
    """Those lists with the names of who asked and who decided; one query."""
    keys = {one.account_key for one in exports} | {one.decided_key for one in exports}
    names = dict(Account.objects.filter(key__in=keys).values_list("key", "shown_name"))
    gone = _("somebody who no longer signs in")
    return [
        Line(
            export=one,
            who=names.get(one.account_key, gone),
            mine=one.account_key == actor.key,
            reason=reason_words(one),
            decider=names.get(one.decided_key, gone) if one.decided_key else "",
            columns=columns_words(one),
        )
        for one in exports
    ]


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Lists of others that wait for this organiser's yes."""
    if not can_export_register(actor):
        return []
    return [
        Due(
            minutes=1,
            what=_("Somebody wants to take a list along"),
            why=ngettext(
                "%(n)s person is in it. It needs a second yes.",
                "%(n)s people are in it. It needs a second yes.",
                one.people,
            )
            % {"n": one.people},
            button=_("Look at it"),
            address=reverse("web:taken_one", args=[one.key]),
            since=one.asked_at,
        )
        for one in exports_asked(actor)
    ]
