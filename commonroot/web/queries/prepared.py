"""Who has not done what before a course, as a file for those who run it; no way to reach anybody,
and nothing of what was written or sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.admissions.models import Call, Preparation
from commonroot.admissions.queries import preparing
from commonroot.admissions.queries.calls import call_of
from commonroot.admissions.queries.reading import organisers_of
from commonroot.consent.rules import Audience, Purpose
from commonroot.people.models import Export, Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.queries import told_in
from commonroot.web.queries import programme_lists
from commonroot.web.queries.programme_lists import ListGone, Table

WHAT = "before-the-course"
BETWEEN = "; "  # titles of tasks in one cell

# In their fixed order; the first two are always there.
COLUMNS: dict[str, Any] = {
    "left": gettext_lazy("Tasks left to do"),
    "person_id": gettext_lazy("Key"),
    "display_name": gettext_lazy("Name"),
    "country": gettext_lazy("Country, by its code"),
    "not_done": gettext_lazy("Not done yet"),
    "late": gettext_lazy("Of these, late"),
    "done": gettext_lazy("Done"),
    "arrives": gettext_lazy("Arrives, by the clock there"),
    "leaves": gettext_lazy("Leaves, by the clock there"),
}
ALWAYS: tuple[str, ...] = ("left", "person_id")
USUAL: tuple[str, ...] = ("display_name", "not_done", "late")
left_out_words = programme_lists.left_out_words


@dataclass(frozen=True)
class Coming:
    """Those who come to a course, with what they are asked to do before it."""

    call: Call
    at: datetime

    @cached_property
    def table(self) -> preparing.Table:
        """Everybody whom the gate lets through, with each task."""
        return preparing.table(self.call, at=self.at)

    def people(self, *, at: datetime) -> int:
        """How many people those are; `at` is the moment of the table."""
        return len(self.table.rows)

    def left_out(self, *, at: datetime) -> int:
        """How many the gate keeps out of it."""
        return self.table.left_out

    def kept(self) -> dict[str, Any]:
        """The same as it can be stored until the file is made; `within`: who runs the programme."""
        return {"prepares": self.call.programme.key, "within": self.call.programme.run_by_id}

    def words(self) -> str:
        """Which ones, as whoever agrees to the file reads it."""
        programme = self.call.programme
        return _("Before the course: %(programme)s") % {
            "programme": told_in(programme.title, programme)[0]
        }


def is_of(export: Export) -> bool:
    """Whether a list taken along says who has done what before a course."""
    return "prepares" in (export.wanted or {})


def call_in(export: Export) -> Call:
    """The call a file was asked for. Raises ListGone."""
    found = call_of((export.wanted or {}).get("prepares", ""))
    if found is None:
        raise ListGone
    return found


def told_to(export: Export) -> tuple[Audience, Purpose]:
    """Who took it, before the gate: those who run the programme. Raises ListGone."""
    return organisers_of(call_in(export)), Purpose.THIS_PROGRAMME


def came_from(kept: Mapping[str, Any]) -> tuple[str, str]:
    """Where the list belongs: an address, and what it is called."""
    return reverse("admissions:preparing", args=[kept["prepares"]]), _("Before the course")


def in_it_words() -> str:
    """Who is in such a file."""
    return _("Everybody who comes, unless they paused or took back their yes.")


def care_words() -> str:
    """What such a file keeps to itself even of those in it."""
    return _(
        "No address, no number, no words and no files of theirs. Of whoever is in high care "
        "neither country nor journey."
    )


def table_of(export: Export, *, at: datetime) -> Table:
    """The file as it is written. Raises ListGone."""
    coming = Coming(call_in(export), at)
    return Table(export.columns, _rows(coming.table, names=export.columns))


def _rows(table: preparing.Table, *, names: Sequence[str]) -> Iterator[list[str]]:
    careful = set(Person.objects.filter(in_high_care()).values_list("pk", flat=True))
    for row in table.rows:
        asked = [todo for todo in row.todos if todo is not None]
        person = row.coming.person
        journey = _journey(asked) if person.pk not in careful else {}
        told = {
            "left": str(row.left),
            "person_id": person.key,
            "display_name": person.shown_name,
            "country": row.coming.country if person.pk not in careful else "",
            "not_done": _titles(todo for todo in asked if not todo.is_done),
            "late": _titles(todo for todo in asked if todo.is_late),
            "done": _titles(todo for todo in asked if todo.is_done),
            "arrives": journey.get("arrives", ""),
            "leaves": journey.get("leaves", ""),
        }
        yield [told[name] for name in names]


def _titles(todos: Iterable[preparing.Todo]) -> str:
    return BETWEEN.join(str(todo.preparation.title) for todo in todos)


def _journey(asked: Sequence[preparing.Todo]) -> dict[str, str]:
    """What somebody said of their journey, where they are asked about it."""
    for todo in asked:
        if todo.preparation.kind == Preparation.Kind.TRAVEL and todo.prepared is not None:
            return todo.prepared.details or {}
    return {}
