"""Who comes, what they are asked to do before, and who has done what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commonroot.admissions.models import Applicant, Application, Call, Preparation, Prepared
from commonroot.admissions.queries.answers import by_meaning, by_meaning_of_members
from commonroot.admissions.queries.reading import organisers_of
from commonroot.admissions.rules import preparing as rules
from commonroot.admissions.rules.preparing import Ready
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.people.models import Person

CONFIRMED = Application.State.CONFIRMED
# {code: (title, what to do)} of what is ready-made.
WORDS: dict[str, tuple[Any, Any]] = {
    "charter": (
        _("Read the Charter"),
        _("Read it, and write down one thing you agree with and one you would ask about."),
    ),
    "campaign": (
        _("Your campaign on one page"),
        _("What is the problem, who decides about it, what have you tried, what came of it?"),
    ),
    "travel": (
        _("Your visa and your journey"),
        _("Ask for your visa now. Tell us when you arrive and leave, so that somebody is there."),
    ),
    "practical": (
        _("What you need with us"),
        _("Food, room, medicine, children, access: whatever helps you to feel well."),
    ),
    "circle": (
        _("Meet the circle at home"),
        _("Meet the people of your country's circle, and bring a question of theirs."),
    ),
    "introduction": (
        _("Watch the introduction"),
        _("It says how the evenings go, and takes a quarter of an hour."),
    ),
    "five_lines": (
        _("Your campaign in five lines"),
        _("What do you want, from whom, with whom, by when, and what stands in the way?"),
    ),
    "test_call": (
        _("Try the call once"),
        _("Open the link to the test call with the phone or computer that you will use."),
    ),
}


@dataclass(frozen=True)
class Coming:
    """Somebody who comes, and the application by which they do."""

    application: Application
    person: Person
    country: str  # ISO 3166 of where they live; "" where it is not known


@dataclass(frozen=True)
class Todo:
    """One thing that somebody is asked to do, and how far they are."""

    preparation: Preparation
    prepared: Prepared | None
    is_late: bool

    @property
    def is_done(self) -> bool:
        """Whether they said that it is done."""
        return self.prepared is not None and self.prepared.done_at is not None


@dataclass(frozen=True)
class Row:
    """Somebody who comes with everything they are asked; None: they are not asked this one."""

    coming: Coming
    todos: Sequence[Todo | None]

    @property
    def left(self) -> int:
        """How many things they have not done."""
        return sum(todo is not None and not todo.is_done for todo in self.todos)


@dataclass(frozen=True)
class Table:
    """Who has not done what: people down, tasks across. `left_out`: whom the gate does not show."""

    tasks: Sequence[Preparation]
    rows: Sequence[Row]
    left_out: int

    @property
    def done(self) -> list[tuple[int, int]]:
        """For each task how many have done it, of how many who are asked."""
        columns = [[row.todos[place] for row in self.rows] for place in range(len(self.tasks))]
        return [
            (sum(one is not None and one.is_done for one in column), sum(map(bool, column)))
            for column in columns
        ]


def ready_texts(ready: Ready, languages: Iterable[str]) -> tuple[Translated, Translated]:
    """Title and words of a ready-made task in each of these languages."""
    title, words = WORDS[ready.code]
    titles, texts = Translated(), Translated()
    for code in languages:
        with override(code):
            titles[code], texts[code] = str(title), str(words)
    return titles, texts


def preparation(key: str) -> Preparation | None:
    """The task with that key, with its call, programme and who runs it."""
    return Preparation.objects.filter(key=key).select_related("call__programme__run_by").first()


def tasks_of(call: Call) -> list[Preparation]:
    """What is asked before a course, in its order."""
    return list(Preparation.objects.filter(call=call).order_by("position"))


def prepared(key: str) -> Prepared | None:
    """What somebody did, by its key, with the person and the course."""
    return (
        Prepared.objects.filter(key=key)
        .select_related("preparation__call__programme__run_by", "application", "person", "file")
        .first()
    )


def confirmed(key: str) -> Application | None:
    """The application with that key whose people come."""
    return (
        Application.objects.filter(key=key, state=CONFIRMED)
        .select_related("call__programme__run_by", "person")
        .first()
    )


def comes_by(person: int | None, application: Application) -> bool:
    """Whether somebody comes by this application: they wrote it, or said yes to it with others."""
    if person is None or application.state != CONFIRMED:
        return False
    return (
        application.person_id == person
        or Applicant.objects.filter(
            application=application, person=person, state=Applicant.State.CONFIRMED
        ).exists()
    )


def applications_of(person: Person) -> QuerySet[Application]:
    """By which applications somebody comes to courses that are not closed."""
    with_others = Applicant.objects.filter(person=person, state=Applicant.State.CONFIRMED)
    return (
        Application.objects.filter(
            Q(person=person) | Q(pk__in=with_others.values("application")),
            state=CONFIRMED,
            call__programme__closed_at=None,
        )
        .select_related("call__programme", "person")
        .order_by("call__programme__starts_on", "pk")
    )


def today_at(call: Call, at: datetime) -> date:
    """The day it is where the course is at home."""
    return at.astimezone(ZoneInfo(call.programme.time_zone)).date()


def to_do(person: Person, *, at: datetime) -> list[tuple[Application, list[Todo]]]:
    """What somebody is asked to do before the courses they come to, with how far they are."""
    found = []
    for application in applications_of(person):
        todos = todos_of(application, person, at=at)
        if todos:
            found.append((application, todos))
    return found


def todos_of(application: Application, person: Person, *, at: datetime) -> list[Todo]:
    """The same for one application."""
    [country] = _countries([(application, person)]).values()
    theirs = {
        one.preparation_id: one
        for one in Prepared.objects.filter(
            preparation__call=application.call_id, person=person
        ).select_related("file")
    }
    on = today_at(application.call, at)
    row = _row(
        Coming(application, person, country),
        tasks=tasks_of(application.call),
        done=theirs,
        on=on,
    )
    return [todo for todo in row.todos if todo is not None]


def table(call: Call, *, at: datetime) -> Table:
    """Everybody who comes and may be shown, with what they have done; a fixed number of queries."""
    pairs = _pairs(call)
    seen = set(
        allowed(
            Person.objects.filter(pk__in=[person.pk for _application, person in pairs]),
            "",
            purpose=Purpose.THIS_PROGRAMME,
            audience=organisers_of(call),
            at=at,
        ).values_list("pk", flat=True)
    )
    shown = [pair for pair in pairs if pair[1].pk in seen]
    countries = _countries(shown)
    tasks = tasks_of(call)
    done: dict[int, dict[int, Prepared]] = {}
    for one in Prepared.objects.filter(preparation__call=call).select_related("file"):
        done.setdefault(one.person_id, {})[one.preparation_id] = one
    on = today_at(call, at)
    rows = [
        _row(
            Coming(application, person, countries[person.pk]),
            tasks=tasks,
            done=done.get(person.pk, {}),
            on=on,
        )
        for application, person in shown
    ]
    return Table(tasks, rows, left_out=len(pairs) - len(shown))


def _pairs(call: Call) -> list[tuple[Application, Person]]:
    """Everybody who comes, each once, in sorting order."""
    applications = Application.objects.filter(call=call, state=CONFIRMED).select_related(
        "person", "call__programme"
    )
    by_pk = {one.pk: one for one in applications}
    found = {one.person_id: (one, one.person) for one in by_pk.values()}
    with_others = Applicant.objects.filter(
        application__in=by_pk, state=Applicant.State.CONFIRMED, person__isnull=False
    ).select_related("person")
    for one in with_others:
        assert one.person is not None  # asked for above
        found.setdefault(one.person.pk, (by_pk[one.application_id], one.person))
    return sorted(found.values(), key=lambda pair: (pair[1].sort_key, pair[1].pk))


def _countries(pairs: Sequence[tuple[Application, Person]]) -> dict[int, str]:
    """Where each lives, by primary key: as the register has it, else as they answered."""
    applications = {application.pk: application for application, _person in pairs}.values()
    answered = by_meaning(applications)
    others = by_meaning_of_members(applications)
    members = {
        person: pk
        for pk, person in Applicant.objects.filter(application__in=applications).values_list(
            "pk", "person"
        )
    }
    found = {}
    for application, person in pairs:
        wrote = application.person_id == person.pk
        said = answered[application.pk] if wrote else others.get(members.get(person.pk, 0), {})
        found[person.pk] = person.country or said.get("country") or ""
    return found


def _row(
    coming: Coming, *, tasks: Sequence[Preparation], done: dict[int, Prepared], on: date
) -> Row:
    held_in = coming.application.call.held_in
    todos: list[Todo | None] = []
    for task in tasks:
        asked = rules.is_asked(
            travellers_only=task.travellers_only, lives_in=coming.country, held_in=held_in
        )
        one = done.get(task.pk)
        is_done = one is not None and one.done_at is not None
        late = rules.is_late(task.due_on, on=on, done=is_done)
        todos.append(Todo(task, one, late) if asked or is_done else None)
    return Row(coming, todos)


def missing(table: Table, *, only: Preparation | None = None) -> list[tuple[Coming, list[Todo]]]:
    """Who has something left to do, with what; of one task where it is named."""
    found = []
    for row in table.rows:
        left = [
            todo
            for todo in row.todos
            if todo is not None
            and not todo.is_done
            and (only is None or todo.preparation.pk == only.pk)
        ]
        if left:
            found.append((row.coming, left))
    return found


def calls_to_remind(*, at: datetime) -> list[Call]:
    """Calls of courses in which somebody is to be reminded before the day of a task."""
    soon = at.date() + rules.REMIND_BEFORE + rules.NOT_AGAIN_WITHIN
    calls = (
        Call.objects.filter(
            preparations__due_on__lte=soon,
            preparations__due_on__gte=at.date() - rules.NOT_AGAIN_WITHIN,
            programme__closed_at=None,
        )
        .select_related("programme__run_by")
        .distinct()
        .order_by("pk")
    )
    return [call for call in calls if to_remind(call, at=at)]


def to_remind(call: Call, *, at: datetime) -> list[tuple[Coming, list[Todo]]]:
    """Who is to be reminded now, of what: once for each task, in its last days."""
    on = today_at(call, at)
    found = []
    for coming, todos in missing(table(call, at=at)):
        due = [
            todo
            for todo in todos
            if rules.is_to_be_called_to_mind(todo.preparation.due_on, on=on)
            and (todo.prepared is None or todo.prepared.reminded_at is None)
        ]
        if due:
            found.append((coming, due))
    return found


def journeys(table: Table) -> list[tuple[Coming, dict[str, str]]]:
    """Who arrives when: those who said so by their time, then those who did not."""
    found = []
    for row in table.rows:
        travel = [
            todo
            for todo in row.todos
            if todo is not None and todo.preparation.kind == Preparation.Kind.TRAVEL
        ]
        if travel:
            details = (travel[0].prepared.details if travel[0].prepared else None) or {}
            found.append((row.coming, details))
    return sorted(found, key=lambda one: (not one[1].get("arrives"), one[1].get("arrives", "")))
