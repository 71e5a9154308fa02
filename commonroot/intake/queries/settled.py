"""Who in a list is one person by what was certain and by what was said, and what that makes of
its counts.
"""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from django.core.cache import cache

from commonroot.intake import rules
from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.intake.queries.knowing import rows_of

Said = RowPair.Said
KEPT_SECONDS = 3600


class Settled(NamedTuple):
    """Who is one person in a list: its groups by number, people of the register by minus theirs.

    `people` are those whom groups were known to be when the list was read: {group: primary key}.
    """

    found: rules.Joined
    groups: set[int]
    people: dict[int, int]


def settled(batch: Import) -> Settled:
    """What the answers join, the likeliest first, and nothing that was said to be different."""
    groups: dict[int, int] = {}
    people: dict[int, int] = {}
    rows = ImportRow.objects.filter(batch=batch, group__isnull=False)
    for pk, group, person in rows.values_list("pk", "group", "person"):
        groups[pk] = int(group or 0)
        if person is not None:
            people[groups[pk]] = person
    same = [(group, -person) for group, person in people.items()]
    apart: list[tuple[int, int]] = []
    pairs = RowPair.objects.filter(batch=batch, said__in=(Said.SAME, Said.DIFFERENT))
    for pair in pairs.order_by("-probability", "pk").defer("reasons", "levels"):
        one = groups[pair.row_id]
        other = groups[pair.other_id] if pair.other_id else -(pair.person_id or 0)
        (same if pair.said == Said.SAME else apart).append((one, other))
    found = rules.joined(
        same, apart=apart, single=[end for pair in same for end in pair if end < 0]
    )
    return Settled(found, set(groups.values()), people)


def recounted(batch: Import, *, found: rules.Joined) -> dict[str, Any]:
    """The counts of "What your list says" when those whom `found` joins are one person each."""
    groups = dict(
        ImportRow.objects.filter(batch=batch, group__isnull=False).values_list("position", "group")
    )
    wholes: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for position, _pk, _mark, said in rows_of(batch.pk):
        wholes[found.first(int(groups[position] or 0))].append(said)
    refused = batch.truth.get("refused", 0)
    tally = rules.Tally(
        rows=refused,
        refused=refused,
        pairs=batch.truth.get("pairs", 0),
        look=batch.truth.get("look", 0),
    )
    for first, some in wholes.items():
        tally.add(some, known=first < 0, look=False)
    return tally.as_json()


def truth_now(batch: Import) -> dict[str, Any]:
    """The counts of a list with what was answered since it was read; kept for an hour."""
    answers = RowPair.objects.filter(batch=batch, said__in=(Said.SAME, Said.DIFFERENT))
    said = [f"{pk} {word}" for pk, word in answers.order_by("pk").values_list("pk", "said")]
    if batch.state != Import.State.READ or not said:
        as_read: dict[str, Any] = batch.truth
        return as_read
    version = sha256("\n".join([batch.read_at.isoformat(), *said]).encode()).hexdigest()[:24]
    name = f"truth-of-{batch.pk}-{version}"
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None:
        kept = recounted(batch, found=settled(batch).found)
        cache.set(name, kept, KEPT_SECONDS)
    return kept
