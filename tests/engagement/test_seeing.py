"""Two walls around the people of a course: each alone refuses."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor, Held
from commonroot.circles.actions import give_mandate, open_circle
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import queries
from commonroot.engagement.models import Maker
from tests.engagement.visiting import page
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    WaveFactory,
    agree,
    take_part,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def a_team(name="Team"):
    return open_circle(kind="team", name=Translated({"en": name}), by=Actor.system(), at=NOW)


def of(circle, role="organiser"):
    return Actor(kind="account", held=(Held(role, circle.pk, is_school=False),))


def shown(rows, programme, *, seen_by):
    found = queries.seen(rows, "person", programme=programme, seen_by=seen_by, at=NOW)
    return {row.person.shown_name for row in found}


def test_the_gate_and_the_role_refuse_each_alone():
    programme = CourseFactory(run_by=a_team())
    rows = {
        name: ParticipationFactory(programme=programme, person__shown_name=name)
        for name in ("took part", "in the register", "neither", "paused")
    }
    for name in ("took part", "paused"):
        take_part(rows[name].person, programme)
    agree(rows["in the register"].person, Purpose.REGISTER)
    consent.pause(person=rows["paused"].person, by=Actor.public(), at=NOW)
    everybody = programme.participations.all()

    found = {
        "theirs": shown(everybody, programme, seen_by=of(programme.run_by)),
        "of another team": shown(everybody, programme, seen_by=of(a_team("Other"))),
        "facilitator": shown(everybody, programme, seen_by=of(programme.run_by, "facilitator")),
        "visitor": shown(everybody, programme, seen_by=Actor.public()),
    }

    assert found == {
        "theirs": {"took part", "in the register"},
        "of another team": set(),
        "facilitator": set(),
        "visitor": set(),
    }


def test_whoever_paused_stands_on_no_screen_of_the_course_and_keeps_their_part(school):
    account = AccountFactory()
    give_mandate(
        account=account, circle=school, role="organiser", until=None, by=Actor.system(), at=NOW
    )
    desk = Client()
    desk.force_login(account)
    wave = WaveFactory(sent_at=NOW)
    programme = wave.programme
    project = ProjectFactory(programme=programme)
    for name in ("Amina", "Zz Paused"):
        person = PersonFactory(shown_name=name, country="KE")
        ParticipationFactory(programme=programme, person=person)
        MakerFactory(project=project, person=person)
        FollowUpFactory(wave=wave, person=person, state="answered", answered_at=NOW)
        take_part(person, programme)
    consent.pause(person=person, by=Actor.public(), at=NOW)
    here = {"close": programme, "ask": programme, "projects": programme, "project": project,
            "wave": wave}  # fmt: skip

    seen = {
        name: [word for word in ("Amina", "Zz Paused") if word in page(desk, name, thing.key)]
        for name, thing in here.items()
    }
    desk.post(
        reverse("engagement:project", args=[project.key]),
        {"title": "Water", "kind": "poster", "language": "en", "maker_1": "", "naming_1": ""},
    )

    assert seen == {name: ["Amina"] for name in here} | {"close": []}  # it is closed already
    assert [maker.person.shown_name for maker in Maker.objects.all()] == ["Zz Paused"]
