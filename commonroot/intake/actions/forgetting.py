"""Somebody who is forgotten leaves the lists that are still here, too."""

from collections.abc import Collection, Iterator
from typing import Any

from commonroot.intake.models import ImportFile, ImportRow
from commonroot.people.actions import way_mark
from commonroot.people.models import Person

KINDS = {"emails": "mail", "phones": "phone"}
AT_A_TIME = 2000


def forget_rows(*, person: Person, marks: Collection[str]) -> int:
    """Delete the lines of lists that became somebody, or name an address of theirs; how many.

    Files with such a line are let go of as a whole: they can no longer be read in another way.
    In the caller's transaction. Opens every line that is nobody's yet, some seconds for 100,000.
    """
    named = [row.pk for row in _nobodys_rows() if marks and _names(row.fields, marks)]
    rows = ImportRow.objects.filter(person=person) | ImportRow.objects.filter(pk__in=named)
    batches = set(rows.values_list("batch", flat=True))
    deleted = rows.count()
    rows.delete()
    ImportFile.objects.filter(batch__in=batches).exclude(content="").update(content="")
    return deleted


def _nobodys_rows() -> Iterator[ImportRow]:
    rows = ImportRow.objects.filter(person=None).exclude(fields=None)
    return rows.only("pk", "fields").iterator(chunk_size=AT_A_TIME)


def _names(fields: dict[str, Any], marks: Collection[str]) -> bool:
    return any(
        way_mark(kind, value) in marks
        for field, kind in KINDS.items()
        for value in fields.get(field) or ()
    )
