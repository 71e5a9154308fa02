"""What waits where applications are read."""

from datetime import UTC, datetime

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.admissions.models import Application
from commonroot.admissions.queries.reading_due import due
from tests.admissions.test_panel import handed_in, on_panel
from tests.factories.admissions import (
    AnswerFactory,
    CallFactory,
    ReviewFactory,
    ReviewPhaseFactory,
)

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def organiser(call, reader=None):
    return Actor(
        kind="account",
        account_id=reader.account_id if reader else None,
        person_id=reader.account.person.pk if reader else None,
        held=(Held(role="organiser", circle_id=call.programme.run_by_id, is_school=False),),
    )


def told(actor, *, at=AT):
    return [one.plainly for one in due(actor, at=at)]


def test_readers_are_told_what_they_have_left_and_late_two_days_before_the_end():
    call = CallFactory(way="panel")
    phase = ReviewPhaseFactory(call=call, each=0)
    reader = on_panel(call)
    one, _other = handed_in(call), handed_in(call)
    ReviewFactory(application=one, reviewer=reader)
    actor = organiser(call, reader)

    [now] = due(actor, at=AT)
    [late] = due(actor, at=datetime(2026, 11, 21, 1, tzinfo=UTC))

    assert (now.plainly, now.minutes, now.late, late.late) == ("Read 1 application", 5, False, True)
    assert told(actor, at=phase.closes_at) == ["1 application nobody has read"]


@pytest.mark.parametrize("way", ["panel", "simple"])
def test_organisers_are_told_what_nobody_reads_but_never_of_their_own(way):
    call = CallFactory(way=way)
    reader = on_panel(call)
    own = handed_in(call, person=reader.account.person)
    handed_in(call)
    ReviewFactory(application=handed_in(call))

    found = told(organiser(call, reader))

    assert found == ["1 application nobody has read"]
    Application.objects.exclude(pk=own.pk).update(state="withdrawn")
    assert told(organiser(call, reader)) == []
    assert told(Actor.public()) == []


def test_texts_that_tell_wait_to_be_covered_while_the_panel_reads():
    call = CallFactory(way="panel")
    ReviewPhaseFactory(call=call)
    answer = AnswerFactory(application=handed_in(call), identifies=True)

    found = told(organiser(call))
    answer.covered = "▇"
    answer.save()

    assert found == ["Cover 1 text that tells who applied"]
    assert told(organiser(call)) == []
