"""The same records matched by splink, with settings as its tutorial has them and our features.

`python -m bench.splinked FOLDER` prints scores and seconds as one line of JSON. Blocking
and comparisons use what our own engine uses (skeletons of names, repaired addresses, one name a
city); weights are learnt as splink learns them: u by random sampling, m by expectation
maximisation on blocks. Groups are its connected components, at the threshold that does best by the
truth: better than anybody could choose it who does not know the truth.
"""

import argparse
import json
import logging
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.matched import cpu_seconds, folder_of, rows_of
from bench.scoring import score
from commonroot.matching.describe import describe
from commonroot.matching.records import Description

SEED = 1
THRESHOLDS = (0.9, 0.95, 0.99, 0.999, 0.9999)
BLOCKS = [
    ["email"],
    ["phone"],
    ["country", "sorted"],
    ["country", "first", "last"],
    ["country", "first", "city"],
    ["country", "last", "city"],
    ["country", "born"],
    ["email_local"],
]


def features(one: Description) -> dict[str, Any]:
    """One description as a flat row; what is unknown is None."""
    bones = sorted({bone for name in one.names for bone in name.bones if bone})
    email = one.emails[0] if one.emails else None
    return {
        "unique_id": str(one.ref),
        "country": one.country or None,
        "bones": bones or None,
        "sorted": " ".join(bones) or None,
        "first": bones[0] if bones else None,
        "last": bones[-1] if len(bones) > 1 else None,
        "email": email.text if email and not email.office else None,
        "email_local": email.local if email and not email.office and len(email.local) > 5 else None,
        "phone": one.phones[0] if one.phones else None,
        "city": one.city or None,
        "organisation": one.organisation.text if one.organisation else None,
        "born": one.born.isoformat() if one.born else None,
        "born_year": str(one.born_year) if one.born_year else None,
    }


def matched(rows: Sequence[dict[str, Any]]) -> list[tuple[float, list[list[str]]]]:
    """(threshold, groups of two and more) of each threshold."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons
    from splink import SettingsCreator, block_on

    shared = 'list_intersect("bones_l", "bones_r")'
    name = comparisons.CustomComparison(
        output_column_name="bones",
        comparison_levels=[
            levels.NullLevel("bones"),
            levels.ExactMatchLevel("sorted", term_frequency_adjustments=True),
            levels.CustomLevel(f"len({shared}) >= 3", "three parts"),
            levels.CustomLevel(f"len({shared}) = 2", "two parts"),
            levels.CustomLevel(f"len({shared}) = 1", "one part"),
            levels.JaroWinklerLevel("sorted", 0.9),
            levels.ElseLevel(),
        ],
    )
    born = comparisons.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            levels.NullLevel("born_year"),
            levels.ExactMatchLevel("born"),
            levels.ExactMatchLevel("born_year"),
            levels.ElseLevel(),
        ],
    )
    email = comparisons.CustomComparison(
        output_column_name="email",
        comparison_levels=[
            levels.NullLevel("email"),
            levels.ExactMatchLevel("email", term_frequency_adjustments=True),
            levels.ExactMatchLevel("email_local"),
            levels.LevenshteinLevel("email", 2),
            levels.ElseLevel(),
        ],
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        comparisons=[
            name,
            email,
            comparisons.ExactMatch("phone").configure(term_frequency_adjustments=True),
            born,
            comparisons.JaroWinklerAtThresholds("organisation", [0.9]),
            comparisons.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
        retain_matching_columns=False,
    )
    linker = linker_of(rows, settings)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("email", "sorted"), block_on("phone", "sorted")], recall=0.4
    )
    train.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    train.estimate_parameters_using_expectation_maximisation(block_on("country", "sorted"))
    train.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    train.estimate_parameters_using_expectation_maximisation(block_on("email"))
    return components(linker)


def linker_of(rows: Sequence[dict[str, Any]], settings: Any) -> Any:
    """A silent linker over rows."""
    import pandas
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    table = DuckDBAPI().register(pandas.DataFrame(list(rows)))
    return Linker(table, settings, log_level=logging.ERROR)


def components(linker: Any) -> list[tuple[float, list[list[str]]]]:
    """(threshold, groups of two and more) of a trained linker."""
    pairs = linker.inference.predict(threshold_match_probability=0.3)
    return [(threshold, _groups(linker, pairs, threshold=threshold)) for threshold in THRESHOLDS]


def _groups(linker: Any, pairs: Any, *, threshold: float) -> list[list[str]]:
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
    frame = found.as_pandas_dataframe()
    groups = defaultdict(list)
    for number, key in zip(frame["cluster_id"], frame["unique_id"], strict=True):
        groups[number].append(str(key))
    return [group for group in groups.values() if len(group) > 1]


def main() -> int:
    """Match one folder's table; seconds are splink's own, without making the features."""
    asked = argparse.ArgumentParser(prog="python -m bench.splinked")
    asked.add_argument("folder", type=Path)
    given = asked.parse_args()
    rows = list(rows_of(given.folder, lists=not (given.folder / "records.csv").exists()))
    truth = folder_of(given.folder)
    names = [place.record or truth.at.get((place.file, place.row), "") for place, _ in rows]
    started = time.perf_counter()
    described = [features(describe(record)) for _place, record in rows]
    made_in = time.perf_counter() - started
    started, used = time.perf_counter(), cpu_seconds()
    found = matched(described)
    matched_in, used = time.perf_counter() - started, cpu_seconds() - used
    threshold, scores = max(
        (
            (
                threshold,
                score(
                    truth.truth,
                    [[names[int(key)] for key in group] for group in groups],
                    lookalikes=truth.lookalikes,
                ),
            )
            for threshold, groups in found
        ),
        key=lambda one: one[1].f1,
    )
    figures = {"threshold": threshold, "read": made_in, "matched": matched_in, "cpu": used}
    print(json.dumps(figures | {"scores": asdict(scores)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
