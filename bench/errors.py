"""What a matching misses and what it joins wrongly, with examples: `python -m bench.errors FOLDER`.

Writes Markdown to standard output. Only for made-up people: the examples are whole rows.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from bench.matched import folder_of, rows_of
from bench.scoring import Truth, happened
from commonroot.matching.bulk import Matches, match_all
from commonroot.matching.matcher import Likeness
from commonroot.matching.records import Record

Pairs = dict[tuple[str, str], Likeness]
EXAMPLES = 5


def main() -> int:
    """Match one folder and write what went wrong."""
    asked = argparse.ArgumentParser(prog="python -m bench.errors")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--lists", action="store_true")
    asked.add_argument("--examples", type=int, default=EXAMPLES)
    given = asked.parse_args()
    folder = folder_of(given.folder)
    records: dict[str, Record] = {}
    names: list[str] = []
    for place, record in rows_of(given.folder, lists=given.lists):
        names.append(place.record or folder.at.get((place.file, place.row), ""))
        records[names[-1]] = record
    matches = match_all(list(records.values()))
    found = _found(matches, names)
    group = {
        names[int(str(ref))]: number for number, refs in enumerate(matches.clusters) for ref in refs
    }
    alike = {frozenset(pair[:2]): pair[2] for pair in folder.lookalikes}
    truth = {row.record: row for row in folder.truth}
    for title, pairs in (
        ("Missed", missed(folder.truth, group=group)),
        ("Joined wrongly", joined(matches.clusters, names=names, truth=truth, alike=alike)),
        ("Certain and wrong", certain(found, truth=truth, alike=alike)),
    ):
        _show(title, pairs, records=records, truth=truth, found=found, most=given.examples)
    return 0


def _found(matches: Matches, names: Sequence[str]) -> Pairs:
    found: Pairs = {}
    for one, other, likeness in matches.pairs:
        a, b = names[int(str(one))], names[int(str(other))]
        found[a, b] = found[b, a] = likeness
    return found


def missed(truth: Iterable[Truth], *, group: dict[str, int]) -> dict[str, list[tuple[str, str]]]:
    """Pairs of one person in different groups, by what was done to them."""
    rows = defaultdict(list)
    for row in truth:
        rows[row.person].append(row)
    kinds = defaultdict(list)
    for same in rows.values():
        for one, other in combinations(same, 2):
            if group.get(one.record, one.record) != group.get(other.record, other.record):
                for word in happened(one, other):
                    kinds[word].append((one.record, other.record))
    return kinds


def joined(
    clusters: Iterable[Sequence[object]],
    *,
    names: Sequence[str],
    truth: dict[str, Truth],
    alike: dict[frozenset[str], str],
) -> dict[str, list[tuple[str, str]]]:
    """Pairs of two people in one group, by the kind of look-alike they are."""
    kinds = defaultdict(list)
    for refs in clusters:
        for one, other in combinations([names[int(str(ref))] for ref in refs], 2):
            people = frozenset((truth[one].person, truth[other].person))
            if len(people) > 1:
                kinds[alike.get(people, "strangers")].append((one, other))
    return kinds


def certain(
    found: Pairs, *, truth: dict[str, Truth], alike: dict[frozenset[str], str]
) -> dict[str, list[tuple[str, str]]]:
    """Pairs that would be merged without a person, and are two people."""
    kinds = defaultdict(list)
    for (one, other), likeness in found.items():
        people = frozenset((truth[one].person, truth[other].person))
        if one < other and likeness.band == "certain" and len(people) > 1:
            kinds[alike.get(people, "strangers")].append((one, other))
    return kinds


def _show(
    title: str,
    kinds: dict[str, list[tuple[str, str]]],
    *,
    records: dict[str, Record],
    truth: dict[str, Truth],
    found: Pairs,
    most: int,
) -> None:
    print(f"\n## {title}: {len({pair for pairs in kinds.values() for pair in pairs})} pairs")
    for kind, pairs in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"\n### {kind}: {len(pairs)}\n")
        for one, other in random.Random(1).sample(pairs, min(most, len(pairs))):
            likeness = found.get((one, other))
            told = (
                f"{likeness.band} {likeness.probability:.2f} weight {likeness.weight:.1f} "
                + " ".join(f"{name}={level}" for name, level in likeness.levels.items() if level)
                if likeness
                else "not among the pairs"
            )
            print(f"- {_line(records[one], truth[one])}\n  {_line(records[other], truth[other])}")
            print(f"  → {told}")


def _line(record: Record, truth: Truth) -> str:
    parts = (
        " ".join(record.names), record.country, record.city, record.organisation,
        " ".join(record.emails), " ".join(record.phones), record.born or record.born_year,
        f"[{' '.join(sorted(truth.tags))}]",
    )  # fmt: skip
    return " · ".join(str(part) for part in parts if part)


if __name__ == "__main__":
    sys.exit(main())
