"""`python -m bench.made --rows 20000 --seed 7 --out FOLDER`: a folder of made-up old lists.

It holds the lists, `truth.csv` (which row is who, and what was done to it),
`hard_negatives.csv` (people who look alike) and `records.csv` (the same rows in one table with
plain headings, values as damaged as in the lists). The same seed gives the same folder.
"""

import argparse
import sys
from pathlib import Path

from bench.made.folder import make


def main() -> int:
    """Read the arguments, make the folder, say what is in it."""
    asked = argparse.ArgumentParser(prog="python -m bench.made", description=__doc__.split("\n")[0])
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--records-only", action="store_true", help="write no lists")
    given = asked.parse_args()
    made = make(given.out, rows=given.rows, seed=given.seed, lists=not given.records_only)
    print(f"{made.rows} rows of {made.people} people in {made.lists} lists: {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
