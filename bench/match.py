"""Matching: how right it is, how long it takes and how much memory, beside splink.

Measured on made-up sets (seeds that no weight was learnt from), on FEBRL 3 and 4 without labels,
and on a folder of lists with its truth if COMMONROOT_BENCH_SHEETS names one. COMMONROOT_BENCH_BIG=1
adds the set of 200,000 rows.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.made.folder import make
from bench.served import tree

ABOUT = """\
Made-up rows come from `python -m bench.made`; no weight was learnt from the sets measured here.
splink runs on the same rows and the same normalised features (skeletons of names, repaired
addresses), learns its weights as its tutorial does, and has its threshold chosen by the truth. Its
time is without making the features, but for the last of its figures; ours is with them. F1 is of
pairs in one group. How many are found by bands is asked of 20,000 rows: among more people fewer are
sure by a name and an address."""
SEED = 7
SETS = (2_000, 20_000, 200_000)
BIG = 200_000
# F1 and B-cubed that must be reached; rows: (least F1, least B-cubed, most MB)
FLOORS = {2_000: (0.90, 0.96, 500), 20_000: (0.87, 0.945, 500), 200_000: (0.80, 0.92, 2000)}
FEBRL = {3: 0.999, 4: 0.9995}
LISTS_LOSE = 0.02
BANDS_ASKED = 20_000  # rows of the set of which so many are to be found by the bands


def measure() -> list[Figure]:
    """Everything of the matching."""
    return list(_figures())


def _figures() -> Iterator[Figure]:
    sheets = os.environ.get("COMMONROOT_BENCH_SHEETS")
    if sheets:
        yield from _quality("given lists", run("bench.matched", sheets, "--lists"))
    for rows in SETS:
        if rows == BIG and not os.environ.get("COMMONROOT_BENCH_BIG"):
            continue
        with tempfile.TemporaryDirectory(prefix="commonroot-bench-") as folder:
            make(Path(folder), rows=rows, seed=SEED)
            yield from _made(folder, rows=rows)
    for number, floor in FEBRL.items():
        ours = run("bench.febrl", str(number))
        theirs = run("bench.febrl", str(number), "--splink")
        name = f"FEBRL {number}"
        yield Figure(f"{name}: F1", ours["f1"], "", floor=floor)
        yield Figure(f"{name}: F1 of splink", theirs["f1"], "")
        yield Figure(f"{name}: CPU", ours["cpu"], "s")
        yield Figure(f"{name}: CPU of splink", theirs["cpu"], "s")


def _made(folder: str, *, rows: int) -> Iterator[Figure]:
    name = f"{rows:,} made-up rows"
    f1, bcubed, memory = FLOORS[rows]
    clean = run("bench.matched", folder)
    yield from _quality(name, clean, f1=f1, bcubed=bcubed, bands_asked=rows == BANDS_ASKED)
    yield Figure(f"{name}: CPU", clean["cpu"], "s")
    yield Figure(f"{name}: waited", clean["matched"], "s")
    yield Figure(f"{name}: memory", clean["peak"], "MB", memory)
    lists = run("bench.matched", folder, "--lists")
    yield Figure(f"{name}, from raw lists: F1", lists["f1"], "", floor=clean["f1"] - LISTS_LOSE)
    yield Figure(f"{name}, from raw lists: reading them", lists["read"], "s")
    theirs = run("bench.splinked", folder)
    yield Figure(f"{name}: F1 of splink", theirs["f1"], "")
    yield Figure(f"{name}: B-cubed of splink", theirs["scores"]["bcubed"], "")
    yield Figure(f"{name}: CPU of splink", theirs["cpu"], "s")
    yield Figure(f"{name}: waited for splink", theirs["matched"], "s")
    yield Figure(f"{name}: memory of splink", theirs["peak"], "MB")
    waited, cpu = (theirs[one] / clean[one] for one in ("matched", "cpu"))
    yield Figure(f"{name}: times faster than splink, waited", waited, "×", floor=1)
    yield Figure(f"{name}: times faster than splink, CPU", cpu, "×")
    whole = (theirs["read"] + theirs["matched"]) / clean["matched"]
    yield Figure(f"{name}: times faster than splink with its features made", whole, "×")


def _quality(
    name: str,
    found: dict[str, Any],
    *,
    f1: float | None = None,
    bcubed: float | None = None,
    bands_asked: bool = True,
) -> Iterator[Figure]:
    scores = found["scores"]
    yield Figure(f"{name}: F1", found["f1"], "", floor=f1)
    yield Figure(f"{name}: precision", part(scores["precision"]), "")
    yield Figure(f"{name}: recall", part(scores["recall"]), "")
    yield Figure(f"{name}: B-cubed", scores["bcubed"], "", floor=bcubed)
    least_sure, least_found = (0.4, 0.87) if bands_asked else (None, None)
    bands = scores["bands"]
    certain, sure_recall = bands.get("certain", ({"hits": 0, "of": 0},) * 2)
    yield Figure(f"{name}: merged without a person, precision", part(certain), "", floor=0.995)
    yield Figure(
        f"{name}: merged without a person, recall", part(sure_recall), "", floor=least_sure
    )
    if "probable" in bands:
        yield Figure(f"{name}: probable, precision", part(bands["probable"][0]), "", floor=0.95)
    three = sum(part(recall) for _precision, recall in bands.values())
    yield Figure(f"{name}: recall of the three bands", three, "", floor=least_found)
    asked = sum(shares[0]["of"] for band, shares in bands.items() if band != "certain")
    yield Figure(f"{name}: pairs to look at, a row", asked / scores["rows"], "", 0.5)
    for kind, share in sorted(scores["merged"].items()):
        words = kind.replace("_", " and ")
        yield Figure(
            f"{name}: look-alikes in one group, {words} (of {share['of']})", part(share), ""
        )


def part(share: dict[str, int]) -> float:
    """A share's value; 1 of nothing."""
    return share["hits"] / share["of"] if share["of"] else 1.0


def run(module: str, *arguments: str) -> dict[str, Any]:
    """Run one measurement in a process of its own; its JSON, with `peak` in MB of its tree."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _megabytes(process.pid))
        time.sleep(0.3)
    answer = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(answer.splitlines()[-1])
    if "scores" in found:
        precision, recall = (part(found["scores"][name]) for name in ("precision", "recall"))
        found["f1"] = 2 * precision * recall / max(1e-9, precision + recall)
    return found | {"peak": peak}


def _megabytes(root: int) -> float:
    """Proportional memory of a process and its descendants, as far as they still run."""
    kilobytes = 0
    for pid in tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024
