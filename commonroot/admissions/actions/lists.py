"""A list of applications from another form service: looked at first, then taken in row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import applying, by_hand, handing_in
from commonroot.admissions.models import Application, Call, FormQuestion
from commonroot.admissions.queries.calls import questions
from commonroot.admissions.rules import lists as rules
from commonroot.core.errors import Refused
from commonroot.people.actions import NoSuchWay, typed_way
from commonroot.sheets.book import Table
from commonroot.sheets.columns import map_columns
from commonroot.sheets.fields import Field

Kind = FormQuestion.Kind
NOT_FROM_LISTS = (Kind.HEADING, Kind.HOURS, Kind.FILE, Kind.REFEREE)
MOST_ROWS = 1000


class NotAList(Refused):
    """There is no name or no address in it, or too much."""


@dataclass(frozen=True)
class Unread:
    """A cell that is no answer to its question: the line of the sheet, the heading, the text."""

    line: int
    heading: str
    text: str


@dataclass(frozen=True)
class Line:
    """One row as it would be taken in; `again`: a later row has the same address and counts."""

    number: int
    name: str
    way: str
    values: dict[str, Any]
    wrong: str = ""
    again: bool = False


@dataclass(frozen=True)
class Look:
    """What a list would bring: its lines, which column answers which question, what is left out."""

    lines: tuple[Line, ...]
    columns: tuple[tuple[str, FormQuestion], ...]
    left_out: tuple[str, ...]
    unread: tuple[Unread, ...]

    @property
    def counts(self) -> int:
        """How many applications would count."""
        return sum(not line.wrong and not line.again for line in self.lines)


@dataclass
class Taken:
    """What became of a list."""

    applications: list[Application] = field(default_factory=list)
    again: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def look(table: Table, *, call: Call) -> Look:
    """What a list would bring; nothing is written. Raises NotAList.

    Columns are matched with questions by their words in any language; the newest row of an address
    counts.
    """
    if len(table.rows) > MOST_ROWS:
        raise NotAList(
            _("This list has %(count)s lines; %(most)s go at once. Nothing was taken in.")
            % {"count": len(table.rows), "most": MOST_ROWS}
        )
    asked = [row for row in questions(call) if row.kind not in NOT_FROM_LISTS]
    columns: dict[int, FormQuestion] = {}
    for question in asked:
        index = rules.column_of(table.headings, question.prompt.values())
        if index is not None:
            columns.setdefault(index, question)
    names, ways = _people(table, taken=set(columns))
    if not names or not ways:
        raise NotAList(
            _("There is no column with names, or none with e-mail addresses or phone numbers. "
              "Give the first line headings such as “Name” and “Email”.")
        )  # fmt: skip
    unread: list[Unread] = []
    lines = [
        _line(row.number, row.cells, table=table, names=names, ways=ways, columns=columns,
              unread=unread)
        for row in table.rows
    ]  # fmt: skip
    newest = {line.way: line.number for line in lines if not line.wrong}
    known = {*names, *ways, *columns}
    return Look(
        lines=tuple(
            Line(
                number=line.number,
                name=line.name,
                way=line.way,
                values=line.values,
                wrong=line.wrong,
                again=not line.wrong and newest[line.way] != line.number,
            )
            for line in lines
        ),
        columns=tuple((table.headings[index], columns[index]) for index in sorted(columns)),
        left_out=tuple(
            heading
            for index, heading in enumerate(table.headings)
            if heading and index not in known
        ),
        unread=tuple(unread),
    )


def _people(table: Table, *, taken: set[int]) -> tuple[list[int], list[int]]:
    """The columns that hold names, whole or in parts, and those that hold ways."""
    found: dict[Field, list[int]] = {}
    for column in map_columns(table):
        if column.index not in taken:
            found.setdefault(column.field, []).append(column.index)
    whole = found.get(Field.NAME, [])[:1]
    parts = found.get(Field.GIVEN_NAME, [])[:1] + found.get(Field.FAMILY_NAME, [])[:1]
    ways = found.get(Field.EMAIL, [])[:1] + found.get(Field.PHONE, [])[:1]
    return whole or parts, ways or found.get(Field.CONTACT, [])[:1]


def _line(
    number: int,
    cells: Sequence[str],
    *,
    table: Table,
    names: Sequence[int],
    ways: Sequence[int],
    columns: dict[int, FormQuestion],
    unread: list[Unread],
) -> Line:
    name = " ".join(cells[index].strip() for index in names if cells[index].strip())
    typed = next((cells[index].strip() for index in ways if cells[index].strip()), "")
    values: dict[str, Any] = {}
    for index, question in columns.items():
        options = {
            one["value"]: [words for words in one["words"].values() if words]
            for one in question.choices
        }
        try:
            value = rules.value_of(
                cells[index], kind=question.kind, options=options, most=question.most
            )
        except rules.NotRead:
            unread.append(Unread(number, table.headings[index], cells[index].strip()))
        else:
            if value is not None:
                values[question.key] = value
    wrong = ""
    way = typed
    try:
        _kind, way = typed_way(typed)
    except NoSuchWay as refusal:
        wrong = str(refusal)
    if not any(letter.isalnum() for letter in name):
        wrong = _("There is no name in this line.")
    return Line(number=number, name=name, way=way, values=values, wrong=wrong)


def take_in(table: Table, *, call: Call, language: str, by: Actor, at: datetime) -> Taken:
    """Take a list in, each row in a transaction of its own, as handed in; nobody is written to.

    Of rows with one address all are kept and the newest counts; so do lists taken in before: what
    came from one and is there anew is withdrawn. The same list twice changes nothing. Raises
    NotAList.
    """
    taken = Taken()
    for line in look(table, call=call).lines:
        if line.wrong:
            taken.refused.append((line.number, line.wrong))
            continue
        try:
            application = _taken(line, call=call, language=language, by=by, at=at)
        except Refused as refusal:
            taken.refused.append((line.number, str(refusal)))
            continue
        if application is not None:
            taken.applications.append(application)
            taken.again += line.again
    note(
        "applications from a list", call, by=by, at=at,
        facts={"taken": len(taken.applications), "refused": len(taken.refused)},
    )  # fmt: skip
    return taken


@transaction.atomic
def _taken(line: Line, *, call: Call, language: str, by: Actor, at: datetime) -> Application | None:
    """One application of a list; None when the same stands there already."""
    begun = by_hand.begin_for(
        call=call,
        name=line.name,
        way_text=line.way,
        received=Application.Received.LIST,
        language=language,
        by=by,
        at=at,
    )
    before = list(
        Application.objects.filter(
            call=call, person=begun.person, received=Application.Received.LIST
        ).exclude(pk=begun.pk)
    )
    if any(_says(one) == line.values for one in before):
        begun.delete()
        return None
    applying.keep_answers(application=begun, values=line.values, by=by, at=at)
    for one in before:
        if one.state == Application.State.SUBMITTED:
            handing_in.withdraw(application=one, tell=False, by=by, at=at)
    return handing_in.take_in(
        application=begun, received=Application.Received.LIST, tell=False, by=by, at=at
    )


def _says(application: Application) -> dict[str, Any]:
    return {row.question.key: row.value for row in application.answers.select_related("question")}
