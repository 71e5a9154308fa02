"""Learn the weights of matching from made-up lists: `python -m bench.fit --out weights.toml`.

Makes sets with seeds that the bench never measures on, compares every candidate pair of each, and
fits the weights to which of them are one person (commonroot.matching.refit), starting from the
weights that are shipped. The result is a file of weights; whoever ships it measures it before.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import match
from bench.made.folder import make
from bench.matched import folder_of, rows_of
from commonroot.matching.blocks import candidates
from commonroot.matching.describe import describe
from commonroot.matching.levels import levels
from commonroot.matching.rarity import Rarity
from commonroot.matching.refit import Answer, refit
from commonroot.matching.usage import Usage
from commonroot.matching.weights import read, shipped

# (rows, seed): small schools and large ones, of which the large ones have most pairs.
SETS = ((2_000, 51), (2_000, 52), (20_000, 11), (20_000, 22))
TRUST = 20.0


def main() -> int:
    """Make, compare, fit, write."""
    asked = argparse.ArgumentParser(prog="python -m bench.fit")
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--start", type=Path, help="weights to start from instead of the shipped")
    asked.add_argument("--trust", type=float, default=TRUST)
    given = asked.parse_args()
    answers: list[Answer] = []
    for rows, seed in SETS:
        if seed == match.SEED:
            raise SystemExit(f"Seed {seed} is kept for measuring.")
        with tempfile.TemporaryDirectory(prefix="commonroot-fit-") as folder:
            make(Path(folder), rows=rows, seed=seed, lists=False)
            found = list(answers_of(Path(folder)))
        same = sum(answer.same for answer in found)
        print(f"{rows} rows, seed {seed}: {len(found)} pairs, {same} of one person", flush=True)
        answers += found
    start = read(given.start.read_text(encoding="utf-8")) if given.start else shipped()
    given.out.write_text(refit(answers, start, trust=given.trust).as_toml(), encoding="utf-8")
    print(f"Written: {given.out}")
    return 0


def answers_of(folder: Path) -> Iterator[Answer]:
    """Every pair of a folder that would be compared, with the levels it reaches and the truth."""
    person = {row.record: row.person for row in folder_of(folder).truth}
    rows = list(rows_of(folder, lists=False))
    people = [person[place.record] for place, _record in rows]
    described = [describe(record) for _place, record in rows]
    rarity, usage = Rarity.counted(described), Usage.counted(described)
    for country in candidates(described):
        for place, others in country.items():
            one = described[place]
            for beside in others:
                found = levels(one, described[beside], rarity=rarity, usage=usage)
                yield Answer(found, people[place] == people[beside])


if __name__ == "__main__":
    sys.exit(main())
