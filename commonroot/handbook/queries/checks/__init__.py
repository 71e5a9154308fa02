"""The checklists of a course: what is kept says, and what people said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, Min, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.admissions.models import Call
from commonroot.handbook.models import CheckItem
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.queries.checks.afterwards import CHECKS as AFTERWARDS
from commonroot.handbook.queries.checks.calling import CHECKS as CALLING
from commonroot.handbook.queries.checks.evaluation import CHECKS as EVALUATION
from commonroot.handbook.queries.checks.planning import CHECKS as PLANNING
from commonroot.handbook.queries.checks.shapes import Check, Course, Kept, Looked, Rows
from commonroot.handbook.queries.checks.teaching import CHECKS as TEACHING
from commonroot.handbook.rules import checks as rules
from commonroot.handbook.rules.checks import Days, Found, State
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.reading import host_day

CHECKS: dict[str, Check] = {
    one.code: one for one in (*PLANNING, *CALLING, *TEACHING, *EVALUATION, *AFTERWARDS)
}
CHAPTER_CODES = tuple(one.code for one in CHAPTERS)


@dataclass(frozen=True)
class Item:
    """A thing of a checklist as a course has it now.

    `code`: of the ready-made list, "" where it is the course's own; `key`: of its row, "" while
    there is none; `says`: how far it is, or since when, as a sentence.
    """

    chapter: str
    code: str
    key: str
    words: str
    state: str
    says: str
    due_on: date | None
    since: datetime | None
    why: str
    by_itself: bool
    url: str


def checklist(
    programme: Programme,
    *,
    at: datetime,
    today: date,
    chapters: Collection[str] = CHAPTER_CODES,
) -> dict[str, list[Item]]:
    """{chapter: its things, what is due first before the rest}, for these chapters.

    Three queries, whatever there is.
    """
    checks = [one for one in CHECKS.values() if one.chapter in chapters]
    courses = courses_of([programme.pk])
    rows = said_of(courses, chapters=chapters)[programme.pk]
    kept = found(courses, checks, at=at)[programme.pk]
    listed: dict[str, list[Item]] = {one: [] for one in CHAPTER_CODES if one in chapters}
    for item in _items(courses[programme.pk], checks, kept=kept, rows=rows, today=today):
        listed[item.chapter].append(item)
    return listed


def late(programmes: Sequence[int], *, at: datetime) -> dict[int, list[Item]]:
    """{course: what of its whole list should be done by now, the longest late first}.

    Three queries for any number of courses: what is not due yet is not counted.
    """
    courses = courses_of(programmes)
    days = {pk: host_day(one.programme.time_zone, at=at) for pk, one in courses.items()}
    rows = said_of(courses)
    checks = [
        check
        for check in CHECKS.values()
        if any(
            (due := rules.due_on(check.when, one.days)) is not None and due < days[pk]
            for pk, one in courses.items()
            if check.concerns(one)
        )
    ]
    kept = found(courses, checks, at=at)
    return {
        pk: [
            item
            for item in _items(one, checks, kept=kept[pk], rows=rows[pk], today=days[pk])
            if item.state == State.LATE
        ]
        for pk, one in courses.items()
    }


def count(items: Iterable[Item]) -> tuple[int, int]:
    """How many are done, of how many that are needed."""
    return rules.count(one.state for one in items)


def said_of(
    courses: Mapping[int, Course], *, chapters: Collection[str] = CHAPTER_CODES
) -> dict[int, list[CheckItem]]:
    """{course: what people said of its list, and what they added to it}. One query."""
    found: dict[int, list[CheckItem]] = {pk: [] for pk in courses}
    rows = CheckItem.objects.filter(programme__in=list(courses), chapter__in=list(chapters))
    for row in rows.order_by("pk"):
        found[row.programme_id].append(row)
    return found


def courses_of(programmes: Sequence[int]) -> dict[int, Course]:
    """The courses with the days on which their lists hang; a course without them has its first
    meeting.
    """
    held = ~Q(sessions__state=Session.State.CANCELLED)
    rows = Programme.objects.select_related("call").annotate(
        first_held=Min("sessions__held_on", filter=held)
    )
    return {row.pk: _course(row) for row in rows.filter(pk__in=programmes)}


def _course(row: Any) -> Course:
    call = getattr(row, "call", None)
    days = Days(
        start=row.starts_on or row.first_held,
        end=row.ends_on,
        deadline=_deadline(call) or row.apply_by,
        hear=call.hear_on if call is not None else None,
    )
    return Course(programme=row, call=call, days=days)


def _deadline(call: Call | None) -> date | None:
    if call is None or call.closes_at is None:
        return None
    return call.closes_at.astimezone(ZoneInfo(call.time_zone)).date()


def found(
    courses: Mapping[int, Course], checks: Iterable[Check], *, at: datetime
) -> dict[int, dict[str, tuple[Found, datetime | None]]]:
    """{course: {code: (how far it is, since when)}} of what completes itself. One query."""
    asked = list(checks)
    columns: dict[str, Any] = {}
    for check in asked:
        if isinstance(check.kept, Kept):
            columns |= _columns(check.code, check.kept, at=at)
    numbers = {
        row["pk"]: row
        for row in Programme.objects.filter(pk__in=list(courses))
        .annotate(**columns)
        .values("pk", *columns)
    }
    return {
        pk: {
            check.code: _found(check, course, row=numbers[pk])
            for check in asked
            if check.kept is not None and check.concerns(course)
        }
        for pk, course in courses.items()
    }


def _columns(code: str, kept: Kept, *, at: datetime) -> dict[str, Combinable]:
    done = kept.done_rows(at)
    columns: dict[str, Combinable] = {f"{code}_done": _sum(done, kept.distinct)}
    if not kept.needs:
        columns[f"{code}_of"] = _sum(kept.all_rows(at), kept.distinct)
    if kept.since:
        newest = done[0].filter(**{f"{kept.since}__isnull": False}).order_by(f"-{kept.since}")
        columns[f"{code}_since"] = Subquery(newest.values(kept.since)[:1])
    return columns


def _sum(found: Sequence[Rows], distinct: str) -> Combinable:
    first, *others = (_how_many(rows, distinct) for rows in found)
    return reduce(add, others, first)


def _how_many(rows: Rows, distinct: str) -> Coalesce:
    """The number of rows, or of values of one field, as a column of another query."""
    number = Count(distinct, distinct=True) if distinct else Count("*")
    counted = rows.order_by().values(one=Value(1)).annotate(number=number).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _found(
    check: Check, course: Course, *, row: Mapping[str, Any]
) -> tuple[Found, datetime | None]:
    if isinstance(check.kept, Looked):
        return Found(*check.kept.at(course)), None
    assert check.kept is not None  # asked for above
    of = check.kept.needs or row[f"{check.code}_of"]
    return Found(row[f"{check.code}_done"], of), row.get(f"{check.code}_since")


def _items(
    course: Course,
    checks: Iterable[Check],
    *,
    kept: Mapping[str, tuple[Found, datetime | None]],
    rows: Sequence[CheckItem],
    today: date,
) -> list[Item]:
    """These ready-made things and those of the course's own, what is due first first."""
    said = {row.code: row for row in rows if row.code}
    items = [
        _ready_made(check, course, kept=kept.get(check.code), row=said.get(check.code), today=today)
        for check in checks
        if check.concerns(course)
    ]
    items += [_own(row, today=today) for row in rows if not row.code]
    return sorted(items, key=lambda one: one.due_on or date.max)


def _ready_made(
    check: Check,
    course: Course,
    *,
    kept: tuple[Found, datetime | None] | None,
    row: CheckItem | None,
    today: date,
) -> Item:
    told, since = kept or (None, None)
    due_on = rules.due_on(check.when, course.days)
    until = rules.too_late_from(due_on, course.days, by_hand=check.kept is None)
    state = rules.state(told, said=_said(row), due_on=due_on, until=until, today=today)
    if state == State.SAID and row is not None:
        since = row.changed_at
    return Item(
        chapter=check.chapter,
        code=check.code,
        key=row.key if row is not None else "",
        words=str(check.words),
        state=state,
        says=_says(check, told),
        due_on=due_on,
        since=since if state in {State.DONE, State.SAID} else None,
        why=row.why if row is not None and state == State.NOT_NEEDED else "",
        by_itself=check.kept is not None,
        url=reverse(check.page, args=[course.programme.key]) if check.page else "",
    )


def _own(row: CheckItem, *, today: date) -> Item:
    state = rules.state(None, said=_said(row), due_on=row.due_on, today=today)
    return Item(
        chapter=row.chapter,
        code="",
        key=row.key,
        words=row.text,
        state=state,
        says="",
        due_on=row.due_on,
        since=row.changed_at if state == State.SAID else None,
        why=row.why if state == State.NOT_NEEDED else "",
        by_itself=False,
        url="",
    )


def _said(row: CheckItem | None) -> str:
    """What somebody said of it: done, not needed, or nothing."""
    return "" if row is None or row.state == CheckItem.State.OPEN else str(row.state)


def _says(check: Check, told: Found | None) -> str:
    if told is None or not check.says:
        return ""
    if told.is_empty:
        return _("nothing to count yet")
    return str(check.says) % {"done": told.done, "of": told.of}
