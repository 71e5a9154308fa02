"""What whoever applied can find out before the letter with the decision left: nothing."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.admissions.actions import choosing, money, replies
from commonroot.admissions.actions.signing import sign
from commonroot.admissions.models import Decision
from commonroot.admissions.queries.choosing import mark
from commonroot.admissions.queries.told import told_state
from commonroot.people.actions import open_link
from commonroot.people.personal import declarations, readable, rows_about
from commonroot.programmes.models import Programme
from commonroot.stewardship.queries.keeping import archive
from commonroot.web.queries.held import kinds_held
from tests.admissions.chosen import apply, scored
from tests.conftest import NOON
from tests.factories.admissions import (
    CallFactory,
    FormQuestionFactory,
    OfferFactory,
    RefereeFactory,
    ReplyFactory,
    ScholarshipFactory,
)
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db
PENDING = NOON + timedelta(minutes=9)
LATER = NOON + timedelta(minutes=11)
LEFT = LATER + timedelta(minutes=10)
VERDICTS = ("accept", "regret")
TELLING = {
    "admissions.decision", "admissions.review", "admissions.score", "admissions.referee",
    "admissions.reply", "admissions.scholarship",
}  # fmt: skip


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [NOON]
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: now[0])
    return now


@pytest.fixture
def call(school):
    """A call that is still open: what was handed in can be changed, and is decided already."""
    call = CallFactory(programme__run_by=school, closes_at=NOON + timedelta(days=1))
    FormQuestionFactory(call=call, kind="text")
    return call


class Applicant:
    """Somebody who applied, with their browser and their calendar."""

    def __init__(self, call):
        self.application = apply(call)
        self.person = self.application.person
        ContactWayFactory(person=self.person, confirmed_at=NOON)
        RefereeFactory(application=self.application, state="answered", words="Reliable.")
        scored(self.application, 4)
        until = LEFT + timedelta(hours=1)
        page = open_link(person=self.person, scope="page", fresh_until=until, at=NOON)
        self.feed = open_link(person=self.person, scope="feed", days=None, at=NOON)
        self.client = Client()
        self.client.get(f"/p/{page}")

    def finds(self, *, clock, at):
        """All that their pages, calendar and files say at that moment: {where: text}."""
        clock[0] = at
        key = self.application.key
        addresses = [
            reverse("web:me"),
            reverse("admissions:own", args=[key]),
            reverse("admissions:part", args=[key, 1]),
            reverse("admissions:check", args=[key]),
            f"/feeds/me/{self.feed}.ics",
        ]
        found = {}
        for address in addresses:
            answer = self.client.get(address)
            text = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())
            found[address] = f"{answer.status_code} {text}"
        held = archive(self.person, at=at)
        found["for machines"] = json.dumps(held)
        found["to read"] = str(kinds_held(held["held"]))
        return found


def test_what_was_decided_is_found_nowhere_until_its_letter_left(call, clock, organiser):
    them = [Applicant(call) for _verdict in VERDICTS]
    before = {at: [one.finds(clock=clock, at=at) for one in them] for at in (PENDING, LATER)}

    for one, verdict in zip(them, VERDICTS, strict=True):
        choosing.decide(application=one.application, verdict=verdict, by=organiser, at=NOON)
    money.settle(
        application=them[0].application, state="offered", offered="Fare", by=organiser, at=NOON
    )
    replies.add(application=them[1].application, words="Write again.", by=organiser, at=NOON)
    sign(call=call, seen=mark(call), by=organiser, at=NOON)
    signed = [one.finds(clock=clock, at=PENDING) for one in them]
    replies.send(call=call, by=organiser, at=NOON)
    on_its_way = [one.finds(clock=clock, at=PENDING) for one in them]
    replies.recall(call=call, by=organiser, at=PENDING)
    taken_back = [one.finds(clock=clock, at=LATER) for one in them]
    replies.send(call=call, by=organiser, at=LATER)
    told = [one.finds(clock=clock, at=LEFT) for one in them]

    assert Decision.objects.count() == len(VERDICTS)
    assert signed == before[PENDING]
    assert on_its_way == before[PENDING]
    assert taken_back == before[LATER]
    own = [
        finds[reverse("admissions:own", args=[one.application.key])]
        for one, finds in zip(them, told, strict=True)
    ]
    assert ["It is decided." in page for page in own] == [True] * 2
    assert ["The place we offered you" in page for page in own] == [True, False]
    held = [json.loads(finds["for machines"])["held"] for finds in told]
    assert [one["admissions.application"][0]["state"] for one in held] == [
        "offered", "regret",
    ]  # fmt: skip
    assert [TELLING - one.keys() for one in held] == [
        set(), {"admissions.scholarship"},
    ]  # fmt: skip


def test_who_moves_up_from_the_reserve_hears_it_by_the_letter(call):
    one = apply(call, state="offered")
    ReplyFactory(application=one, verdict="reserve", sent_at=NOON, leaves_at=NOON)
    ReplyFactory(application=one, verdict="accept", sent_at=LATER, leaves_at=LEFT)
    OfferFactory(application=one, sent_at=LEFT)

    assert told_state(one, at=LATER) == "reserve"
    assert told_state(one, at=LEFT) == "offered"


def test_what_is_over_is_read_also_by_those_who_were_never_told(call):
    """Whoever withdrew gets no letter: they read what was found once the course is closed."""
    one = scored(apply(call, state="withdrawn"), 4)
    ScholarshipFactory(application=one, state="refused")
    declared = {each.label: each for each in declarations()}
    found = {}

    for label in ("admissions.review", "admissions.scholarship"):
        rows = rows_about(one.person, declared[label])
        found[label] = [len(list(readable(rows, declared[label], at=at))) for at in (NOON, LEFT)]
        Programme.objects.update(closed_at=LATER)
        found[label] += [len(list(readable(rows, declared[label], at=at))) for at in (NOON, LEFT)]
        Programme.objects.update(closed_at=None)

    assert found == {
        "admissions.review": [0, 0, 0, 1], "admissions.scholarship": [0, 0, 0, 1],
    }  # fmt: skip
