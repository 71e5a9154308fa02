"""The dry run, second half: rows beside one another and beside the register; nobody is changed."""

import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations, pairwise
from typing import Any

from django.db import connection, transaction

from commonroot.core.rows import insert, write_in_parts
from commonroot.intake import rules
from commonroot.intake.actions.recalling import recall
from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.intake.queries.knowing import (
    MENDED,
    batched,
    named,
    record_of,
    row_identifier,
    rows_of,
    united,
)
from commonroot.matching.bulk import Matches, Progress, compare_all, matches_of, uncollected
from commonroot.matching.describe import describe
from commonroot.matching.matcher import Band, Likeness, Matcher
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Record
from commonroot.matching.usage import Usage
from commonroot.people.models import Person
from commonroot.people.queries.counts import rarity_of
from commonroot.people.queries.likeness import likely_many, weights

TOLD_EVERY_SECONDS = 0.5
ROWS_AT_A_TIME = 500
ASKED_AT_A_TIME = 500
PEOPLE_A_ROW = 2
PAIRS_A_ROW = 0.5

Verdict = ImportRow.Verdict


class _Progress:
    """Tells how far a phase is, at most twice a second, each time in a write of its own."""

    def __init__(self, batch: Import, tell: Callable[[Import], None]) -> None:
        self.batch, self.tell = batch, tell
        self.told = 0.0

    def begin(self, phase: str, total: int) -> None:
        """A new phase."""
        self.batch.phase, self.batch.done, self.batch.total = phase, 0, total
        self.batch.save(update_fields=["phase", "done", "total"])
        self.tell(self.batch)

    def __call__(self, done: int, total: int) -> None:
        """So much is done."""
        now = time.monotonic()
        if now - self.told < TOLD_EVERY_SECONDS:
            return
        self.told = now
        self.batch.done, self.batch.total = done, total
        self.batch.save(update_fields=["done", "total"])
        self.tell(self.batch)


def judge(*, batch: Import, at: datetime, tell: Callable[[Import], None]) -> None:
    """Give every row its verdict and write down the pairs that somebody should look at.

    Begins anew when it was cut off: nothing of it is needed before all is there.
    """
    progress = _Progress(batch, tell)
    _forget(batch)
    rows = list(rows_of(batch.pk))
    fields = {position: said for position, _pk, _mark, said in rows}
    pks = {position: pk for position, pk, _mark, _said in rows}
    records = {position: record_of(position, said) for position, said in fields.items()}
    progress.begin(Import.Phase.COMPARING, len(rows))
    matches = _matches(records, progress=progress)
    led = called(rows)
    groups = _groups(records, called=led, certain=matches.certain)
    progress.begin(Import.Phase.KNOWING, len(rows))
    known, near = recognise(
        {first: united([records[one] for one in some]) for first, some in groups.items()},
        called={first: led[one] for first, some in groups.items() for one in some if one in led},
        progress=progress,
    )
    groups, known = _united_by(known, groups)
    first_of = {position: first for first, some in groups.items() for position in some}
    pairs = _best_pairs(
        [(one, other, likeness) for one, other, likeness in matches.pairs],
        first_of=first_of,
        known=known,
    )
    room = int(PAIRS_A_ROW * len(rows))
    drafts = [
        *(
            draft_pair(batch, likeness, row=pks[one], other=pks[other])
            for one, other, likeness in pairs
        ),
        *(
            draft_pair(batch, likeness, row=pks[first], person=person)
            for first, person, likeness in near
            if first in groups and first not in known
        ),
    ]
    drafts.sort(key=lambda pair: (-pair.probability, pair.row_id))
    kept = drafts[:room]
    recall(kept)
    # Of two rows it is the later one that may repeat the earlier.
    places = {pk: first_of[position] for position, pk in pks.items()}
    looked = {
        max(places[pair.row_id], places[pair.other_id] if pair.other_id else -1) for pair in kept
    }
    _store(_verdicts(groups, pks, known=known, look=looked), kept)
    batch.truth = _truth(
        batch, groups=groups, fields=fields, known=known, look=looked, pairs=len(kept)
    )
    batch.state, batch.phase, batch.read_at = Import.State.READ, Import.Phase.NONE, at
    batch.save()


def _forget(batch: Import) -> None:
    """Make rows what they were after reading, whatever was stored before a crash."""
    with transaction.atomic():
        RowPair.objects.filter(batch=batch).delete()
    rows = ImportRow.objects.filter(batch=batch).exclude(group=None)
    differing = rows.exclude(verdict=Verdict.NEW)
    pks = list(differing.values_list("pk", "position"))
    write_in_parts(
        [(position, Verdict.NEW.value, None, pk) for pk, position in pks],
        _update,
        at_a_time=ROWS_AT_A_TIME,
    )


def called(rows: Iterable[tuple[int, int, str, Mapping[str, Any]]]) -> dict[int, int]:
    """{position: primary key} of people whom an identifier of the row leads to."""
    wanted: dict[int, tuple[str, str]] = {}
    times: dict[str, int] = defaultdict(int)
    for position, _pk, row_mark, said in rows:
        times[row_mark] += 1
        if said.get("mends"):
            wanted[position] = (MENDED, said["mends"])
        elif said.get("identifier"):
            wanted[position] = (said["service"], said["identifier"])
        elif row_mark:
            wanted[position] = row_identifier(row_mark, again=times[row_mark])
    return named(wanted)


def _groups(
    records: Mapping[int, Record],
    *,
    called: Mapping[int, int],
    certain: Iterable[Sequence[Hashable]],
) -> dict[int, list[int]]:
    """{first position: positions} of rows that are certainly one person.

    Rows that lead to two people of the register are two people, however alike they are.
    """
    by_person: dict[int, list[int]] = defaultdict(list)
    for position, person in called.items():
        by_person[person].append(position)
    same = [pair for some in by_person.values() for pair in pairwise(some)]
    apart: list[tuple[int, int]] = []
    for some in certain:
        positions = sorted(int(str(one)) for one in some)
        same += pairwise(positions)
        led = {called[one]: one for one in positions if one in called}
        apart += combinations(led.values(), 2)
    return _gathered(records, rules.joined(same, apart=apart))


def _gathered(positions: Iterable[int], joined: rules.Joined) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for position in positions:
        groups.setdefault(joined.first(position), []).append(position)
    return groups


def _matches(records: Mapping[int, Record], *, progress: Progress) -> Matches:
    """Who of the rows is one person, by names as rare as they are in the list and the register.

    In this process alone: a forked one would outlive a kill and hold what we hold.
    """
    with uncollected():
        descriptions = [describe(record) for record in records.values()]
        matcher = Matcher(
            rarity=rarity_of(descriptions).plus(Rarity.counted(descriptions)),
            usage=Usage.counted(descriptions),
            weights=weights(),
        )
        return matches_of(list(records), compare_all(descriptions, matcher, progress=progress))


def recognise(
    records: Mapping[int, Record],
    *,
    called: Mapping[int, int],
    progress: Progress | None = None,
) -> tuple[dict[int, int], list[tuple[int, int, Likeness]]]:
    """({position: primary key} of whom the register certainly knows, and who may be whom).

    `called`: whom an identifier leads to; they need no comparing.
    """
    known = dict(called)
    near: list[tuple[int, int, Likeness]] = []
    asked = [position for position in records if position not in called]
    if not Person.objects.exists():
        return known, near
    for done, some in enumerate(batched(asked, ASKED_AT_A_TIME)):
        # Text: the numbers of rows are no keys of people.
        found = likely_many(
            [describe(replace(records[one], ref=str(one))) for one in some], at_most=PEOPLE_A_ROW
        )
        for position in some:
            pairs = found[str(position)]
            if pairs and pairs[0][1].band is Band.CERTAIN:
                known[position] = pairs[0][0]
            else:
                near += [(position, person, likeness) for person, likeness in pairs]
        if progress:
            progress(done * ASKED_AT_A_TIME, len(asked))
    return known, near


def _united_by(
    known: Mapping[int, int], groups: Mapping[int, list[int]]
) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Groups of which each is whole: those of one known person become one."""
    firsts: dict[int, int] = {}
    whole: dict[int, list[int]] = {}
    for first, some in groups.items():
        person = known.get(first)
        home = first if person is None else firsts.setdefault(person, first)
        whole.setdefault(home, []).extend(some)
    return (
        {min(some): sorted(some) for some in whole.values()},
        {min(whole[home]): person for person, home in firsts.items()},
    )


def _best_pairs(
    pairs: Iterable[tuple[Hashable, Hashable, Likeness]],
    *,
    first_of: Mapping[int, int],
    known: Mapping[int, int],
) -> list[tuple[int, int, Likeness]]:
    """Of all pairs between two groups the likeliest, as (earlier row, later row, likeness)."""
    best: dict[tuple[int, int], tuple[int, int, Likeness]] = {}
    for some, beside, likeness in pairs:
        one, other = sorted((int(str(some)), int(str(beside))))
        ends = (first_of[one], first_of[other])
        place = (min(ends), max(ends))
        if ends[0] == ends[1] or (ends[0] in known and ends[1] in known):
            continue
        if place not in best or best[place][2].weight < likeness.weight:
            best[place] = (one, other, likeness)
    return list(best.values())


def draft_pair(
    batch: Import,
    likeness: Likeness,
    *,
    row: int,
    other: int | None = None,
    person: int | None = None,
) -> RowPair:
    # What could not be joined without breaking a group is for somebody's eye, however sure.
    band = Band.PROBABLE if likeness.band is Band.CERTAIN else likeness.band
    return RowPair(
        batch=batch,
        row_id=row,
        other_id=other,
        person_id=person,
        band=band.value,
        probability=likeness.probability,
        levels=dict(likeness.levels),
        reasons=[[reason.code, round(reason.weight, 2)] for reason in likeness.reasons],
    )


def _verdicts(
    groups: Mapping[int, Sequence[int]],
    pks: Mapping[int, int],
    *,
    known: Mapping[int, int],
    look: set[int],
) -> list[tuple[int, str, int | None, int]]:
    """(group, verdict, person, primary key) of the rows that are not simply new."""
    found: list[tuple[int, str, int | None, int]] = []
    for first, some in groups.items():
        person = known.get(first)
        head = Verdict.KNOWN if person else Verdict.LOOK if first in look else Verdict.NEW
        for position in some:
            verdict = head if position == first else Verdict.REPEAT
            if verdict != Verdict.NEW:
                found.append((first, verdict.value, person, pks[position]))
    return found


def _store(
    verdicts: Sequence[tuple[int, str, int | None, int]],
    pairs: Sequence[RowPair],
) -> None:
    write_in_parts(verdicts, _update, at_a_time=ROWS_AT_A_TIME)
    write_in_parts(pairs, insert, at_a_time=ROWS_AT_A_TIME)


def _update(rows: Sequence[tuple[int, str, int | None, int]]) -> None:
    """Write (group, verdict, person) of rows by primary key: one prepared statement for all."""
    with connection.cursor() as cursor:
        cursor.executemany(
            'UPDATE intake_importrow SET "group" = %s, verdict = %s, person_id = %s WHERE id = %s',
            list(rows),
        )


def _truth(
    batch: Import,
    *,
    groups: Mapping[int, Sequence[int]],
    fields: Mapping[int, Mapping[str, Any]],
    known: Mapping[int, int],
    look: set[int],
    pairs: int,
) -> dict[str, Any]:
    tally = rules.Tally(pairs=pairs)
    for first, some in groups.items():
        tally.add([fields[one] for one in some], known=first in known, look=first in look)
    for _row in range(batch.rows.filter(verdict=Verdict.REFUSED).count()):
        tally.refuse()
    return tally.as_json()
