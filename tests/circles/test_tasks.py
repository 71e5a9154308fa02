"""Stewards get the line that says how far the audit trail goes."""

from datetime import timedelta

import pytest

from commonroot.accounts.actions import make_checkpoint, note, seal
from commonroot.accounts.models import Checkpoint
from commonroot.accounts.roles import Actor
from commonroot.circles import actions
from commonroot.circles.tasks import tell_stewards
from commonroot.messaging.models import Letter
from commonroot.people.actions import connect_account
from commonroot.work.sweeps import registered
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_stewards_get_the_newest_line_once_a_week(school, at, tmp_path):
    steward, locked, organiser = AccountFactory(), AccountFactory(locked_at=at), AccountFactory()
    for account, role in ((steward, "steward"), (locked, "steward"), (organiser, "organiser")):
        connect_account(person=PersonFactory(), account=account)
        actions.give_mandate(account=account, circle=school, role=role, until=None, by=BY, at=at)
    sent, sweep = [], registered()["commonroot.circles.tasks.tell_stewards"]

    for days in range(9):
        then = at + timedelta(days=days)
        note("something", by=BY, at=then)
        seal(at=then)
        make_checkpoint(file=tmp_path / "lines", at=then)
        sent.append((sweep.has_work(at=then), tell_stewards(at=then)))

    lines = [letter.values["line"] for letter in Letter.objects.order_by("pk")]
    assert sent == [(True, 1)] + [(False, 0)] * 6 + [(True, 1), (False, 0)]
    assert [line.split()[0] for line in lines] == ["2026-11-22", "2026-11-29"]
    assert lines[0].split()[2] == Checkpoint.objects.order_by("made_on")[0].seal
    assert set(Letter.objects.values_list("address", flat=True)) == {steward.address}
