"""Only actions write to the database, and the clock is read only where people or time come in."""

import ast
from pathlib import Path

from tests.house.tree import FREE_AREAS, ROOT, area_files, area_of, parsed, room_of, write

WRITING = {
    "bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update_or_create",
}  # fmt: skip
# `update` is also a method of dictionaries and hashes; it writes when something was queried.
QUERYING = {"all", "exclude", "filter", "objects", "select_for_update", "_default_manager"}
WRITERS = {"actions", "migrations", "sessions"}  # the last: where Django keeps who is signed in

CLOCKS = {"now", "today", "utcnow"}
TIMELESS = {"rules", "models", "queries", "permissions", "emails", "actions", "forms"}


def queries(node: ast.expr) -> bool:
    """Whether an expression's chain of attributes and calls asks the database for rows."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            if node.attr in QUERYING:
                return True
            node = node.value
        else:
            return False


def calls(path: Path) -> list[ast.Call]:
    """Calls of methods in a file, in the order of lines."""
    nodes = ast.walk(parsed(path))
    found = [n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    return sorted(found, key=lambda call: call.lineno)


def writers(root: Path) -> list[str]:
    """Calls that write, outside actions."""
    found = []
    for path in area_files(root):
        if area_of(path, root) in FREE_AREAS or room_of(path, root) in WRITERS:
            continue
        for call in calls(path):
            assert isinstance(call.func, ast.Attribute)
            name = call.func.attr
            # A row is saved without a place to save it to; a picture or a book is not.
            writes = name in WRITING and not (name == "save" and call.args)
            if writes or (name == "update" and queries(call.func.value)):
                found.append(f"{path.relative_to(root)}:{call.lineno} writes: .{name}()")
    return found


def clock_readers(root: Path) -> list[str]:
    """Calls of a clock in rooms that must be told the time."""
    found = []
    for path in area_files(root):
        if area_of(path, root) == "work" or room_of(path, root) not in TIMELESS:
            continue
        for call in calls(path):
            assert isinstance(call.func, ast.Attribute)
            if call.func.attr in CLOCKS:
                found.append(f"{path.relative_to(root)}:{call.lineno} reads the clock")
    return found


def test_only_actions_write():
    assert writers(ROOT) == []


def test_the_clock_is_an_argument():
    assert clock_readers(ROOT) == []


def test_writing_outside_actions_is_found(tmp_path):
    write(
        tmp_path,
        {
            "commonroot/people/__init__.py": "",
            "commonroot/people/actions.py": "person.save()\n",
            "commonroot/people/views.py": (
                "person.save()\n"
                "Person.objects.filter(pk=1).update(name='x')\n"
                "context.update(more)\n"
                "picture.save(out, 'PNG')\n"
                "def page():\n"
                "    Person.objects.create()\n"
            ),
        },
    )

    assert writers(tmp_path) == [
        "commonroot/people/views.py:1 writes: .save()",
        "commonroot/people/views.py:2 writes: .update()",
        "commonroot/people/views.py:6 writes: .create()",
    ]


def test_reading_the_clock_is_found(tmp_path):
    write(
        tmp_path,
        {
            "commonroot/people/__init__.py": "",
            "commonroot/people/views.py": "datetime.now(UTC)\n",
            "commonroot/people/rules.py": "when = datetime.now(UTC)\n",
            "commonroot/people/queries/lists.py": "when = date.today()\n",
        },
    )

    assert clock_readers(tmp_path) == [
        "commonroot/people/queries/lists.py:1 reads the clock",
        "commonroot/people/rules.py:1 reads the clock",
    ]
