"""Whatever is written into the trail is said there in words."""

import ast

import pytest

from commonroot.consent.models import LedgerEvent
from commonroot.people.models import Pair
from commonroot.web.queries.acts import ACTS
from commonroot.web.views.letters import SETTLING
from tests.house.tree import ROOT

NOTING = {"note", "note_people"}
# Where the act is put together while it is noted: what it may become.
PUT_TOGETHER = {
    "f'agreement {state}'": {f"agreement {state}" for state in LedgerEvent.State.values},
    "f'pair {answer}'": {
        "pair same",
        *(f"pair {state}" for state in set(Pair.State.values) - {"open"}),
    },
    "f'session {kind}'": {"session called_off", "session called_on"},
    "'commitment kept' if done else 'commitment opened'": {"commitment kept", "commitment opened"},
    "'circle letter approved' if yes else 'circle letter held back'": {
        "circle letter approved",
        "circle letter held back",
    },
    "'project in the gallery' if yes else 'project out of the gallery'": {
        "project in the gallery",
        "project out of the gallery",
    },
    "'backup failed' if row.fault else 'backed up'": {"backup failed", "backed up"},
    "'group joined' if said == Said.JOINED else 'group left'": {"group joined", "group left"},
}
SAID_BY_CALLERS = {
    "commonroot/stewardship/actions/asking.py": {
        "asks not to be asked", "called unsafe to write to",
    },
    "commonroot/mailings/actions/groups.py": {"group joined", "group left"},
    "commonroot/web/views/acting.py": {"looked up by address", "looked up by name"},
    "commonroot/web/views/letters.py": {verb for verb, _settle in SETTLING.values()},
}  # fmt: skip


def noted(tree, where):
    """Every act that a module writes into the trail."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in NOTING:
            continue
        act = node.args[0]
        if isinstance(act, ast.Constant):
            yield act.value
        elif isinstance(act, ast.Name):
            yield from SAID_BY_CALLERS.get(where, {f"{where}:{node.lineno} says it by a variable"})
        else:
            yield from PUT_TOGETHER.get(
                ast.unparse(act), {f"{where}:{node.lineno} puts it together"}
            )


def acts_in_code():
    """Every act that Commonroot ever writes into the trail."""
    for path in sorted((ROOT / "commonroot").rglob("*.py")):
        if "migrations" not in path.parts and path.name != "audit.py":
            yield from noted(ast.parse(path.read_text()), str(path.relative_to(ROOT)))


def test_every_act_is_said_in_words():
    acts = set(acts_in_code())

    missing, gone = acts - ACTS.keys(), ACTS.keys() - acts

    assert (missing, gone) == (set(), set()), "say it in commonroot/web/queries/acts/"


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ('note("a deed", by=by, at=at)', "a deed"),
        ('audit.note("a deed", by=by, at=at)', "a deed"),
        ("note(verb, by=by, at=at)", "x.py:1 says it by a variable"),
        ('note(f"a {deed}", by=by, at=at)', "x.py:1 puts it together"),
    ],
)
def test_an_act_is_found_however_it_is_written(line, act):
    assert list(noted(ast.parse(line), "x.py")) == [act]
