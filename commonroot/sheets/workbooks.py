"""Lists in workbooks: XLSX, XLS and ODS, values only; formulas are never run."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import commonroot
from commonroot.sheets.book import Grid
from commonroot.sheets.limits import Limits
from commonroot.sheets.sayings import Saying, Unreadable, say

# Waiting for the child to start on a busy machine comes on top of its own seconds.
PATIENCE_SECONDS = 30


def grids(content: bytes, limits: Limits) -> tuple[list[Grid], list[Saying]]:
    """Return the sheets of a workbook that hold anything, and what was noticed."""
    answer = _answer(json.dumps(asdict(limits)).encode() + b"\n" + content, limits)
    found = [
        Grid(name, lines, notes=[say("merged_filled")] if filled else [])
        for name, lines, filled in answer["sheets"]
    ]
    return found, [Saying(code, values) for code, values in answer["notes"]]


def _answer(question: bytes, limits: Limits) -> "dict[str, list[list]]":
    root = str(Path(commonroot.__file__).parents[1])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "commonroot.sheets.workbook_child"],
            input=question,
            capture_output=True,
            check=True,
            timeout=limits.seconds + PATIENCE_SECONDS,
            cwd=root,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": root, "PYTHONUTF8": "1"},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unreadable("broken_workbook") from error
    answer: dict[str, list[list]] = json.loads(done.stdout)
    if "refused" in answer:
        code, values = answer["refused"]
        raise Unreadable(str(code), **dict(values))
    return answer
