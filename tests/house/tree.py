"""The tree of files that the house checks walk; each is given a root, which may be a sample."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Plain helpers: their files are named for what is in them, and they write nothing.
FREE_AREAS = {"core", "sheets", "matching", "ui"}
SKIPPED = {"__pycache__", "migrations"}


def areas(root: Path) -> list[str]:
    """The areas under `root`/commonroot."""
    return sorted(path.parent.name for path in (root / "commonroot").glob("*/__init__.py"))


def area_files(root: Path) -> Iterator[Path]:
    """Python files of all areas, without migrations."""
    for path in sorted((root / "commonroot").glob("*/**/*.py")):
        if not SKIPPED & set(path.parts):
            yield path


def area_of(path: Path, root: Path) -> str:
    """The area a file belongs to: "people" of commonroot/people/views/desk.py."""
    return path.relative_to(root / "commonroot").parts[0]


def room_of(path: Path, root: Path) -> str:
    """The room a file belongs to: "views" of commonroot/people/views/desk.py."""
    return Path(path.relative_to(root / "commonroot").parts[1]).stem


def parsed(path: Path) -> ast.Module:
    """The file as a syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def committed_files(root: Path) -> list[Path]:
    """Files that are, or are about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def write(root: Path, files: dict[str, str]) -> Path:
    """Write a sample tree; its root."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root
