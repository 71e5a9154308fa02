"""What is asked before a course, what people do of it, and reminding them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.emails.preparing import post_to_do
from commonroot.admissions.models import Application, Call, Preparation, Prepared
from commonroot.admissions.queries import preparing as queries
from commonroot.admissions.queries.preparing import Coming, Todo
from commonroot.admissions.rules import preparing as rules
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.files import actions as files
from commonroot.people.actions import answer_link
from commonroot.people.models import Person

Kind = Preparation.Kind


class AlreadyAsked(Refused):
    """There are tasks already; the ready-made ones are to begin with."""


class SomebodyDidIt(Refused):
    """People have done it: what they wrote would be lost."""


@transaction.atomic
def begin_with(*, call: Call, ready: str, by: Actor, at: datetime) -> list[Preparation]:
    """Ask what courses like this ask, in the languages of the call. Raises AlreadyAsked."""
    _wait_for(call)
    if queries.tasks_of(call):
        raise AlreadyAsked(_("There are tasks already. Change them, or take them off first."))
    languages = call.languages or call.programme.languages or ["en"]
    made = []
    for place, one in enumerate(rules.READY[ready], start=1):
        title, words = queries.ready_texts(one, languages)
        made.append(
            Preparation.objects.create(
                call=call,
                position=place,
                kind=one.kind,
                title=title,
                words=words,
                due_on=rules.due_before(call.programme.starts_on, one.days),
                travellers_only=one.travellers,
                created_at=at,
            )
        )
    note("preparation asked", call, by=by, at=at, facts={"tasks": len(made)})
    return made


@transaction.atomic
def ask(
    *,
    call: Call,
    kind: str,
    title: Translated,
    words: Translated,
    due_on: date | None,
    travellers_only: bool,
    by: Actor,
    at: datetime,
) -> Preparation:
    """Ask one more thing of everybody who comes, at the end of the list."""
    _wait_for(call)
    last = Preparation.objects.filter(call=call).aggregate(last=Max("position"))["last"]
    made = Preparation.objects.create(
        call=call,
        position=(last or 0) + 1,
        kind=kind,
        title=title,
        words=words,
        due_on=due_on,
        travellers_only=travellers_only,
        created_at=at,
    )
    note("preparation asked", made, by=by, at=at)
    return made


@transaction.atomic
def change(
    *,
    preparation: Preparation,
    kind: str,
    title: Translated,
    words: Translated,
    due_on: date | None,
    travellers_only: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Change what is asked; who did it has done it. Another day is called to mind anew."""
    if due_on != preparation.due_on:
        preparation.done.filter(done_at=None).update(reminded_at=None)
    preparation.kind, preparation.title, preparation.words = kind, title, words
    preparation.due_on, preparation.travellers_only = due_on, travellers_only
    preparation.save(update_fields=["kind", "title", "words", "due_on", "travellers_only"])
    note("preparation changed", preparation, by=by, at=at)


@transaction.atomic
def move_up(*, preparation: Preparation, by: Actor, at: datetime) -> None:
    """Put it before the one above it."""
    _wait_for(preparation.call)
    tasks = queries.tasks_of(preparation.call)
    place = [one.pk for one in tasks].index(preparation.pk)
    if place == 0:
        return
    above = tasks[place - 1]
    first, second = above.position, preparation.position
    for one, position in ((above, 0), (preparation, first), (above, second)):
        Preparation.objects.filter(pk=one.pk).update(position=position)
    note("preparation changed", preparation, by=by, at=at)


@transaction.atomic
def take_off(*, preparation: Preparation, by: Actor, at: datetime) -> None:
    """Ask it no more. Raises SomebodyDidIt once there is something of people in it."""
    if any(is_begun(one) for one in preparation.done.all()):
        raise SomebodyDidIt(
            _("People have begun with it. What they wrote would be lost, so it stays.")
        )
    note("preparation taken off", preparation, by=by, at=at)
    preparation.delete()


def is_begun(one: Prepared) -> bool:
    """Whether somebody did, wrote or sent something, and was not only reminded."""
    return bool(one.done_at or one.words or one.details or one.file_id)


@transaction.atomic
def keep_prepared(
    *,
    preparation: Preparation,
    application: Application,
    person: Person,
    words: str = "",
    details: Mapping[str, str] | None = None,
    content: BinaryIO | None = None,
    name: str = "",
    done: bool,
    by: Actor,
    at: datetime,
) -> Prepared:
    """Keep what somebody wrote or sent; `done`: it counts from now on, else no more.

    What was typed is kept in any case; where something is missing (`what_is_missing`) it does not
    count as done. Raises files.NotTaken.
    """
    kept, _new = Prepared.objects.select_for_update(of=("self",)).get_or_create(
        preparation=preparation, person=person, defaults={"application": application}
    )
    kept.words = words.strip()
    if preparation.kind == Kind.TRAVEL:
        said = {part: (details or {}).get(part, "").strip() for part in rules.DETAILS}
        kept.details = {part: text for part, text in said.items() if text} or None
    before = None
    if content is not None:
        before, kept.file = kept.file, files.keep(content=content, name=name, at=at)
    kept.done_at = (kept.done_at or at) if done and not what_is_missing(kept) else None
    kept.save()
    if before is not None:
        files.let_go(upload=before, at=at)
    note(
        "prepared", preparation, by=by, at=at, person_key=person.key,
        facts={"done": kept.done_at is not None},
    )  # fmt: skip
    return kept


def what_is_missing(kept: Prepared) -> str:
    """What it takes before something can be done, as a sentence; "" where nothing is missing."""
    kind = kept.preparation.kind
    if kind == Kind.WRITE and not kept.words:
        return _("Kept. Write something first; then it is done.")
    if kind == Kind.FILE and kept.file_id is None:
        return _("Kept. Choose a file first; then it is done.")
    if kind == Kind.TRAVEL and not (kept.details or {}).get("arrives"):
        return _("Kept. Tell us when you arrive; then it is done.")
    return ""


@transaction.atomic
def remind(
    *,
    call: Call,
    only: Preparation | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Write to everybody who has something left to do; how many letters, one a day to each."""
    found = queries.missing(queries.table(call, at=at), only=only)
    return _write(call, found, by=by, at=at)


@transaction.atomic
def remind_before_the_day(*, call: Call, at: datetime) -> int:
    """Write once to those who have something left that is due in the next days; how many."""
    return _write(call, queries.to_remind(call, at=at), by=Actor.system(), at=at)


def _write(
    call: Call, found: Sequence[tuple[Coming, Sequence[Todo]]], *, by: Actor, at: datetime
) -> int:
    posted = 0
    for coming, todos in found:
        token = answer_link(
            person=coming.person, thing=f"preparing:{coming.application.key}", at=at
        )
        tasks = [todo.preparation for todo in todos]
        posted += post_to_do(coming=coming, tasks=tasks, token=token, at=at) is not None
        for task in tasks:
            Prepared.objects.update_or_create(
                preparation=task,
                person=coming.person,
                defaults={"reminded_at": at},
                create_defaults={"reminded_at": at, "application": coming.application},
            )
    if found:
        note("preparing called to mind", call, by=by, at=at, facts={"letters": posted})
    return posted


def _wait_for(call: Call) -> None:
    """Two who change the list at the same time come one after the other."""
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
