"""The list of a course: what people say of its things, and things of its own."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.handbook.models import CheckItem
from commonroot.handbook.models.chapters import chapter_of
from commonroot.handbook.queries.checks import CHECKS
from commonroot.handbook.queries.checks.shapes import Check
from commonroot.programmes.models import Programme

State = CheckItem.State


class NotOnTheList(Refused):
    """There is no such thing on the list."""


class CompletesItself(Refused):
    """Records say when it is done, nobody else."""


class NoReason(Refused):
    """It is not said why it is not needed."""


@transaction.atomic
def say_done(
    *, programme: Programme, code: str = "", item: CheckItem | None = None, by: Actor, at: datetime
) -> CheckItem:
    """Say that something only people know is done: a ready-made thing by `code`, or one's own.

    Raises CompletesItself where records say it, NotOnTheList for an unknown code.
    """
    if item is None and _ready_made(code).kept is not None:
        raise CompletesItself(
            _("This is done by itself as soon as it is so. If it is not needed here, say why.")
        )
    return _said(State.DONE, programme=programme, code=code, item=item, by=by, at=at)


@transaction.atomic
def open_again(
    *, programme: Programme, code: str = "", item: CheckItem | None = None, by: Actor, at: datetime
) -> CheckItem:
    """Take back what was said of it: it is to do again."""
    return _said(State.OPEN, programme=programme, code=code, item=item, by=by, at=at)


@transaction.atomic
def say_not_needed(
    *,
    programme: Programme,
    code: str = "",
    item: CheckItem | None = None,
    why: str,
    by: Actor,
    at: datetime,
) -> CheckItem:
    """Say that a course does not need it, and why. Raises NoReason without a why."""
    why = why.strip()
    if not why:
        raise NoReason(_("Say in a few words why it is not needed here."))
    return _said(State.NOT_NEEDED, programme=programme, code=code, item=item, why=why, by=by, at=at)


@transaction.atomic
def add_item(
    *, programme: Programme, chapter: str, text: str, due_on: date | None, by: Actor, at: datetime
) -> CheckItem:
    """Put something of the course's own on the list of a chapter.

    Raises NotOnTheList for an unknown chapter.
    """
    if chapter_of(chapter) is None:
        raise NotOnTheList(_("The handbook has no such chapter."))
    return CheckItem.objects.create(
        programme=programme,
        chapter=chapter,
        text=text,
        due_on=due_on,
        by=f"{by.kind}:{by.key}",
        changed_at=at,
    )


@transaction.atomic
def change_item(
    *, item: CheckItem, text: str, due_on: date | None, by: Actor, at: datetime
) -> None:
    """Write something of the course's own anew."""
    item.text, item.due_on = text, due_on
    item.by, item.changed_at = f"{by.kind}:{by.key}", at
    item.save(update_fields=["text", "due_on", "by", "changed_at"])


@transaction.atomic
def drop_item(*, item: CheckItem, by: Actor, at: datetime) -> None:
    """Take something of the course's own off the list."""
    item.delete()


def _ready_made(code: str) -> Check:
    if code not in CHECKS:
        raise NotOnTheList(_("That does not stand on the list any more. Please look again."))
    return CHECKS[code]


def _said(
    state: str,
    *,
    programme: Programme,
    code: str,
    item: CheckItem | None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> CheckItem:
    now = {"state": state, "why": why, "by": f"{by.kind}:{by.key}", "changed_at": at}
    if item is None:
        chapter = _ready_made(code).chapter
        row, _made = CheckItem.objects.update_or_create(
            programme=programme, code=code, defaults={"chapter": chapter, **now}
        )
        return row
    for name, value in now.items():
        setattr(item, name, value)
    item.save(update_fields=list(now))
    return item
