"""Taking files in, reading them otherwise, and letting go of them."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import mark
from commonroot.intake.actions.reading import read_list
from commonroot.intake.models import Import, ImportFile, ImportRow, RowPair
from commonroot.intake.queries import files_to_let_go
from commonroot.sheets.fields import Field
from commonroot.sheets.limits import BROWSER, Limits
from commonroot.work.alone import alone

READ_AT_ONCE_BYTES = 40_000


class NothingChosen(Refused):
    """No file was chosen and nothing was pasted."""


class CannotRead(Refused):
    """A file could not be read; the sentence names it and says why."""


class CannotReadAnew(Refused):
    """The files are no longer there, or the list is in the register already."""


def take_lists(
    *,
    files: Sequence[tuple[str, bytes]],
    by: Actor,
    at: datetime,
    left_out: Sequence[str] = (),
    limits: Limits = BROWSER,
    at_once: int | None = None,
) -> Import:
    """Take files in to be read; small ones are read at once, large ones by the work process.

    The same files again lead to the import they became, unless that was taken back.
    `left_out`: sentences about files that came beside them and are not read. `at_once`: up to how
    many bytes they are read here. Raises NothingChosen, CannotRead.
    """
    if left_out and not files:
        raise CannotRead("\n".join(left_out))
    if not files:
        raise NothingChosen(_("Choose a file or paste some cells first. Nothing was changed."))
    batch, is_new = _taken(files, left_out=left_out, by=by, at=at)
    small = READ_AT_ONCE_BYTES if at_once is None else at_once
    if is_new and sum(len(raw) for _name, raw in files) <= small:
        with alone("import") as free:
            if free:
                read_list(batch=batch, at=at, limits=limits)
        if batch.state == Import.State.UNREADABLE:
            raise CannotRead(batch.refusal)
    return batch


@transaction.atomic
def _taken(
    files: Sequence[tuple[str, bytes]], *, left_out: Sequence[str], by: Actor, at: datetime
) -> tuple[Import, bool]:
    content = mark("import", "".join(_digest(raw) for _name, raw in files), ring=settings.KEY_RING)
    known = (
        Import.objects.filter(fingerprint=content)
        .exclude(state__in=(Import.State.UNDOING, Import.State.UNDONE, Import.State.UNREADABLE))
        .first()
    )
    if known is not None:
        return known, False
    batch = Import.objects.create(
        name=", ".join(name for name, _raw in files)[:200],
        fingerprint=content,
        state=Import.State.WAITING,
        phase=Import.Phase.READING,
        refusal="\n".join(left_out),
        by=f"{by.kind}:{by.key}",
        read_at=at,
    )
    ImportFile.objects.bulk_create(
        [
            ImportFile(
                batch=batch,
                position=position,
                name=name[:200],
                content=base64.b64encode(raw).decode(),
            )
            for position, (name, raw) in enumerate(files)
        ]
    )
    note("list taken in", batch, by=by, at=at, facts={"files": len(files)})
    return batch, True


def _digest(raw: bytes) -> str:
    return mark("file", base64.b64encode(raw).decode(), ring=settings.KEY_RING)


def remap(
    *, batch: Import, choices: Mapping[str, Mapping[int, str]], by: Actor, at: datetime
) -> None:
    """Read the files anew with what somebody says its columns hold: {sheet: {index: field}}.

    Answers given to pairs of rows are lost with the rows. Raises CannotReadAnew.
    """
    wanted = {
        sheet: {str(index): Field(field).value for index, field in columns.items()}
        for sheet, columns in choices.items()
    }
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        kept = locked.files.exclude(content="")
        if locked.state != Import.State.READ or not kept.exists():
            raise CannotReadAnew(
                _(
                    "This list can no longer be read in another way. "
                    "Take it back, or bring the file in once more."
                )
            )
        for sheet, columns in wanted.items():
            locked.choices.setdefault(sheet, {}).update(columns)
        RowPair.objects.filter(batch=locked).delete()
        ImportRow.objects.filter(batch=locked)._raw_delete(locked._state.db)
        locked.files.update(read_at=None, rows=0)
        locked.state, locked.phase = Import.State.WAITING, Import.Phase.READING
        locked.done = locked.total = locked.cursor = 0
        locked.notes, locked.columns, locked.shapes, locked.truth = [], [], [], {}
        locked.refusal = ""
        locked.read_at = at
        locked.save()
        note(
            "list read anew",
            locked,
            by=by,
            at=at,
            facts={"columns": sum(map(len, wanted.values()))},
        )
    batch.refresh_from_db()


@transaction.atomic
def let_go_of_files(*, at: datetime) -> int:
    """Blank the files of lists that are in the register, or were read 30 days ago; how many."""
    pks = list(files_to_let_go(at=at).values_list("pk", flat=True))
    return ImportFile.objects.filter(pk__in=pks).update(content="")
