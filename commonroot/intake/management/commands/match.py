"""`manage.py match FILE… --clusters OUT.csv`: who in some lists is the same person."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.intake.management.outputs import check_output
from commonroot.intake.rules.records import Place, records_of_lists, records_of_table
from commonroot.matching.bulk import Matches
from commonroot.matching.engines import ENGINES, OWN, EngineMissing, engine
from commonroot.matching.records import Record
from commonroot.sheets.book import Table
from commonroot.sheets.limits import COMMAND
from commonroot.sheets.reading import read
from commonroot.sheets.sayings import Unreadable

Rows = Iterable[tuple[Place, Record]]


class Command(BaseCommand):
    """Reads, compares, writes one or two tables; the register is neither read nor changed."""

    help = "Find the same people in lists. Nothing is brought in: the answer is a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read and where to write."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="lists, as found")
        parser.add_argument(
            "--records", type=Path, metavar="CSV", help="one table with plain headings instead"
        )
        parser.add_argument(
            "--clusters", type=Path, metavar="CSV",
            help="written: file,row,cluster_id (record_id,cluster_id if the table has record_id); "
            "without it that is printed",
        )  # fmt: skip
        parser.add_argument(
            "--pairs", type=Path, metavar="CSV", help="written: pairs with their band and score"
        )
        parser.add_argument("--workers", type=int, metavar="N", help="processes to use")
        parser.add_argument(
            "--engine", choices=ENGINES, default=OWN,
            help="what compares: our own, or splink for millions of rows (requirements/large.in)",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read everything before anything is written; a bad file ends with a plain sentence."""
        files, table = options["files"], options["records"]
        if bool(files) == bool(table):
            raise CommandError("Name the lists to match, or one table with --records.")
        sources = [table] if table else files
        outputs = [path for path in (options["clusters"], options["pairs"]) if path]
        for place, path in enumerate(outputs):
            check_output(path, kept=[*sources, *outputs[:place]])
        rows = (
            records_of_table(table.name, self._tables(table)[0])
            if table
            else records_of_lists(self._lists(files))
        )
        places, matches = self._matched(rows, name=options["engine"], workers=options["workers"])
        named = all(place.record for place in places)
        clusters = clusters_table(places, matches, named=named)
        if options["clusters"]:
            written(options["clusters"], clusters)
        else:
            csv.writer(self.stdout, lineterminator="\n").writerows(clusters)
        if options["pairs"]:
            written(options["pairs"], pairs_table(places, matches, named=named))
        people = len(places) - sum(len(group) - 1 for group in matches.clusters)
        self.stderr.write(f"{len(places)} rows, most likely {people} people.")

    def _lists(self, files: Sequence[Path]) -> Iterator[tuple[str, list[Table]]]:
        alike = Counter(path.name for path in files)
        for number, path in enumerate(files, start=1):
            self.stderr.write(f"Reading {number} of {len(files)}: {path.name}")
            yield path.name if alike[path.name] == 1 else str(path), self._tables(path)

    def _tables(self, path: Path) -> list[Table]:
        try:
            book = read(path, path.name, limits=COMMAND)
        except Unreadable as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        return [table for table in book.tables if table.rows]

    def _matched(
        self, rows: Rows, *, name: str, workers: int | None
    ) -> tuple[list[Place], Matches]:
        places: list[Place] = []
        found: list[bool] = []

        def placed() -> Iterator[Record]:
            for place, record in rows:
                places.append(place)
                found.append(somebody(record))
                yield record

        said = -1

        def told(done: int, total: int) -> None:
            nonlocal said
            percent = 100 * done // max(1, total)
            if percent > said:
                said = percent
                self.stderr.write(f"\rComparing: {percent} %", ending="")

        try:
            matches = engine(name, progress=told, workers=workers).match(placed())
        except EngineMissing as missing:
            raise CommandError(str(missing)) from missing
        self.stderr.write("")
        if not any(found):
            raise CommandError("There is nobody in these lists.")
        return places, matches


def somebody(record: Record) -> bool:
    """Whether a row says anything that one person can be told from another by."""
    return bool(record.names or record.given or record.family or record.emails or record.phones)


def clusters_table(
    places: Sequence[Place], matches: Matches, *, named: bool
) -> Iterator[tuple[object, ...]]:
    """Every row with the number of its group; who stands alone has a number too."""
    group = {ref: number for number, refs in enumerate(matches.clusters, start=1) for ref in refs}
    yield (*_heading("", named=named), "cluster_id")
    alone = len(matches.clusters)
    for ref, place in enumerate(places):
        if ref not in group:
            alone += 1
        yield (*_cells(place, named=named), group.get(ref, alone))


def pairs_table(
    places: Sequence[Place], matches: Matches, *, named: bool
) -> Iterator[tuple[object, ...]]:
    """Every pair that is not apart, with its band and how likely it is one person."""
    yield (*_heading("_l", named=named), *_heading("_r", named=named), "band", "score")
    by_ref = dict(enumerate(places))
    for one, other, likeness in matches.pairs:
        left, right = (_cells(by_ref[ref], named=named) for ref in (one, other))  # type: ignore[index]  # refs are the numbers given above
        yield (*left, *right, likeness.band.value, f"{likeness.probability:.4f}")


def written(path: Path, table: Iterable[tuple[object, ...]]) -> None:
    """Write one table."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error


def _heading(side: str, *, named: bool) -> tuple[str, ...]:
    return (f"record_id{side}",) if named else (f"file{side}", f"row{side}")


def _cells(place: Place, *, named: bool) -> tuple[object, ...]:
    return (place.record,) if named else (place.file, place.row)
