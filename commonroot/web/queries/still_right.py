"""How the desk says what came of asking people whether their details are right."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from commonroot.programmes.queries.words import day_words
from commonroot.stewardship.models import DetailsRound
from commonroot.stewardship.queries import Numbers
from commonroot.web.queries import words
from commonroot.web.queries.happenings import named


@dataclass(frozen=True)
class RoundLine:
    """A round in a list: when, who, whose idea, and what came of it."""

    key: str
    day: str
    title: str
    second: str


def round_line(row: DetailsRound, *, at: datetime, today: date, zone: str) -> RoundLine:
    """A round in words; its numbers when it was read with them."""
    made_on = row.made_at.astimezone(ZoneInfo(zone)).date()
    by = _("by %(name)s") % {"name": named([row.made_by])[row.made_by]}
    title = row.sentence or str(row.get_origin_display())
    return RoundLine(
        key=row.key,
        day=day_words(made_on, today=today, short=True),
        title=title[:1].upper() + title[1:],
        second=" · ".join(filter(None, (by, _standing(row, at=at, today=today, zone=zone)))),
    )


def _standing(row: DetailsRound, *, at: datetime, today: date, zone: str) -> str:
    if row.taken_back_at is not None:
        return _("taken back, nobody was asked")
    if row.leaves_at > at:
        day = day_words(row.leaves_at.astimezone(ZoneInfo(zone)).date(), today=today, short=True)
        return _("leaves %(day)s at %(time)s") % {
            "day": day,
            "time": words.clock(row.leaves_at, zone=zone),
        }
    counted: Any = row
    if not hasattr(counted, "asked"):
        return ""
    return _("%(asked)s asked, %(answered)s answered, %(returned)s came back") % {
        "asked": counted.asked,
        "answered": counted.answered,
        "returned": counted.returned,
    }


def how_long(months: int) -> str:
    """A rhythm's time in words that follow "for"."""
    words_of = {6: _("half a year"), 12: _("a year"), 24: _("two years")}
    return words_of.get(months) or _("%(n)s months") % {"n": months}


def bars(numbers: Numbers) -> list[dict[str, Any]]:
    """The ends of all who were asked, each of how many, as `{% bars %}` takes them."""
    kinds = (
        (_("All is right"), numbers.right, "known"),
        (_("Something had changed"), numbers.changed, "known"),
        (_("Not answered yet"), numbers.open, "unknown"),
        (_("No reply"), numbers.silent, "unknown"),
        (_("Came back"), numbers.returned, "down"),
        (_("Nobody sent it by hand"), numbers.unsent, "down"),
        (_("Not safe to write to"), numbers.unsafe, "down"),
        (_("Do not want to be asked"), numbers.declined, "same"),
        (_("May not be asked any more"), numbers.stopped, "same"),
    )
    return [
        {
            "label": label,
            "value": value,
            "kind": kind,
            "text": _("%(part)s of %(all)s") % {"part": value, "all": numbers.asked},
        }
        for label, value, kind in kinds
        if value
    ]
