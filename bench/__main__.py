"""`python -m bench [NAME …]`: run the benchmarks, print one line of JSON a figure.

Without names all run. Each writes its own part of docs/performance.md and leaves the others as they
are. CHECK=1 ends with 1 if a bound is missed.
"""

import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from bench import (
    applications,
    attendance,
    dragging,
    duties,
    feeds,
    groups,
    importing,
    lists,
    mail,
    match,
    memory,
    oracle,
    pages,
    people,
    register,
    registration,
    seats,
)
from bench.figures import Figure

ALL: dict[str, Callable[[], list[Figure]]] = {
    "pages": pages.measure,
    "registration": registration.measure,
    "seats": seats.measure,
    "applications": applications.measure,
    "attendance": attendance.measure,
    "feeds": feeds.measure,
    "people": people.measure,
    "memory": memory.measure,
    "groups": groups.measure,
    "lists": lists.measure,
    "mail": mail.measure,
    "match": match.measure,
    "import": importing.measure,
    "register": register.measure,
    "oracle": oracle.measure,
    "duties": duties.measure,
    "dragging": dragging.measure,
}
ABOUT = {
    "applications": applications.ABOUT,
    "attendance": attendance.ABOUT,
    "dragging": dragging.ABOUT,
    "duties": duties.ABOUT,
    "feeds": feeds.ABOUT,
    "groups": groups.ABOUT,
    "lists": lists.ABOUT,
    "mail": mail.ABOUT,
    "match": match.ABOUT,
    "import": importing.ABOUT,
    "register": register.ABOUT,
    "seats": seats.ABOUT,
    "oracle": oracle.ABOUT,
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
        REPORT.write_text(report(name, figures[name], before=parts(REPORT.read_text())))
    missed = [figure for group in figures.values() for figure in group if figure.missed]
    return 1 if missed and os.environ.get("CHECK") else 0


def parts(page: str) -> dict[str, str]:
    """The parts of the page as it is, by the names of their benchmarks."""
    pieces = page.split("\n## ")[1:]
    return {piece.partition("\n")[0]: piece.partition("\n")[2].strip() for piece in pieces}


def report(name: str, figures: list[Figure], *, before: dict[str, str]) -> str:
    """The page docs/performance.md with one part anew."""
    rows = ["| measured | value | asked | |", "|---|---:|---:|---|"]
    for figure in figures:
        sign = "**missed**" if figure.missed else "✓" if figure.asked else ""
        value = f"{figure.value:.4g} {figure.unit}".strip()
        rows.append(f"| {figure.name} | {value} | {figure.asked.strip()} | {sign} |")
    about = ABOUT.get(name, "")
    now = before | {name: "\n".join(filter(None, [about and f"{about}\n", *rows]))}
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. CPU is user + system of the whole process tree over many",
        "operations, minus what the idle tree spends in the same time; memory is the sum of",
        "proportional set sizes.",
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, SQLite.",
    ]
    for each in ALL:
        if each in now:
            lines += ["", f"## {each}", "", now[each]]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
