"""Rounds: every end apart, help heard, plans changed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent import actions as consent
from commonroot.consent.queries import permit
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, queries, tasks
from commonroot.engagement.models import (
    FollowUp,
    Promise,
    Wave,
)
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from tests.engagement.years import asked_later
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    ParticipationFactory,
    PromiseFactory,
    WaveFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Actor.public()


def test_a_five_year_round_of_2018_keeps_every_end_apart():
    then, sent = datetime(2018, 6, 1, 12, tzinfo=UTC), datetime(2023, 5, 20, 12, tzinfo=UTC)
    course = CourseFactory(starts_on=date(2018, 5, 4), ends_on=date(2018, 5, 14), closed_at=then)
    wave = WaveFactory(programme=course, months=60, due_on=date(2023, 5, 14))
    people = {}
    for name in (
        "answers",
        "silent",
        "withdrawn",
        "unsafe",
        "bounced",
        "paused",
        "no_way",
        "forgotten",
    ):
        people[name] = PersonFactory(shown_name=name)
        ContactWayFactory(person=people[name])
        consent.answer(
            person=people[name],
            purpose=Purpose.FOLLOW_UP,
            yes=True,
            how="form",
            by=PUBLIC,
            at=sent - timedelta(days=900),
        )
        ParticipationFactory(
            programme=course, person=people[name], background="new", recorded_at=then
        )
    people["unasked"] = ParticipationFactory(programme=course, recorded_at=then).person
    consent.answer(
        person=people["withdrawn"],
        purpose=Purpose.FOLLOW_UP,
        yes=False,
        how="letter",
        by=PUBLIC,
        at=sent,
    )
    consent.call_unsafe(person=people["unsafe"], by=BY, at=sent)
    people["unsafe"].refresh_from_db()
    ContactWay.objects.filter(person=people["bounced"]).update(state="broken")
    ContactWay.objects.filter(person=people["no_way"]).delete()
    people["paused"].frozen_at = sent
    people["paused"].save()

    tasks.send_due_waves(at=sent)
    actions.answer_follow_up(
        follow_up=FollowUp.objects.get(person=people["answers"]),
        engagement="more",
        said={"opening": "growing", "teaching": "yes", "linked": "joint", "nonsense": "yes"},
        by=PUBLIC,
        at=sent,
    )
    FollowUp.objects.filter(person=people["forgotten"]).delete()  # as forgetting does
    tasks.end_silence(at=sent + timedelta(days=31))

    states = {row.person.shown_name: row.state for row in FollowUp.objects.select_related("person")}
    assert {name: states.get(name) for name in people if name != "unasked"} == {
        "answers": "answered",
        "silent": "silent",
        "withdrawn": "withdrawn",
        "unsafe": "unsafe",
        "bounced": "bounced",
        "paused": "paused",
        "no_way": "unreachable",
        "forgotten": None,
    }
    wave.refresh_from_db()
    whole = queries.wave_parts(wave)
    assert (wave.listed, queries.forgotten(wave), sum(part.total for part in whole)) == (9, 1, 8)
    new = next(part for part in whole if part.background == "new")
    assert (new.asked, new.answered, new.no_reply, new.withdrawn, new.unreached, new.paused) == (
        2, 1, 1, 1, 3, 1,
    )  # fmt: skip
    assert FollowUp.objects.get(person=people["answers"]).said == {
        "opening": "growing", "teaching": "yes",
    }  # fmt: skip


def test_nothing_leaves_to_whom_it_is_unsafe_to_write_not_even_duty(at):
    person = asked_later()
    wave = WaveFactory()
    ParticipationFactory(programme=wave.programme, person=person)
    actions.send_wave(wave=wave, by=BY, at=at)
    duty = Letter.objects.get()
    Letter.objects.update(purpose="notice")
    assert permit([Letter.objects.get()], at=at) == {duty.pk}

    consent.call_unsafe(person=person, by=BY, at=at)
    consent.call_unsafe(person=person, by=BY, at=at)

    assert permit(Letter.objects.all(), at=at) == set()
    assert Letter.objects.get().state == "cancelled"
    consent.call_safe(person=person, by=BY, at=at)
    consent.call_safe(person=person, by=BY, at=at)
    assert permit(Letter.objects.all(), at=at) == {duty.pk}


def test_who_asks_for_help_is_heard_at_once_by_their_owner(at, school):
    owner = AccountFactory(shown_name="Leila")
    asked_later(account=owner)
    give_mandate(account=owner, circle=school, role="organiser", until=None, by=BY, at=at)
    follow_up = FollowUpFactory(background="new")
    actions.give_to(people=[follow_up.person], account=owner, by=BY, at=at)

    actions.answer_follow_up(
        follow_up=follow_up,
        said={"needs": ["safety", "money"], "blocks": "They watch us."},
        by=PUBLIC,
        at=at,
    )

    letter = Letter.objects.get()
    assert (letter.subject_key, letter.address) == (owner.person.key, owner.address)
    assert follow_up.person.shown_name not in str(letter.values)
    assert (follow_up.asked_help_at, follow_up.said["needs"]) == (at, ["money", "safety"])
    assert actions.see_to_help(person=follow_up.person, by=BY, at=at) == 1
    assert actions.see_to_help(person=follow_up.person, by=BY, at=at) == 0


def test_a_promise_answered_once_is_not_asked_in_the_next_round(at):
    wave = WaveFactory()
    person = asked_later()
    ParticipationFactory(programme=wave.programme, person=person)
    promise = PromiseFactory(programme=wave.programme, person=person)
    actions.send_wave(wave=wave, by=BY, at=at)
    actions.answer_follow_up(follow_up=FollowUp.objects.get(), outcome="happened", by=PUBLIC, at=at)
    later = WaveFactory(programme=wave.programme, months=12)

    actions.send_wave(wave=later, by=BY, at=at)

    assert Promise.objects.get(pk=promise.pk).outcome == "happened"
    assert FollowUp.objects.get(wave=later).promise is None


def test_rounds_are_planned_changed_and_left_out_until_they_are_sent(at):
    programme = CourseFactory(closed_at=None)
    waves = actions.begin_plan(programme=programme, ended_on=programme.ends_on, by=BY, at=at)

    extra = actions.add_wave(
        programme=programme, months=36, only_new=True, ended_on=programme.ends_on, by=BY, at=at
    )
    with pytest.raises(actions.SentAlready):
        actions.add_wave(
            programme=programme, months=36, only_new=False, ended_on=programme.ends_on, by=BY, at=at
        )
    actions.change_wave(wave=extra, due_on=date(2029, 6, 1), only_new=False, by=BY, at=at)
    actions.drop_wave(wave=waves[-1], by=BY, at=at)
    again = actions.begin_plan(programme=programme, ended_on=programme.ends_on, by=BY, at=at)

    assert len(again) == len(waves)
    assert Wave.objects.get(months=36).due_on == date(2029, 6, 1)
    Wave.objects.update(sent_at=at)
    extra.refresh_from_db()
    for act in (actions.drop_wave, actions.change_wave):
        given = {} if act is actions.drop_wave else {"due_on": date(2030, 1, 1), "only_new": True}
        with pytest.raises(actions.SentAlready):
            act(wave=extra, **given, by=BY, at=at)
