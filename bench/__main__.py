"""`python -m bench [NAME …]`: run the benchmarks, print one line of JSON a figure.

Without names all run and docs/performance.md is written. CHECK=1 ends with 1 if a bound is missed.
"""

import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from bench import memory, pages, people, registration
from bench.figures import Figure

ALL: dict[str, Callable[[], list[Figure]]] = {
    "pages": pages.measure,
    "registration": registration.measure,
    "people": people.measure,
    "memory": memory.measure,
}
REPORT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all of them; 1 if CHECK is set and a bound was missed."""
    unknown = sorted(set(names) - set(ALL))
    if unknown:
        print(
            f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(ALL)}.",
            file=sys.stderr,
        )
        return 2
    figures: dict[str, list[Figure]] = {}
    for name in names or ALL:
        figures[name] = ALL[name]()
        for figure in figures[name]:
            print(json.dumps(figure.as_json()), flush=True)
    if not names:
        REPORT.write_text(report(figures))
    missed = [figure for group in figures.values() for figure in group if figure.missed]
    return 1 if missed and os.environ.get("CHECK") else 0


def report(figures: dict[str, list[Figure]]) -> str:
    """The page docs/performance.md."""
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. CPU is user + system of the whole process tree over many",
        "operations, minus what the idle tree spends in the same time; memory is the sum of",
        "proportional set sizes.",
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, SQLite.",
        "",
        "| measured | value | bound | |",
        "|---|---:|---:|---|",
    ]
    for group in figures.values():
        for figure in group:
            bound = f"{figure.bound:g} {figure.unit}" if figure.bound is not None else ""
            sign = "**missed**" if figure.missed else "✓" if bound else ""
            lines.append(f"| {figure.name} | {figure.value:g} {figure.unit} | {bound} | {sign} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
