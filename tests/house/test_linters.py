"""The linters' settings catch what they are there for: each is shown a bad sample."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, write

BIN = Path(sys.executable).parent


def containers() -> list[str]:
    """The areas named in the contract about the inside of areas."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    return [name for contract in contracts for name in contract.get("containers", [])]


def lint_imports(root: Path, files: dict[str, str]) -> str:
    """What import-linter says of a small tree with all areas, these files and our contracts."""
    areas = {name.partition(".")[2] for name in containers()} - {""}
    empty = {f"commonroot/{area}/__init__.py": "" for area in areas}
    ours = ("core", "sheets", "matching", "work", "web")
    empty |= {f"commonroot/{area}/__init__.py": "" for area in ours}
    write(root, {"commonroot/__init__.py": "", "commonroot/work/supervisor.py": ""} | empty)
    write(root, {"commonroot/people/rules.py": ""} | files)
    shutil.copy(ROOT / "pyproject.toml", root)
    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache"],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": str(BIN), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_tree_without_faults_keeps_the_contracts(tmp_path):
    said = lint_imports(tmp_path, {})

    assert "4 kept, 0 broken" in said


@pytest.mark.parametrize(
    ("contract", "files"),
    [
        (
            "Areas know only the areas below them",
            {
                "commonroot/messaging/actions.py": (
                    "def f():\n    from commonroot.people import models\n"
                ),
                "commonroot/people/models.py": "",
            },
        ),
        ("Areas know only the areas below them", {"commonroot/novelty/__init__.py": ""}),
        (
            "Inside an area",
            {
                "commonroot/people/queries.py": "from commonroot.people import actions\n",
                "commonroot/people/actions.py": "",
            },
        ),
        (
            "Inside an area",
            {
                "commonroot/people/forms.py": "from commonroot.people import actions\n",
                "commonroot/people/actions.py": "",
            },
        ),
        (
            "Rules are plain Python",
            {"commonroot/people/rules.py": "from django.db import models\n"},
        ),
        (
            "Sheets, matching and the supervisor need no Django",
            {"commonroot/work/supervisor.py": "import django\n"},
        ),
    ],
)
def test_a_broken_contract_is_found(tmp_path, contract, files):
    said = lint_imports(tmp_path, files)

    assert f"{contract} BROKEN" in said


@pytest.mark.parametrize(
    ("name", "line", "code"),
    [
        ("commonroot/people/models.py", "from django.dispatch import receiver", "TID251"),
        ("commonroot/people/models.py", "from django.db.models import signals", "TID251"),
        ("commonroot/people/queries.py", "from django.utils.timezone import now", "TID251"),
        ("commonroot/people/actions.py", "from django.http import HttpResponse", "TID251"),
        ("commonroot/people/actions.py", "from . import models", "TID252"),
        ("commonroot/people/actions.py", "def f(a, b, c): ...", "PLR0917"),
        ("commonroot/people/actions.py", "print()", "T201"),
        ("commonroot/people/actions.py", "x = 1  # noqa", "PGH004"),
    ],
)
def test_ruff_finds(name, line, code):
    done = subprocess.run(
        [BIN / "ruff", "check", "--output-format", "concise", "--stdin-filename", name, "-"],
        cwd=ROOT,
        input=f'"""A sample."""\n\n{line}\n',
        capture_output=True,
        text=True,
        check=False,
    )

    assert f" {code} " in done.stdout


def test_ruff_lets_views_answer():
    name = "commonroot/people/views/desk.py"
    done = subprocess.run(
        [BIN / "ruff", "check", "--select", "TID251", "--stdin-filename", name, "-"],
        cwd=ROOT,
        input='"""A sample."""\n\nfrom django.http import HttpResponse\n',
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0


def test_mypy_is_strict(tmp_path):
    sample = write(tmp_path, {"sample.py": "def f(x):\n    return x\n"}) / "sample.py"
    done = subprocess.run(
        [BIN / "mypy", "--strict", "--config-file", "", "--cache-dir", tmp_path / "c", sample],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]

    assert "no-untyped-def" in done.stdout
    assert settings["strict"] is True
    assert settings["files"] == ["commonroot", "config"]
