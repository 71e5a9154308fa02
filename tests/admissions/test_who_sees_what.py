"""Whoever applied, organises and reads at once: nobody sees what was said of their own row.

Every page of a call and the file that leaves it, as each of those who must not judge one row; the
same with the rule switched off finds it, so that the test can fail.
"""

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, Call
from commonroot.admissions.queries import reading
from commonroot.circles.actions import give_mandate
from commonroot.consent.actions import serve
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    AnswerFactory,
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    ConflictFactory,
    CriterionFactory,
    DecisionFactory,
    FormQuestionFactory,
    RefereeFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewPhaseFactory,
)
from tests.factories.people import PersonFactory
from tests.web.test_taken import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
THEN = datetime(2026, 11, 18, 9, tzinfo=UTC)
# What was said of the one row and of the other one. 37 and 47 are the points of each, of 100.
SAID = ("Words of the panel", "Words for them", "Reason of the choice", "Words of a referee")
OWN, OTHER = [f"{said}, own." for said in SAID], [f"{said}, other." for said in SAID]
POINTS = {"own": "37", "other": "47"}
BEGINS = {
    "programme": r"(desk/)?programmes/",
    "row": r"(desk/applications|read/one|applications)/",
}


class World:
    """A call with two applications that were read and decided, and those who look at them."""

    def __init__(self, school, now, *, way):
        self.school, self.now = school, now
        # Or a name or number that a factory counts up could be the points that are looked for.
        for counting in (AccountFactory, ApplicationFactory, PersonFactory, RefereeFactory):
            counting.reset_sequence(900)
        self.call = CallFactory(programme__run_by=school, way=way)
        begin = now.replace(minute=0, second=0, microsecond=0)
        self.phase = ReviewPhaseFactory(
            call=self.call,
            opens_at=begin - timedelta(days=3),
            closes_at=begin + timedelta(days=3),
            each=0,
            shows_others=True,
        )
        self.line = CriterionFactory(call=self.call, most=19)
        self.question = FormQuestionFactory(call=self.call)
        self.referee = FormQuestionFactory(call=self.call, kind="referee")
        self.reader = ReviewerFactory(call=self.call)
        work = PersonFactory(shown_name="Amina", organisation="Water Union")
        self.own = self._row(work, OWN, answer="Answer, own.", points=7, verdict="accept")
        self.other = self._row(
            PersonFactory(shown_name="Otieno"), OTHER, answer="Answer, other.", points=9,
            verdict="regret",
        )  # fmt: skip

    def _row(self, person, said, *, answer, points, verdict):
        words, feedback, reason, referee = said
        one = ApplicationFactory(
            call=self.call, person=person, state="accepted" if verdict == "accept" else "regret"
        )
        audience = Audience(AudienceKind.PROGRAMME, self.call.programme.key)
        serve(
            person=person, purpose=Purpose.THIS_PROGRAMME, audience=audience, until=None,
            by=SYSTEM, at=THEN,
        )  # fmt: skip
        AnswerFactory(application=one, question=self.question, value=answer)
        RefereeFactory(
            application=one, question=self.referee, words=referee, state="answered",
            answered_at=THEN,
        )  # fmt: skip
        ReviewFactory(
            application=one, reviewer=self.reader, words=words, feedback=feedback,
            points=[(self.line, points)], given_at=THEN, saved_at=THEN,
        )  # fmt: skip
        DecisionFactory(application=one, verdict=verdict, reason=reason, against=True, at=THEN)
        return one

    def somebody(self, role, **person):
        account = AccountFactory()
        give_mandate(account=account, circle=self.school, role=role, until=None, by=SYSTEM, at=THEN)
        PersonFactory(account=account, **person)
        return account

    def on_panel(self, account):
        """They read, and gave their own for the other row, so that they see the others of it."""
        reader = ReviewerFactory(call=self.call, account=account)
        ReviewFactory(
            application=self.other, reviewer=reader, words="", points=[(self.line, 9)],
            given_at=THEN, saved_at=THEN,
        )  # fmt: skip
        return reader


def organiser_who_applied(world):
    account = world.somebody("organiser")
    world.own.person.account = None
    Application.objects.filter(pk=world.own.pk).update(person=account.person)
    audience = Audience(AudienceKind.PROGRAMME, world.call.programme.key)
    serve(
        person=account.person, purpose=Purpose.THIS_PROGRAMME, audience=audience, until=None,
        by=SYSTEM, at=THEN,
    )  # fmt: skip
    return account


def organiser_of_the_pair(world):
    account = world.somebody("organiser")
    ApplicantFactory(application=world.own, person=account.person)
    return account


def organiser_who_reads_and_stood_back(world):
    account = world.somebody("organiser")
    ConflictFactory(application=world.own, reviewer=world.on_panel(account))
    return account


def liaison_of_the_organisation(world):
    return world.somebody("student liaison", organisation="The Water Union")


def reader_who_applied(world):
    account = world.somebody("panel")
    ApplicantFactory(application=world.own, person=account.person)
    world.on_panel(account)
    return account


def reader_of_the_organisation(world):
    account = world.somebody("panel", organisation="WATER UNION")
    world.on_panel(account)
    return account


def reader_who_stood_back(world):
    account = world.somebody("panel")
    ConflictFactory(application=world.own, reviewer=world.on_panel(account))
    return account


DESK = [
    organiser_who_applied, organiser_of_the_pair, organiser_who_reads_and_stood_back,
    liaison_of_the_organisation,
]  # fmt: skip
PANEL = [reader_who_applied, reader_of_the_organisation, reader_who_stood_back]


def seen_text(response):
    """What a page says, without its tags, attributes of fields aside."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    typed = " ".join(re.findall(r'value="([^"]*)"', text))
    return html.unescape(re.sub(r"<[^>]*>", " ", text) + " " + typed)


def addresses(world, account):
    """Every address of the area, also those made after this was written, for what is in the world;
    and the list as it is asked otherwise.
    """
    keys = {
        "programme": [world.call.programme.key],
        "row": [world.own.key, world.other.key],
        "else": [one.key for one in account.reads_for.all()] or [world.reader.key],
    }
    found = [reverse("web:today")]
    for pattern in import_module("commonroot.admissions.urls").urlpatterns:
        route = str(pattern.pattern)
        kind = next((name for name, begin in BEGINS.items() if re.match(begin, route)), "else")
        for key in keys[kind] if "<key:key>" in route else [""]:
            said = {"key": key, "verdict": "accept", "question": world.question.key}
            wanted = {name: said.get(name, world.line.key) for name in pattern.pattern.converters}
            if "number" in wanted:
                wanted["number"] = 1
            found.append(reverse(f"admissions:{pattern.name}", kwargs=wanted))
    listed = reverse("admissions:applications", args=[world.call.programme.key])
    return found + [
        f"{listed}?{asked}"
        for asked in ("print", "only=unread", "only=wide", "state=accepted", "order=points")
    ]


def everything(world, account):
    """All that somebody can get to see: {address: text}, only pages that open."""
    client = signed_in(account, world.now)
    found = {}
    for address in addresses(world, account):
        answer = client.get(address)
        if answer.status_code == 200:
            found[address] = seen_text(answer)
    export = reverse("web:applications_export", args=[world.call.programme.key])
    found["before the file"] = seen_text(client.get(export))
    asked = client.post(
        export,
        {"columns": ["number", "state", "score_mean", "decision", "answers"], "reason": "check",
         "kind": "csv"},
    )  # fmt: skip
    if asked.status_code == 302:
        fetched = client.post(f"{asked['Location']}fetch/")
        if fetched.streaming:
            text = b"".join(fetched.streaming_content).decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            found["file"] = "\n".join(" ".join(row.values()) for row in rows)
    return found


def told(pages, said):
    """Where any of `said` stands."""
    return sorted(
        {
            address
            for address, text in pages.items()
            for one in said
            if re.search(rf"(?<![\w.:-]){re.escape(one)}(?!\w)", text)
        }
    )


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


@pytest.mark.parametrize(
    ("who", "way"),
    [*((who, Call.Way.PANEL) for who in DESK), (organiser_of_the_pair, Call.Way.SIMPLE)],
)
def test_an_organiser_sees_all_rows_but_what_was_said_of_the_own_one(school, now, who, way):
    world = World(school, now, way=way)
    account = who(world)

    pages = everything(world, account)

    assert told(pages, [*OWN, POINTS["own"]]) == []
    for said in (OTHER[0], POINTS["other"]):
        assert told(pages, [said]) != []
    listed = reverse("admissions:applications", args=[world.call.programme.key])
    assert "Answer, own." in pages[reverse("admissions:application", args=[world.own.key])]
    # The decision itself stands nowhere either: in the list it is handed in, as for themself.
    assert told({"state": pages[f"{listed}?state=accepted"]}, ["Amina"]) == []
    if "file" in pages:  # the liaison takes none along
        file = {"file": pages["file"]}
        assert told(file, ["47.4"]) == told(file, ["regret"]) == ["file"]
        assert told(file, ["36.8", "accept", "accepted", "Answer, own.", "Amina", "Otieno"]) == []
        assert "1 left out" in pages["before the file"]


@pytest.mark.parametrize("who", PANEL)
def test_a_reader_never_meets_the_row_they_must_not_read(school, now, who):
    world = World(school, now, way=Call.Way.PANEL)
    account = who(world)

    pages = everything(world, account)

    assert told(pages, [*OWN, POINTS["own"], "Answer, own.", "Amina", "Otieno"]) == []
    assert told(pages, ["Answer, other."]) == [
        reverse("admissions:read_one", args=[world.other.key])
    ]
    assert told(pages, [OTHER[0]]) != []  # the others' words, after their own
    assert told(pages, OTHER[2:3]) == []  # the reason of a choice is not the panel's
    number = f"Number {world.own.number}"
    assert told(pages, [number]) == []


@pytest.mark.parametrize("who", [organiser_of_the_pair, reader_of_the_organisation])
def test_without_the_rule_the_same_walk_finds_it(school, now, who, monkeypatch):
    world = World(school, now, way=Call.Way.PANEL)
    account = who(world)
    monkeypatch.setattr(reading, "conflicted_of", lambda *_args, **_said: frozenset())
    monkeypatch.setattr("commonroot.admissions.queries.panel.conflicted_of", reading.conflicted_of)

    pages = everything(world, account)

    said = [*OWN, POINTS["own"]] if who in DESK else ["Answer, own."]
    assert told(pages, said) != []
