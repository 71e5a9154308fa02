"""Reminding somebody once, in their own morning, of what they look after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.campaigns.actions.reminding import remind as remind_one
from commonroot.campaigns.models import Task
from commonroot.campaigns.queries.reminding import to_remind
from commonroot.campaigns.tasks.reminding import remind
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from tests.factories.campaigns import MADE, EntryFactory, MemberFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("school")]
DAY = date(2027, 5, 12)
MORNING = datetime(2027, 5, 12, 5, tzinfo=UTC)  # eight in Nairobi


def looked_after(**more):
    person = PersonFactory(time_zone="Africa/Nairobi", **more.pop("person", {}))
    ContactWayFactory(person=person)
    member = MemberFactory(person=person)
    entry = EntryFactory(campaign=member.campaign, kind="ask", said={"what": "Speak"})
    return Task.objects.create(entry=entry, member=member, due_on=DAY, **more)


def test_in_the_persons_own_morning_one_letter_for_all_that_is_due_leaves_once():
    task = looked_after(person={"language": "fr"})
    other = EntryFactory(campaign=task.entry.campaign, kind="ask", said={"what": "Sing"})
    Task.objects.create(entry=other, member=task.member, due_on=DAY)

    early = remind(at=MORNING - timedelta(minutes=1))
    sent, again = remind(at=MORNING), remind(at=MORNING + timedelta(hours=1))

    assert (early, sent, again) == (0, 1, 0)
    assert to_remind(at=MORNING) == []
    letter = Letter.objects.get()
    assert (letter.subject_key, letter.language) == (task.member.person.key, "fr")
    assert letter.values["count"] == 2
    assert "Speak" not in str(letter.values)
    assert task.entry.campaign.name not in str(letter.values)


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda task: Task.objects.update(done_at=MADE),
        lambda task: Task.objects.update(due_on=DAY + timedelta(days=1)),
        lambda task: Task.objects.update(due_on=DAY - timedelta(days=4)),
        lambda task: Task.objects.update(due_on=None),
        lambda task: task.entry.campaign.__class__.objects.update(thrown_at=MADE),
        lambda task: task.member.__class__.objects.update(left_at=MADE),
        lambda task: task.member.person.__class__.objects.update(frozen_at=MADE),
    ],
)
def test_nobody_is_reminded_of_what_is_over_or_not_theirs_any_more(otherwise):
    task = looked_after()
    otherwise(task)

    assert to_remind(at=MORNING + timedelta(minutes=5)) == []


@pytest.mark.parametrize(
    ("kind", "said", "count"),
    [
        ("ask", {"answer": "yes"}, 0),
        ("ask", {"answer": "no"}, 0),
        ("ask", {"answer": "later"}, 1),
        ("ask", {}, 1),
        ("action", {"turnout": 0}, 0),
        ("action", {"result": ""}, 1),
        ("shift", {"result": "They voted."}, 0),
        ("demand", {"result": "Of no meaning there"}, 1),
    ],
)
def test_what_was_answered_or_told_needs_no_reminder(kind, said, count):
    task = looked_after()
    task.entry.kind, task.entry.said = kind, said
    task.entry.save()

    assert len(to_remind(at=MORNING)) == count


def test_who_is_reached_by_nothing_is_not_tried_again():
    looked_after()
    ContactWay.objects.all().delete()

    found = to_remind(at=MORNING)
    assert remind(at=MORNING) == 0
    assert remind_one(member=found[0].member, tasks=found, at=MORNING) is False
    assert to_remind(at=MORNING) == []
    assert not Letter.objects.exists()
