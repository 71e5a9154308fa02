"""Weights learnt from decisions: enough of both kinds, printed or put to use."""

import pytest
from django.core.management import CommandError, call_command

from commonroot.matching.weights import read, shipped
from commonroot.people import actions, queries
from commonroot.people.models import Decision

pytestmark = pytest.mark.django_db
OWN = {"name": "1/64", "cover": "whole", "email": "own"}
FEW = OWN | {"email": "few"}


def decide(number: int, *, at, same: bool) -> None:
    """So many people said so of pairs with these levels."""
    Decision.objects.bulk_create(
        [Decision(levels=FEW if same else OWN, same=same, at=at) for _one in range(number)]
    )


@pytest.mark.parametrize(("same", "different"), [(499, 0), (500, 0), (0, 500)])
def test_too_few_decisions_teach_nothing(at, same, different):
    decide(same, same=True, at=at)
    decide(different, same=False, at=at)

    with pytest.raises(CommandError, match=f"{same} same, {different} different"):
        call_command("refit_matching")


def test_weights_are_printed_and_nothing_changes(at, capsys):
    decide(100, same=True, at=at)
    decide(400, same=False, at=at)

    call_command("refit_matching")

    learnt = read(capsys.readouterr().out)
    assert learnt.levels["email"]["own"] < shipped().levels["email"]["own"]
    assert queries.weights() == shipped()


def test_written_weights_are_used_from_then_on(at, settings, tmp_path, capsys):
    settings.HOME = tmp_path
    actions.learn(levels=FEW, same=True, at=at)
    decide(9, same=False, at=at)

    call_command("refit_matching", "--at-least", "10", "--write")

    assert queries.weights().levels["email"] != shipped().levels["email"]
    assert "Learnt from 10 decisions (1 same)" in capsys.readouterr().out
    assert queries.weights() == read((tmp_path / "weights.toml").read_text())
