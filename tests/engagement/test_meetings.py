"""Two alumni who meet through us."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.models import Agreement, Told
from commonroot.consent.queries import permit
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, tasks
from commonroot.engagement.models import (
    Meeting,
)
from commonroot.engagement.queries.meetings import audience_of, other
from commonroot.messaging.models import Letter
from tests.engagement.years import asked_later, meeting_of
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Actor.public()


def test_nobody_learns_of_the_other_before_both_said_yes(at, school):
    meeting, one, two = meeting_of(at, school)
    questions = list(Letter.objects.all())

    actions.say_to_meeting(side=one, yes=True, way=one.person.ways.get(), by=PUBLIC, at=at)

    assert [
        str(letter.values).count("Beatriz")
        for letter in questions
        if letter.subject_key == one.person.key
    ] == [0]
    assert (Letter.objects.count(), other(one, at=at), Told.objects.count()) == (2, None, 0)

    actions.say_to_meeting(side=two, yes=True, by=PUBLIC, at=at)

    meeting.refresh_from_db()
    one.refresh_from_db()
    opened = {
        letter.subject_key: letter.values
        for letter in Letter.objects.filter(template__endswith="meeting_open")
    }
    assert meeting.state == "open"
    assert opened[two.person.key]["address"] == one.person.ways.get().value
    assert opened[one.person.key]["address"] == ""
    assert sorted(tuple(told.what) for told in Told.objects.all()) == [
        ("name",),
        ("name", "address"),
    ]


def test_they_write_through_us_until_one_takes_it_back(at, school):
    meeting, one, two = meeting_of(at, school)
    for side in (one, two):
        actions.say_to_meeting(side=side, yes=True, by=PUBLIC, at=at)

    message = actions.write_through_us(
        side=one, text="Shall we talk?", language="en", by=PUBLIC, at=at
    )
    carried = message.post
    consent.answer(
        person=two.person,
        purpose=Purpose.DIRECTORY,
        audience=audience_of(meeting),
        yes=False,
        how="page",
        by=PUBLIC,
        at=at,
    )

    assert (carried.subject_key, carried.values["text"]) == (two.person.key, "Shall we talk?")
    assert two.person.ways.get().value not in str(carried.values)
    assert permit([carried], at=at) == set()
    with pytest.raises(actions.NotOpen):
        actions.write_through_us(side=one, text="Hello?", language="en", by=PUBLIC, at=at)


def test_a_day_has_only_so_many_messages(at, school, monkeypatch):
    monkeypatch.setattr("commonroot.engagement.actions.meetings.A_DAY", 1)
    _meeting, one, two = meeting_of(at, school)
    for side in (one, two):
        actions.say_to_meeting(side=side, yes=True, by=PUBLIC, at=at)
    actions.write_through_us(side=one, text="One", language="en", by=PUBLIC, at=at)

    with pytest.raises(actions.NotOpen):
        actions.write_through_us(side=one, text="Two", language="en", by=PUBLIC, at=at)

    actions.end_meeting(side=two, by=PUBLIC, at=at)
    assert Meeting.objects.get().state == "ended"
    with pytest.raises(actions.NotOpen):
        actions.say_to_meeting(side=one, yes=True, by=PUBLIC, at=at)


def test_a_no_and_a_month_of_silence_end_it(at, school):
    meeting, one, _two = meeting_of(at, school)
    again = actions.ask_two(
        one=one.person, other=_two.person, about="x", language="en", run_by=school, by=BY, at=at
    )
    later = at + timedelta(days=31)
    done = [tasks.end_unanswered_meetings(at=later), tasks.end_unanswered_meetings(at=later)]
    second, three, _four = meeting_of(at, school)

    actions.say_to_meeting(side=three, yes=False, by=PUBLIC, at=at)

    meeting.refresh_from_db()
    second.refresh_from_db()
    assert (again, done, meeting.state, second.state) == (meeting, [1, 0], "lapsed", "declined")
    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}


def test_both_must_have_agreed_to_be_asked(at, school):
    with pytest.raises(actions.NotBoth):
        actions.ask_two(
            one=asked_later(),
            other=PersonFactory(),
            about="x",
            language="en",
            run_by=school,
            by=BY,
            at=at,
        )


def test_agreement_of_a_meeting_is_in_the_ledger(at, school):
    meeting, one, _two = meeting_of(at, school)

    actions.say_to_meeting(side=one, yes=True, by=PUBLIC, at=at)

    row = Agreement.objects.get(person=one.person, purpose=Purpose.DIRECTORY)
    assert (row.audience_kind, row.audience_key, row.state) == (
        "alumni",
        f"meet:{meeting.key}",
        "given",
    )
