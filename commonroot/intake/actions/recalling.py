"""What was said of two rows is not asked again when their list was taken back and comes once more,
mended or not: rows are known by what stands in them.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2s

from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.intake.queries.knowing import batched

ROWS_AT_A_TIME = 500
# The two rows by what stands in them; or one row, and the primary key of somebody known.
Place = tuple[frozenset[bytes], int | None]


def recall(pairs: Sequence[RowPair]) -> None:
    """Give new pairs, not stored yet, the answer that such rows had in a list taken back.

    For as long as the rows of that list are kept. The last answer stands.
    """
    said = RowPair.objects.filter(batch__state=Import.State.UNDONE).exclude(said="")
    earlier = list(said.order_by("said_at", "pk").defer("levels", "reasons"))
    if not earlier or not pairs:
        return
    contents = _contents({pk for one in (*earlier, *pairs) for pk in (one.row_id, one.other_id)})
    answers = {_place(one, contents): one for one in earlier}
    found = [(pair, one) for pair in pairs if (one := answers.get(_place(pair, contents)))]
    for pair, known in found:
        pair.said, pair.said_at, pair.said_by = known.said, known.said_at, known.said_by


def _place(pair: RowPair, contents: Mapping[int | None, bytes]) -> Place:
    ends = (pair.row_id, pair.other_id) if pair.other_id else (pair.row_id,)
    return frozenset(contents[pk] for pk in ends), pair.person_id


def _contents(pks: Collection[int | None]) -> dict[int | None, bytes]:
    """A digest of what stands in each row, by primary key; it is never stored."""
    found: dict[int | None, bytes] = {}
    for some in batched([pk for pk in pks if pk is not None], ROWS_AT_A_TIME):
        for pk, cells in ImportRow.objects.filter(pk__in=some).values_list("pk", "cells"):
            said = json.dumps([str(cell).strip() for cell in cells])
            found[pk] = blake2s(said.encode(), digest_size=16).digest()
    return found
