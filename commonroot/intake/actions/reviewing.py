"""Answering whether two of an import are one person, and taking answers back."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.intake.models import Import, RowPair
from commonroot.intake.queries import reviewing as queries
from commonroot.people.actions import learn

ROWS_AT_A_TIME = 500


class ComesIn(Refused):
    """The list is being brought in, or was: its pairs are settled in the register now."""


class Changed(Refused):
    """What would be taken is not what was shown: somebody answered in the meantime."""


@transaction.atomic
def answer(*, pair: RowPair, said: str, by: Actor, at: datetime) -> RowPair:
    """Say of a pair that it is one person, two, or that one is not sure. Raises ComesIn.

    Saying it again otherwise replaces what was said.
    """
    _still_open(pair.batch)
    pair.said = RowPair.Said(said)
    pair.said_at = at
    pair.said_by = _who(by)
    pair.save(update_fields=["said", "said_at", "said_by"])
    return pair


@transaction.atomic
def take_back(*, batch: Import, by: Actor) -> list[RowPair]:
    """Take back what `by` answered last, one pair or all taken at one stroke; those it was of.

    Nothing answered: nothing taken back. Raises ComesIn.
    """
    _still_open(batch)
    taken = list(queries.last_said(batch, by=by))
    for one in taken:
        one.said, one.said_at, one.said_by = RowPair.Said.OPEN, None, ""
    RowPair.objects.bulk_update(taken, ["said", "said_at", "said_by"], batch_size=ROWS_AT_A_TIME)
    return taken


@transaction.atomic
def accept_likely(*, batch: Import, shown: str, by: Actor, at: datetime) -> int:
    """Take every very likely pair as one person that may be: how many.

    `shown` is the digest of the pairs that the page counted. Raises Changed when they are others
    by now, ComesIn.
    """
    _still_open(batch)
    take = queries.likely(queries.review(batch, at=at)).take
    if queries.digest(take) != shown:
        raise Changed(
            _("Somebody answered in the meantime, and the number changed. Look at it once more.")
        )
    for start in range(0, len(take), ROWS_AT_A_TIME):
        RowPair.objects.filter(pk__in=take[start : start + ROWS_AT_A_TIME]).update(
            said=RowPair.Said.SAME, said_at=at, said_by=_who(by)
        )
    note("pairs taken as one", batch, by=by, at=at, facts={"pairs": len(take)})
    return len(take)


def _who(by: Actor) -> str:
    return f"{by.kind}:{by.key}"


def _still_open(batch: Import) -> None:
    """The import as it stands in the database: the work process may have begun meanwhile."""
    state = Import.objects.select_for_update(of=("self",)).values_list("state", flat=True)
    if state.get(pk=batch.pk) != Import.State.READ:
        raise ComesIn(
            _(
                "This list is coming into the register already, so its pairs are no longer "
                "answered here. What was said before stands."
            )
        )


def learn_from(*, batch: Import, at: datetime) -> int:
    """Let what was said of single pairs teach the weights; how many. What was taken at a stroke
    teaches nothing: nobody looked at each.

    Within the transaction in which the list begins to come in, so that it is learnt once.
    """
    said = RowPair.objects.filter(batch=batch, said__in=(RowPair.Said.SAME, RowPair.Said.DIFFERENT))
    said = said.filter(said_at__gte=batch.read_at)  # what was said before it came again was learnt
    pairs = list(said.order_by("pk").values_list("said", "said_at", "said_by", "levels"))
    strokes = Counter((at_, by) for _said, at_, by, _levels in pairs)
    alone = [(said_, levels) for said_, at_, by, levels in pairs if strokes[at_, by] == 1]
    for said_, levels in alone:
        learn(levels=levels, same=said_ == RowPair.Said.SAME, at=at)
    return len(alone)
