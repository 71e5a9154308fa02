"""Today's numbers of the years after: counted where they lie, and the same as the queue itself."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose
from commonroot.engagement.models import OneToOne, Owner
from commonroot.engagement.queries.needs import Help, Need, asking_for_help, new_to_activism
from commonroot.engagement.queries.people import not_asked, standings
from commonroot.engagement.queries.queue import queue
from commonroot.engagement.rules import Standing
from tests.engagement.years import signed_in
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    KenyaFactory,
    ParticipationFactory,
    PromiseFactory,
    WaveFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def by_the_queue(actor):
    """What the queue says when all its lines are counted."""
    lines = queue(actor, at=AT)
    helped = [line for line in lines if {"help", "help_safety"} & set(line.why)]

    def need(reason):
        there = [line.programme.closed_at for line in lines if reason in line.why]
        return Need(len(there), min(there, default=None))

    return (
        Help(
            len(helped),
            min((line.since for line in helped), default=None),
            any("help_safety" in line.why for line in helped),
        ),
        (need("no_owner"), need("no_step")),
    )


@pytest.mark.parametrize("seed", range(4))
def test_today_counts_what_the_queue_lists(seed, school, django_assert_num_queries):
    dice = random.Random(seed)
    team = KenyaFactory(kind="team", country="")
    account, actor = signed_in(school if seed % 2 else team, AT)
    courses = [
        CourseFactory(run_by=run_by, closed_at=AT - timedelta(days=days) if days else None)
        for run_by in (school, team)
        for days in (0, 10, 400)
    ]
    waves = [WaveFactory(programme=course) for course in courses]
    for number in range(40):
        person = PersonFactory(frozen_at=AT if dice.random() < 0.1 else None)
        for purpose in (Purpose.REGISTER, Purpose.FOLLOW_UP):
            state = dice.choice(("given", "given", "unknown", "refused", ""))
            if state:
                Agreement.objects.create(
                    person=person, purpose=purpose, audience_kind="school", state=state, since=AT
                )
        for course in dice.sample(courses, dice.randint(1, 3)):
            ParticipationFactory(
                person=person,
                programme=course,
                role=dice.choice(("participant", "participant", "presenter")),
                background=dice.choice(("new", "new", "unknown", "movement")),
                asked_at=dice.choice((None, AT)),
                recorded_at=AT - timedelta(days=dice.randint(0, 2)),
            )
        if dice.random() < 0.4:
            for wave in dice.sample(waves, 2):
                asked_at = AT - timedelta(days=number + wave.pk % 7 / 10)
                FollowUpFactory(
                    wave=wave, person=person, asked_help_at=asked_at,
                    helped_at=dice.choice((None, None, AT)),
                    said={"needs": [dice.choice(("safety", "money"))]} if seed > 1 else {},
                )  # fmt: skip
        if dice.random() < 0.3:
            owner = dice.choice((account, None))
            Owner.objects.create(person=person, account=owner, since=AT)
        if dice.random() < 0.2:
            PromiseFactory(
                person=person, programme=courses[0], outcome=dice.choice(("", "not_now"))
            )
        if dice.random() < 0.2:
            IntroductionFactory(
                person=person, letter=None, circle=None, programme=dice.choice(courses),
                state=dice.choice(("active", "left")),
            )  # fmt: skip
        if dice.random() < 0.2:
            OneToOne.objects.create(
                person=person, account=AccountFactory(), held_on=AT.date(), made_at=AT,
                commits=dice.choice((True, False)),
            )  # fmt: skip

    with django_assert_num_queries(2):
        counted = (asking_for_help(actor, at=AT), new_to_activism(actor, at=AT))

    assert counted == by_the_queue(actor)
    assert min(need.number for need in counted[1]) > 0
    by_course = {course.pk: standings(course, at=AT)[Standing.NOT_ASKED] for course in courses}
    assert not_asked(courses, at=AT) == {pk: number for pk, number in by_course.items() if number}
