"""Who may import what of another area."""

import ast
from pathlib import Path

from tests.house.tree import ROOT, area_files, area_of, areas, parsed, room_of, write

OPEN = {"models", "actions", "queries", "permissions"}
WHOLLY_OPEN = {"core", "sheets", "matching", "ui"}
ALSO_OPEN = {
    "accounts": {"roles", "guards"},
    "consent": {"rules"},  # the words of the gate: purposes and audiences
    "people": {"personal", "rules"},  # the walker over personal data; whether two names agree
    "work": {"alone", "clock", "sweeps"},
}
# The house's front shows several areas side by side, with their forms and views.
ALSO_OPEN_TO = {"web": {"forms"}, "api": {"forms"}}
# Rooms that only read, and so import nobody's actions; `emails` posts letters, which is its task.
READING = {"rules", "models", "queries", "permissions", "forms"}


def imported(tree: ast.Module) -> list[tuple[str, int]]:
    """Dotted names of commonroot that a file imports, with the line."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return [(name, line) for name, line in found if name.startswith("commonroot.")]


def intruders(root: Path) -> list[str]:
    """Imports of rooms that are not open, and of actions by rooms that only read."""
    known = areas(root)
    found = []
    for path in area_files(root):
        own, room = area_of(path, root), room_of(path, root)
        where = path.relative_to(root)
        for name, line in imported(parsed(path)):
            area, _, rest = name.removeprefix("commonroot.").partition(".")
            other_room = rest.partition(".")[0]
            if room in READING and other_room == "actions":
                found.append(f"{where}:{line} only reads, so it must not import {name}")
            if area == own or area in WHOLLY_OPEN or area not in known:
                continue
            may = OPEN | ALSO_OPEN.get(area, set()) | ALSO_OPEN_TO.get(own, set())
            if other_room not in may:
                found.append(f"{where}:{line} imports {name}, which is not open to other areas")
    return found


def test_areas_use_only_the_open_rooms_of_others():
    assert intruders(ROOT) == []


def test_an_intruder_is_found(tmp_path):
    write(
        tmp_path,
        {
            "commonroot/people/__init__.py": "",
            "commonroot/people/rules.py": "",
            "commonroot/people/forms.py": "from commonroot.people.actions import rename\n",
            "commonroot/consent/__init__.py": "",
            "commonroot/consent/views.py": (
                "from commonroot.people import emails\n"
                "from commonroot.people.models import Person\n"
                "def page():\n"
                "    import commonroot.people.forms\n"
            ),
            "commonroot/web/__init__.py": "",
            "commonroot/web/views/desk.py": "from commonroot.people import forms, views\n",
        },
    )

    assert intruders(tmp_path) == [
        "commonroot/consent/views.py:1 imports commonroot.people.emails, "
        "which is not open to other areas",
        "commonroot/consent/views.py:4 imports commonroot.people.forms, "
        "which is not open to other areas",
        "commonroot/people/forms.py:1 only reads, so it must not import "
        "commonroot.people.actions.rename",
        "commonroot/web/views/desk.py:1 imports commonroot.people.views, "
        "which is not open to other areas",
    ]
