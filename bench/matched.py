"""One matching in a process of its own: `python -m bench.matched FOLDER` prints its figures.

FOLDER holds lists, `truth.csv` and perhaps `hard_negatives.csv` and `records.csv`. With --lists
the lists are read and their headings mapped unattended; without, the table `records.csv` is taken.
"""

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.scoring import Scores, Truth, score
from commonroot.intake.rules.records import Place, records_of_lists, records_of_table
from commonroot.matching.bulk import Matches, match_all
from commonroot.matching.records import Record
from commonroot.sheets.limits import COMMAND
from commonroot.sheets.reading import read


@dataclass(frozen=True)
class Folder:
    """A folder's truth."""

    truth: list[Truth]
    at: dict[tuple[str, int], str]
    lookalikes: list[tuple[str, str, str]]


def folder_of(path: Path) -> Folder:
    """Read what is true of a folder of lists."""
    truth, at = [], {}
    for line in _lines(path / "truth.csv"):
        tags = frozenset(filter(None, line["tags"].split("|")))
        truth.append(
            Truth(
                line["record_id"], line["person_id"], tags, line["email_true"], line["phone_true"]
            )
        )
        at[line["file"], int(line["row"])] = line["record_id"]
    alike = path / "hard_negatives.csv"
    pairs = [(line["person_a"], line["person_b"], line["kind"]) for line in _lines(alike)]
    return Folder(truth, at, pairs)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def rows_of(path: Path, *, lists: bool) -> Iterator[tuple[Place, Record]]:
    """Read a folder: its lists as they are, or its one clean table."""
    if not lists:
        table = read(path / "records.csv", "records.csv", limits=COMMAND).tables[0]
        return records_of_table("records.csv", table)
    known = sorted({line["file"] for line in _lines(path / "truth.csv")})
    return records_of_lists(
        (name, [t for t in read(path / name, name, limits=COMMAND).tables if t.rows])
        for name in known
    )


def scored(folder: Folder, *, places: Sequence[Place], matches: Matches) -> Scores:
    """The scores of a matching whose refs are places' numbers."""
    names = [place.record or folder.at.get((place.file, place.row), "") for place in places]
    return score(
        folder.truth,
        [[names[int(str(ref))] for ref in group] for group in matches.clusters],
        pairs=[
            (names[int(str(one))], names[int(str(other))], likeness.band.value)
            for one, other, likeness in matches.pairs
        ],
        lookalikes=folder.lookalikes,
    )


def cpu_seconds() -> float:
    """User + system time of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> int:
    """Match one folder; print the scores, seconds and memory as one line of JSON."""
    asked = argparse.ArgumentParser(prog="python -m bench.matched", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--lists", action="store_true")
    asked.add_argument("--workers", type=int)
    given = asked.parse_args()
    started = time.perf_counter()
    rows = list(rows_of(given.folder, lists=given.lists))
    places, records = [place for place, _ in rows], [record for _, record in rows]
    del rows
    read_in = time.perf_counter() - started
    started, used = time.perf_counter(), cpu_seconds()
    matches = match_all(records, workers=given.workers)
    matched_in, used = time.perf_counter() - started, cpu_seconds() - used
    scores = scored(folder_of(given.folder), places=places, matches=matches)
    figures = {"read": read_in, "matched": matched_in, "cpu": used}
    print(json.dumps(figures | {"scores": asdict(scores)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
