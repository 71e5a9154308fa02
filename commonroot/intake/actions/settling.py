"""What was said of pairs, made true: who is one person before a list comes in, and what stays to
be looked at in the register.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from commonroot.core.rows import insert, write_in_parts
from commonroot.intake import rules
from commonroot.intake.actions.judging import ROWS_AT_A_TIME, called, draft_pair, recognise
from commonroot.intake.actions.reviewing import learn_from
from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.intake.queries.knowing import record_of, rows_of, united
from commonroot.intake.queries.settled import recounted, settled
from commonroot.matching.records import Record
from commonroot.people.models import Change, ContactWay, Pair, Person

PAIRS_AT_A_TIME = 250
Said = RowPair.Said
STATES = {
    Said.OPEN: Pair.State.OPEN,
    Said.SAME: Pair.State.UNSURE,  # said, and not done: two known people, or somebody said no
    Said.DIFFERENT: Pair.State.DIFFERENT,
    Said.UNSURE: Pair.State.UNSURE,
}


def settle(*, batch: Import, at: datetime) -> None:
    """Bring together who is one person by what was certain and what was said, and begin adding.

    Whoever came into the register since the list was read is looked for once more. May be cut off
    and begun anew at any point.
    """
    if _register_changed(batch):
        _recognise_again(batch)
    found, groups, people = settled(batch)
    # Counted before rows are moved: whoever is cut off between counts the same once more.
    truth = recounted(batch, found=found)
    _move(batch, found, groups=groups, people=people)
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        if locked.phase == Import.Phase.KNOWING:
            locked.phase, locked.cursor, locked.truth = Import.Phase.ADDING, -1, truth
            locked.save(update_fields=["phase", "cursor", "truth"])
            learn_from(batch=locked, at=at)
    batch.refresh_from_db()


def _move(
    batch: Import,
    found: rules.Joined,
    *,
    groups: set[int],
    people: dict[int, int],
) -> None:
    """Write down who belongs together: the least group of each keeps them all, and the person."""
    wholes: dict[int, list[int]] = defaultdict(list)
    for group in sorted(groups):
        wholes[found.first(group)].append(group)
    changed: list[tuple[int, int, int | None]] = []
    for first, some in wholes.items():
        person = -first if first < 0 else None
        changed += [
            (group, some[0], person)
            for group in some
            if group != some[0] or people.get(group) != person
        ]

    def move(part: Sequence[tuple[int, int, int | None]]) -> None:
        for group, into, person in part:
            ImportRow.objects.filter(batch=batch, group=group).update(group=into, person_id=person)

    write_in_parts(changed, move, at_a_time=ROWS_AT_A_TIME)


def _register_changed(batch: Import) -> bool:
    """Whether anybody, or any address, came into the register since the list was read."""
    return (
        Person.objects.filter(created_at__gte=batch.read_at).exists()
        or ContactWay.objects.filter(created_at__gte=batch.read_at).exists()
    )


def _recognise_again(batch: Import) -> None:
    """Look in the register for those who were not in it when the list was read."""
    rows = list(rows_of(batch.pk))
    groups = dict(
        ImportRow.objects.filter(batch=batch, group__isnull=False, person=None).values_list(
            "position", "group"
        )
    )
    records: dict[int, list[Record]] = defaultdict(list)
    pks: dict[int, int] = {}
    for position, pk, _mark, said in rows:
        if position in groups:
            group = int(groups[position] or 0)
            records[group].append(record_of(position, said))
            pks.setdefault(group, pk)
    led = {
        int(groups[position] or 0): person
        for position, person in called(rows).items()
        if position in groups
    }
    known, near = recognise(
        {group: replace(united(some), ref=group) for group, some in records.items()}, called=led
    )
    with transaction.atomic():
        for group, person in known.items():
            ImportRow.objects.filter(batch=batch, group=group).update(person_id=person)
    there = set(RowPair.objects.filter(batch=batch, other=None).values_list("row", "person"))
    drafts = [
        draft_pair(batch, likeness, row=pks[group], person=person)
        for group, person, likeness in near
        if group not in known and (pks[group], person) not in there
    ]
    write_in_parts(drafts, RowPair.objects.bulk_create, at_a_time=ROWS_AT_A_TIME)


def keep_pairs(*, batch: Import, at: datetime) -> None:
    """Hand on to the register what was said of pairs, and what nobody looked at yet.

    In parts; begun anew, it hands on what is left. "Different" stays for ever; what is open or
    unsure waits in its queue.
    """
    pairs = (
        RowPair.objects.filter(batch=batch)
        .select_related("row", "other")
        .defer("row__cells", "row__fields", "row__problems", "row__reason")
        .defer("other__cells", "other__fields", "other__problems", "other__reason")
        .order_by("-probability", "pk")
    )
    ends: dict[tuple[int, int], RowPair] = {}
    for pair in pairs:
        one = pair.row.person_id
        other = pair.other.person_id if pair.other else pair.person_id
        if one is None or other is None or one == other:
            continue
        place = (min(one, other), max(one, other))
        if place not in ends or pair.said == Said.DIFFERENT:
            ends[place] = pair
    there = set(
        Pair.objects.filter(left__in=[left for left, _right in ends]).values_list("left", "right")
    )
    fresh = {place: pair for place, pair in ends.items() if place not in there}
    made_here = set(
        ImportRow.objects.filter(batch=batch).exclude(made_key="").values_list("person", flat=True)
    )

    def hand_on(part: Sequence[tuple[tuple[int, int], RowPair]]) -> None:
        pairs = [_pair(ends, pair, at=at) for ends, pair in part]
        insert(pairs, leave_known=True)
        _log(
            batch, [pair for pair in pairs if not made_here & {pair.left_id, pair.right_id}], at=at
        )

    write_in_parts(list(fresh.items()), hand_on, at_a_time=PAIRS_AT_A_TIME)


def _pair(ends: tuple[int, int], pair: RowPair, *, at: datetime) -> Pair:
    left, right = ends
    return Pair(
        left_id=left,
        right_id=right,
        state=STATES[Said(pair.said)],
        band=pair.band,
        probability=pair.probability,
        levels=pair.levels,
        reasons=pair.reasons,
        found_at=at,
        decided_at=pair.said_at,
        decided_by=pair.said_by,
    )


def _log(batch: Import, pairs: Sequence[Pair], *, at: datetime) -> None:
    """Remember pairs of people who were there before, so that taking the list back ends them."""
    Change.objects.bulk_create(
        Change(
            at=at,
            actor=batch.by,
            cause=f"import:{batch.key}",
            model="people.pair",
            row_key=pair.key,
            person_id=pair.left_id,
            after={"state": pair.state},
        )
        for pair in pairs
    )
