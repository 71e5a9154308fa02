"""Letters of groups and before a course as they are read; a link alone for high care."""

from datetime import date

import pytest

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import preparing
from commonroot.consent import tasks as consent_tasks
from commonroot.groups.actions import reports, space
from commonroot.messaging.models import Letter
from tests.factories.admissions import ApplicationFactory, CallFactory, PreparationFactory
from tests.groups.meeting import a_group, join

pytestmark = pytest.mark.django_db


def read(at):
    """The one letter in the post box, as it is read."""
    consent_tasks.deliver_due(at=at)
    letter = Letter.objects.get(state="sent")
    assert "{" not in letter.subject + letter.text
    return letter.subject, letter.text


@pytest.mark.parametrize(("risk", "tells"), [("open", True), ("high", False)])
def test_a_group_is_asked_for_its_month(at, settings, risk, tells):
    settings.DEMO = True
    group = a_group(people=0)
    join(group, risk=risk)

    reports.ask_for_report(group=group, month=date(2026, 10, 1), again=False, at=at)

    said, text = read(at)
    assert ("October" in said, "Campaigns" in text, "/p/" in text) == (tells, tells, True)


@pytest.mark.parametrize("risk", ["open", "high"])
def test_a_word_to_a_group(at, settings, risk):
    settings.DEMO = True
    group = a_group(people=0)
    join(group, risk=risk)

    space.write_to_group(group=group, text="Bring chairs", writer="Lee", by=Actor.system(), at=at)

    said, text = read(at)
    assert ("Lee" in said, "Bring chairs" in text) == (risk == "open", risk == "open")


@pytest.mark.parametrize("risk", ["open", "high"])
def test_what_is_left_to_do(at, settings, risk):
    settings.DEMO = True
    group = a_group(people=0)
    call = CallFactory(programme=group.formation.programme, reply_to="team@example.org")
    PreparationFactory(call=call)
    PreparationFactory(call=call, due_on=None)
    ApplicationFactory(call=call, person=join(group, risk=risk).person, state="confirmed")

    preparing.remind(call=call, by=Actor.system(), at=at)

    _said, text = read(at)
    line = "- Read about one campaign: by Monday 30 November"
    assert (line in text, "/p/" in text) == (risk == "open", True)
