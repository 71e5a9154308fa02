"""Every setting and every area is described, and generated pages are fresh."""

import re
import tomllib
from pathlib import Path

from commonroot.stewardship.management.commands.document import PAGES
from tests.house.tree import ROOT, areas, write

VARIABLE = re.compile(r"\bCOMMONROOT_[A-Z][A-Z_]*[A-Z]\b")
# Between our own processes and tests, not for people.
INTERNAL = {"COMMONROOT_READY_PIPE", "COMMONROOT_TEST_HOME"}


def variables(root: Path) -> set[str]:
    """The COMMONROOT_… variables that the program or its tools read."""
    files = [root / "Makefile", *(root / "config").glob("*.py"), *(root / "tools").glob("*")]
    files += (root / "commonroot").rglob("*.py")
    texts = [path.read_text() for path in files if path.is_file()]
    return {name for text in texts for name in VARIABLE.findall(text)} - INTERNAL


def undocumented_settings(root: Path) -> list[str]:
    """Settings without a description, and descriptions without a setting."""
    page = set(VARIABLE.findall((root / "docs" / "settings.md").read_text()))
    read = variables(root)
    missing = [f"{name} is not described in docs/settings.md" for name in sorted(read - page)]
    return missing + [f"{name} is described but nothing reads it" for name in sorted(page - read)]


def undocumented_areas(root: Path) -> list[str]:
    """Areas that docs/architecture.md does not name."""
    page = (root / "docs" / "architecture.md").read_text()
    return [area for area in areas(root) if f"`{area}`" not in page]


def layers(root: Path) -> list[str]:
    """The areas as the contract on imports has them, the highest first."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    [rows] = [one["layers"] for one in contracts["contracts"] if one.get("exhaustive")]
    return [name for row in rows for name in re.findall(r"\w+", row)]


def misplaced_areas(root: Path) -> list[str]:
    """Areas of which docs/architecture.md does not say what they are for where they belong."""
    page = (root / "docs" / "architecture.md").read_text()
    told = re.findall(r"^\| `(\w+)` \|", page.partition("## Rooms")[0], re.MULTILINE)
    there = set(areas(root))
    return told if told != [area for area in layers(root) if area in there] else []


def undocumented_commands(root: Path) -> list[str]:
    """Commands that docs/commands.md lacks, and rows of it that are no command."""
    page = (root / "docs" / "commands.md").read_text()
    told = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    found = (root / "commonroot").glob("*/management/commands/*.py")
    return sorted(told ^ {path.stem for path in found if path.stem != "__init__"})


def broken_links(root: Path) -> list[str]:
    """Links between our own pages that lead nowhere."""
    found = []
    for page in [*root.glob("*.md"), *(root / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                found.append(f"{page.relative_to(root)}: {target}")
    return sorted(found)


def test_every_setting_is_documented():
    assert undocumented_settings(ROOT) == []


def test_every_area_is_documented():
    assert undocumented_areas(ROOT) == []


def test_areas_stand_where_they_belong():
    assert misplaced_areas(ROOT) == []


def test_every_command_is_documented():
    assert undocumented_commands(ROOT) == []


def test_links_between_pages_lead_somewhere():
    assert broken_links(ROOT) == []


def test_generated_pages_are_fresh():
    folder = ROOT / "docs" / "generated"
    stale = [name for name, page in PAGES.items() if (folder / name).read_text() != page()]

    assert stale == [], "run: make docs"


def test_what_is_not_documented_is_found(tmp_path):
    write(
        tmp_path,
        {
            "Makefile": "COMMONROOT_PORT = 1\n",
            "config/settings.py": 'env.str("COMMONROOT_NEW")\n',
            "tools/x": "",
            "commonroot/people/__init__.py": "",
            "commonroot/consent/__init__.py": "",
            "docs/settings.md": "COMMONROOT_PORT COMMONROOT_OLD [a](missing.md) [b](../Makefile)",
            "docs/architecture.md": "people\n| `consent` | yes |\n| `people` | who |",
            "docs/commands.md": "| `serve` | pages |\n| `old` | gone |",
            "commonroot/people/management/commands/serve.py": "",
            "commonroot/people/management/commands/new.py": "",
            "commonroot/circles/__init__.py": "",
            "pyproject.toml": (
                "[[tool.importlinter.contracts]]\nexhaustive = true\n"
                'layers = ["people | (consent)"]'
            ),
        },
    )

    assert undocumented_settings(tmp_path) == [
        "COMMONROOT_NEW is not described in docs/settings.md",
        "COMMONROOT_OLD is described but nothing reads it",
    ]
    assert undocumented_areas(tmp_path) == ["circles"]
    assert misplaced_areas(tmp_path) == ["consent", "people"]
    assert undocumented_commands(tmp_path) == ["new", "old"]
    assert broken_links(tmp_path) == ["docs/settings.md: missing.md"]
