"""Lists taken along: asked for, agreed to by somebody else, made, fetched, deleted."""

import zlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.rows import insert_like, write_in_parts
from commonroot.people import queries, rules
from commonroot.people.models import Export, Exported, ExportPart

State = Export.State
PIECE = 256 * 1024
PEOPLE_AT_A_TIME = 5_000


class OwnList(Refused):
    """Nobody agrees to a list they asked for themself."""


class DecidedAlready(Refused):
    """Somebody else was quicker, or its time is over."""


class NotThereAnyMore(Refused):
    """The file is deleted, or never was."""


class SomebodyLeft(Refused):
    """Somebody in the file has since said no, paused, or asked to be forgotten."""


@transaction.atomic
def ask_export(
    *,
    wanted: Mapping[str, Any],
    sentence: str,
    narrowed: Sequence[str],
    columns: Sequence[str],
    reason: str,
    kind: str,
    language: str,
    people: int,
    left_out: int,
    by: Actor,
    at: datetime,
) -> Export:
    """A list that `by` wants to take along. Who is alone needs nobody's yes."""
    alone = not queries.others_who_may_agree(by, at=at).exists()
    export = Export.objects.create(
        account_key=by.key,
        wanted=dict(wanted),
        sentence=sentence,
        narrowed=list(narrowed),
        columns=list(columns),
        reason=reason,
        kind=kind,
        language=language,
        people=people,
        left_out=left_out,
        state=State.MAKING if alone else State.ASKED,
        asked_at=at,
        decided_at=at if alone else None,
        ends_at=None if alone else at + rules.EXPORT_ASKED,
    )
    facts = {"reason": reason, "columns": list(columns), "people": people, "alone": alone}
    note("list to take along asked", export, by=by, at=at, facts=facts)
    return export


@transaction.atomic
def agree_to_export(*, export: Export, by: Actor, at: datetime) -> None:
    """Let somebody else take their list. Raises OwnList, DecidedAlready."""
    _decide(export, State.MAKING, by=by, at=at)
    note("list to take along agreed", export, by=by, at=at)


@transaction.atomic
def decline_export(*, export: Export, by: Actor, at: datetime) -> None:
    """Say no to somebody else's list. Raises OwnList, DecidedAlready."""
    _decide(export, State.DECLINED, by=by, at=at)
    note("list to take along declined", export, by=by, at=at)


def _decide(export: Export, state: str, *, by: Actor, at: datetime) -> None:
    if export.account_key == by.key:
        raise OwnList(_("You asked for this list yourself. Somebody else says yes or no."))
    still = Export.objects.filter(pk=export.pk, state=State.ASKED)
    decided = still.update(state=state, decided_key=by.key, decided_at=at, ends_at=None)
    if not decided:
        raise DecidedAlready(_("Somebody has decided about this list already."))
    export.refresh_from_db()


@transaction.atomic
def begin_export(*, export: Export, at: datetime) -> bool:
    """Take on the making of a file; False: somebody else is at it. What was cut off begins anew."""
    mine = queries.exports_to_make(at=at).filter(pk=export.pk).update(begun_at=at, done=0)
    if mine:
        ExportPart.objects.filter(export=export).delete()
        Exported.objects.filter(export=export).delete()
        export.refresh_from_db()
    return bool(mine)


def export_progress(*, export: Export, done: int) -> None:
    """How many people are written into the file so far."""
    Export.objects.filter(pk=export.pk).update(done=done)


def keep_export(
    *, export: Export, pieces: Iterable[bytes], ids: Sequence[int], name: str, at: datetime
) -> None:
    """Keep the finished file, pressed and sealed, with who is in it; it ends after a day.

    `ids`: primary keys of the people in it. In short transactions; only the last makes it ready.
    """
    size, number, waiting = 0, 0, b""
    for piece in pieces:
        size += len(piece)
        waiting += piece
        if len(waiting) >= PIECE:
            _keep_part(export, waiting, number=number)
            number, waiting = number + 1, b""
    _keep_part(export, waiting, number=number)
    write_in_parts(
        ids,
        lambda some: insert_like(
            Exported(export_id=export.pk), differing=[{"person_id": pk} for pk in some]
        ),
        at_a_time=PEOPLE_AT_A_TIME,
    )
    export.state, export.people, export.done = State.READY, len(ids), len(ids)
    export.name, export.bytes = name, size
    export.made_at, export.ends_at = at, at + rules.EXPORT_LASTS
    with transaction.atomic():
        export.save(
            update_fields=["state", "people", "done", "name", "bytes", "made_at", "ends_at"]
        )
        note("list to take along made", export, by=Actor.system(), at=at)


def _keep_part(export: Export, content: bytes, *, number: int) -> None:
    sealed = b64encode(zlib.compress(content, 6)).decode()
    ExportPart.objects.create(export=export, number=number, content=sealed)


@transaction.atomic
def fetch_export(*, export: Export, still_open: int, by: Actor, at: datetime) -> bool:
    """Write down that `by` fetches their file; True: for the first time.

    `still_open`: how many of those in it the gate lets through now. Raises NotThereAnyMore, and
    SomebodyLeft: the file is then to be deleted.
    """
    if export.state != State.READY or (export.ends_at and export.ends_at <= at):
        raise NotThereAnyMore(_("This file is deleted. Take the list along anew."))
    if still_open != export.people:
        raise SomebodyLeft(
            _(
                "Somebody in this file has said no since it was made, so it is deleted. "
                "Take the list along anew."
            )
        )
    first = export.fetched_at is None
    if first:
        export.fetched_at = at
        export.save(update_fields=["fetched_at"])
    facts = {
        "reason": export.reason,
        "columns": export.columns,
        "kind": export.kind,
        "people": export.people,
        "left_out": export.left_out,
        "narrowed": export.narrowed,
    }
    note("people exported", export, by=by, at=at, facts=facts)
    return first


@transaction.atomic
def drop_export(*, export: Export, by: Actor, at: datetime) -> None:
    """Delete a file, or a wish for one; that it was there stays written. Twice changes nothing."""
    ExportPart.objects.filter(export=export).delete()
    gone = Export.objects.filter(pk=export.pk).exclude(state__in=(State.GONE, State.DECLINED))
    if gone.update(state=State.GONE, gone_at=at, sentence="", wanted=None):
        note("list to take along deleted", export, by=by, at=at)


def drop_exports_with(*, person_id: int, by: Actor, at: datetime) -> int:
    """Delete every file in which somebody stands, as when they are forgotten; how many."""
    rows = Export.objects.filter(exported__person=person_id, state=State.READY).distinct()
    for export in (found := list(rows)):
        drop_export(export=export, by=by, at=at)
    return len(found)
