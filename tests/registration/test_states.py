"""The one state machine: every forbidden move is refused in words, and no other path writes."""

import ast
from pathlib import Path

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.registration import actions, rules
from commonroot.registration.actions import places
from commonroot.registration.models import Registration
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

AREA = Path(rules.__file__).parents[1]
BY = Actor.system()
OTHERS = {"report.state", "way.state"}  # a report and an address have states of their own


@pytest.mark.django_db
def test_every_move_is_made_or_refused_as_the_machine_says(at):
    row = RegistrationFactory(session__places=None)
    refused = made = 0

    for was in rules.MOVES:
        for to in rules.MOVES:
            Registration.objects.filter(pk=row.pk).update(state=was)
            row.refresh_from_db()
            if to in rules.MOVES[was]:
                places.move(row, to=to, by=BY, at=at)
                made += 1
            else:
                with pytest.raises(actions.NotPossible, match="Nothing was changed"):
                    places.move(row, to=to, by=BY, at=at)
                refused += 1
            row.refresh_from_db()
            assert row.state == (to if to in rules.MOVES[was] else was)

    assert (made, made + refused) == (sum(map(len, rules.MOVES.values())), 100)
    assert AuditEntry.objects.filter(verb="place changed").count() == made


def writers() -> set[str]:
    """ "module.function" of all that gives a claim a state: assigns, creates or updates one."""
    found = set()
    for path in sorted(AREA.glob("**/*.py")):
        if "migrations" in path.parts or "models" in path.parts:
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and _gives_a_state(function):
                found.add(f"{path.stem}.{function.name}")
    return found


def _gives_a_state(function: ast.FunctionDef) -> bool:
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else []
        flat = [one for target in targets for one in getattr(target, "elts", [target])]
        given = {ast.unparse(one) for one in flat if isinstance(one, ast.Attribute)}
        if any(name.endswith(".state") and name not in OTHERS for name in given):
            return True
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            claims = name.startswith("Registration") and not name.endswith(("filter", "exclude"))
            writes = name.endswith((".update", ".create", ".bulk_create", "update_or_create"))
            states = any(keyword.arg == "state" for keyword in node.keywords)
            if states and (claims or (writes and "egistration" in name)):
                return True
    return False


def test_no_path_gives_a_claim_its_state_but_the_machine():
    assert writers() == {"places.placed", "places.move", "places.move_many", "places.take_over"}


@pytest.mark.django_db
def test_many_are_moved_as_one_is_or_none(at):
    session = SessionFactory(places=None)
    rows = [
        RegistrationFactory(session=session, state=was) for was in ("placed", "absent", "asked")
    ]

    places.move_many(rows, to="attended", by=BY, at=at)
    with pytest.raises(actions.NotPossible, match="Nothing was changed"):
        places.move_many([*rows, RegistrationFactory(state="placed")], to="waiting", by=BY, at=at)

    found = Registration.objects.filter(session=session).values_list("state", "checked_at")
    assert list(found) == [("attended", at)] * 3
    assert AuditEntry.objects.filter(verb="place changed").count() == 3
