"""Whatever is written into the trail is said there in words."""

import ast

import pytest

from commonroot.consent.models import LedgerEvent
from commonroot.web.queries.acts import ACTS
from commonroot.web.views.letters import SETTLING
from tests.house.tree import ROOT

NOTING = {"note", "note_people"}
# Where the act is put together while it is noted: what it may become.
PUT_TOGETHER = {
    "f'agreement {state}'": {f"agreement {state}" for state in LedgerEvent.State.values},
    "f'pair {answer}'": {"pair same", "pair unsure", "pair different"},
    "f'session {kind}'": {"session called_off", "session called_on"},
}
SAID_BY_CALLERS = {
    "commonroot/stewardship/actions/asking.py": {
        "asks not to be asked", "called unsafe to write to",
    },
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
        if isinstance(act, ast.Name):
            here = [act for value in assigned(tree, act.id) for act in constants(value)]
            unknown = {f"{where}:{node.lineno} says it by a variable"}
            yield from SAID_BY_CALLERS.get(where, here or unknown)
        else:
            unknown = {f"{where}:{node.lineno} puts it together"}
            yield from constants(act) or PUT_TOGETHER.get(ast.unparse(act), unknown)


def constants(node):
    """The texts that a text, or "one if this, else another", may be."""
    if isinstance(node, ast.IfExp):
        return [*constants(node.body), *constants(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) else []


def assigned(tree, name):
    """What a module anywhere gives that name to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            getattr(to, "id", "") == name for to in node.targets
        ):
            yield node.value


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
        ('verb = "a deed"; note(verb, by=by, at=at)', "a deed"),
        ('note("a deed" if yes else "a deed", by=by, at=at)', "a deed"),
        ("note(verb, by=by, at=at)", "x.py:1 says it by a variable"),
        ('note(f"a {deed}", by=by, at=at)', "x.py:1 puts it together"),
    ],
)
def test_an_act_is_found_however_it_is_written(line, act):
    assert set(noted(ast.parse(line), "x.py")) == {act}
