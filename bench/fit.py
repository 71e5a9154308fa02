"""Learn the weights of matching from made-up lists: `python -m bench.fit --out weights.toml`.

Makes sets with seeds that nothing is ever measured on, reads their lists as an import reads them,
compares every candidate pair, and fits the weights to which of them are one person
(commonroot.matching.refit), drawn to the weights set by hand in `weights_by_hand.toml`: what the
lists seldom show keeps its hand value. `--and FOLDER*10` mixes further lists with their truth in,
counted ten times: with the sheets that Commonroot was built with this comes nearest to the shipped
weights, which were learnt from sets made before the last changes of `bench.made`. At the end a set
of a measured seed shows whether the probabilities hold.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
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
from commonroot.matching.weights import Weights, read

HAND = Path(__file__).with_name("weights_by_hand.toml")
# (rows, seed, times counted): small schools and a large one, which has by far the most pairs.
SETS = ((2_000, 11, 4), (2_000, 51, 4), (2_000, 52, 4), (20_000, 22, 1))
KEPT = range(1, 10)  # seeds that figures come from
SHOWN_ROWS = 2_000
TRUST = 4.0  # bits squared: how far the lists may easily move a weight set by hand
STEPS = (0.0, 0.01, 0.05, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 1.0)


def main() -> int:
    """Make, compare, fit, write, and hold what was fitted against a set it never saw."""
    asked = argparse.ArgumentParser(prog="python -m bench.fit")
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--start", type=Path, default=HAND, help="weights it is drawn to")
    asked.add_argument("--trust", type=float, default=TRUST)
    asked.add_argument("--sets", type=set_of, nargs="*", default=SETS, metavar="ROWS:SEED*TIMES")
    asked.add_argument("--and", type=mixed, nargs="*", default=(), dest="others", metavar="FOLDER")
    given = asked.parse_args()
    answers: list[Answer] = []
    for rows, seed, times in given.sets:
        title = f"{rows} rows, seed {seed}, {times} times"
        answers += told(title, made(rows=rows, seed=seed)) * times
    for folder, times in given.others:
        answers += told(f"{folder.name}, {times} times", list(answers_of(folder))) * times
    start = read(given.start.read_text(encoding="utf-8"))
    fitted = refit(answers, start, trust=given.trust)
    given.out.write_text(fitted.as_toml(), encoding="utf-8")
    print(f"Written: {given.out}")
    unseen = told(f"{SHOWN_ROWS} rows, unseen", made(rows=SHOWN_ROWS, seed=match.SEED))
    print("probability      pairs    said   found")
    for low, high, pairs, said, found in table(unseen, fitted):
        print(f"{low:5.2f} to {high:4.2f} {pairs:8} {said:7.3f} {found:7.3f}")
    return 0


def set_of(text: str) -> tuple[int, int, int]:
    """Return (rows, seed, times) of "2000:51*4"; raises ArgumentTypeError for a seed kept."""
    made_of, _, times = text.partition("*")
    rows, _, seed = made_of.partition(":")
    if int(seed) in KEPT:
        raise argparse.ArgumentTypeError(f"seed {seed} is kept for measuring")
    return int(rows), int(seed), int(times or 1)


def mixed(text: str) -> tuple[Path, int]:
    """Return (folder, times) of "folder*3"."""
    folder, _, times = text.partition("*")
    return Path(folder), int(times or 1)


def told(title: str, found: list[Answer]) -> list[Answer]:
    """Return the answers, having said how many they are."""
    same = sum(answer.same for answer in found)
    print(f"{title}: {len(found)} pairs, {same} of one person", flush=True)
    return found


def made(*, rows: int, seed: int) -> list[Answer]:
    """Return the answers of a set made for this moment."""
    with tempfile.TemporaryDirectory(prefix="commonroot-fit-") as folder:
        make(Path(folder), rows=rows, seed=seed)
        return list(answers_of(Path(folder)))


def answers_of(folder: Path) -> Iterator[Answer]:
    """Every pair of a folder that would be compared, with the levels it reaches and the truth."""
    known = folder_of(folder)
    person = {row.record: row.person for row in known.truth}
    # A line that is nobody's row, as one of totals, is compared in an import too.
    rows = list(rows_of(folder, lists=True))
    people = [person.get(known.at.get((at.file, at.row), "")) for at, _record in rows]
    described = [describe(record) for _place, record in rows]
    rarity, usage = Rarity.counted(described), Usage.counted(described)
    for country in candidates(described):
        for place, others in country.items():
            one = described[place]
            for beside in others:
                if people[place] and people[beside]:
                    found = levels(one, described[beside], rarity=rarity, usage=usage)
                    yield Answer(found, people[place] == people[beside])


def table(
    answers: Iterable[Answer], weights: Weights
) -> Iterator[tuple[float, float, int, float, float]]:
    """Yield for steps of probability (from, to, pairs, mean said, share that is one person)."""
    weighed = [(weights.probability(weights.of(one.levels)), one.same) for one in answers]
    for low, high in pairwise(STEPS):
        step = [(p, same) for p, same in weighed if low <= p < high or p == high == STEPS[-1]]
        if step:
            said, found = (sum(values) / len(step) for values in zip(*step, strict=True))
            yield low, high, len(step), said, found


if __name__ == "__main__":
    sys.exit(main())
