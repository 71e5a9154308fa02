"""The history of somebody's details: what stood where, who changed it, what can be put back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from commonroot.people.models import Change, Person
from commonroot.people.queries import changes
from commonroot.people.rules import HISTORY_KEPT
from commonroot.programmes.queries.words import day_words
from commonroot.web.queries import words
from commonroot.web.queries.happenings import named
from commonroot.web.queries.labels import PERSON, SEVERAL, label, row_words, value_words

SHOWN = 200


@dataclass(frozen=True)
class Was:
    """One field of one change: what stood there, what was written, who had said it before.

    `kept`: whether the two are still known; after 30 days only the fact is.
    """

    field: str
    label: str
    before: str
    after: str
    source: str
    kept: bool


@dataclass(frozen=True)
class Entry:
    """One change: when, by whom, on which way, and its fields."""

    number: int
    day: str
    who: str
    how: str
    fields: list[Was]


def history(person: Person, *, at: datetime, today: date, zone: str) -> list[Entry]:
    """The latest changes of somebody's details, the newest first."""
    rows = list(changes(person)[:SHOWN])
    names = named([row.actor for row in rows])
    return [
        Entry(
            number=row.pk,
            day=day_words(row.at.astimezone(ZoneInfo(zone)).date(), today=today, short=True),
            who=names[row.actor],
            how=_how(row.cause),
            fields=_fields(row, kept=at - row.at <= HISTORY_KEPT),
        )
        for row in rows
    ]


def _how(cause: str) -> str:
    """On which way a change came about."""
    return {
        "edit": _("corrected on the desk"),
        "page": _("on their own page"),
        "link": _("by a link"),
        "put back": _("put back"),
        "import": _("with a list"),
        "merge": _("when two entries became one"),
        "still right": _("when asked whether all is right"),
    }.get(cause.partition(":")[0], "")


def _fields(row: Change, *, kept: bool) -> list[Was]:
    kept = kept and not (row.before is None and row.after is None)
    if row.model != PERSON:
        return [
            Was(
                field="",
                label=str(SEVERAL.get(row.model, _("Details"))),
                before=_row(row, row.before),
                after=_row(row, row.after),
                source="",
                kept=kept and row.model in SEVERAL,
            )
        ]
    before, after = row.before or {}, row.after or {}
    return [
        Was(
            field=field,
            label=label(field),
            before=value_words(field, before.get(field)),
            after=value_words(field, after.get(field)),
            source=words.source(row.said[field][0]) if field in row.said else "",
            kept=kept and field in before,
        )
        for field in row.fields or sorted(after)
    ]


def _row(row: Change, said: dict[str, Any] | None) -> str:
    return row_words(row.model, said) if said is not None and row.model in SEVERAL else ""
