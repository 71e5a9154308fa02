"""Which tests run when, and on which database: what a run costs is decided here."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle
from types import CodeType, FunctionType

import pytest

# What takes seconds: real servers, browsers, every page as everybody. It begins first, so that
# nobody waits at the end for one process that still has a long one before it.
LONG = (
    "tests/journeys/",
    "tests/matrix/",
    "tests/hostile/",
    "tests/chaos/",
    "tests/load/",
    "tests/work/test_supervisor.py",
    "tests/stewardship/test_backup.py",
    "tests/mailings/test_discussions.py",
    "tests/people/test_merging_properties.py",
)
# What has real processes beside it, which go by the machine's clock and not by the tests' day.
PROCESSES = (
    "tests/journeys/",
    "tests/chaos/",
    "tests/load/",
    "tests/work/test_supervisor.py",
    "tests/work/test_webserver.py",
    "tests/stewardship/test_backup.py",
    "tests/mailings/test_discussions.py",
    "tests/web/test_demo_filled.py",
)
DATABASE = {"db", "transactional_db", "live_server"}
BROWSERS = {"client", "desk"}


def starts_processes(item: pytest.Item) -> bool:
    """Whether a test has real processes beside it."""
    return item.nodeid.startswith(PROCESSES)


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test reads or writes rows, here or in processes of its own."""
    return (
        item.get_closest_marker("django_db") is not None
        or item.get_closest_marker("both_databases") is not None
        or bool(DATABASE & fixtures(item))
    )


def only_looks_at_pages(item: pytest.Item) -> bool:
    """Whether a test has a browser handed to it and sends nothing with it, nor do the functions of
    the tests that it calls.
    """
    function = getattr(item, "function", None)
    return bool(BROWSERS & fixtures(item)) and "post" not in named_in(function, set())


def named_in(function: object, known: set[object]) -> set[str]:
    """The names that a function of the tests uses, and those it calls; `known` were looked at."""
    if not isinstance(function, FunctionType) or function in known:
        return set()
    known.add(function)
    found = names_of(function.__code__)
    for name in tuple(found):
        called = function.__globals__.get(name)
        if getattr(called, "__module__", "").startswith("tests."):
            found |= named_in(called, known)
    return found


def names_of(code: CodeType) -> set[str]:
    """The names in a piece of code, and in the pieces within it."""
    within = (names_of(one) for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*within)


def says_more_on_postgresql(item: pytest.Item) -> bool:
    """Whether PostgreSQL could answer a test otherwise than SQLite did.

    Who only looks at pages is answered by queries, most of which have tests of their own; that
    each page and each form works on both is shown by the hostile walk over all of them.
    """
    if not asks_a_database(item) or item.get_closest_marker("both_databases") is not None:
        return asks_a_database(item)
    in_threads = item.get_closest_marker("django_db")
    waits = in_threads is not None and in_threads.kwargs.get("transaction", False)
    return waits or not only_looks_at_pages(item)


def fixtures(item: pytest.Item) -> set[str]:
    """The names of everything that is handed to a test, or that those need."""
    return set(getattr(item, "fixturenames", ()))


def long_ones_first(items: Sequence[pytest.Item], *, processes: int) -> list[pytest.Item]:
    """The tests in an order whose equal parts, one for each process, begin with their share of
    the long ones. A file stays together, and so do those who visit the same demo school.
    """
    together: dict[str, list[pytest.Item]] = defaultdict(list)
    others = []
    for item in items:
        if item.nodeid.startswith(LONG):
            together["demo" if "demo" in fixtures(item) else str(item.path)].append(item)
        else:
            others.append(item)
    shares: list[list[list[pytest.Item]]] = [[] for _ in range(processes)]
    there_and_back = cycle([*shares, *reversed(shares)])
    for group in sorted(together.values(), key=place):
        next(there_and_back).append(group)
    ordered: list[pytest.Item] = []
    for number, share in enumerate(shares):
        if number:  # the first process fills the demo school meanwhile
            share.sort(key=lambda group: "filled" in fixtures(group[0]))
        begin = [item for group in share for item in group]
        left = len(items) - len(ordered)
        room = max(0, left // (processes - number) - len(begin))
        ordered += begin + others[:room]
        others = others[room:]
    return ordered + others


def place(group: Sequence[pytest.Item]) -> tuple[int, bool]:
    """Where a group of long tests stands: by the list above, those in the demo school first."""
    folder = next(n for n, path in enumerate(LONG) if group[0].nodeid.startswith(path))
    return folder, "filled" not in fixtures(group[0])
