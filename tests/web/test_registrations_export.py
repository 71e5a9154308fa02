"""Registrations taken along: columns, answers, who is left out, and a team's own organiser."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.people import actions as people
from commonroot.people.models import Export, Person
from commonroot.registration.actions import places
from commonroot.registration.models import Answer
from commonroot.web import tasks
from commonroot.web.queries import registered, taken
from commonroot.web.queries.taken_file import number_in
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import QuestionFactory, SessionFactory, TeamFactory
from tests.factories.registration import RegistrationFactory
from tests.web.test_taken import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
ALL = [name for name in registered.COLUMNS if name not in registered.ALWAYS]


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


@pytest.fixture
def mine(organiser_account, now):
    return signed_in(organiser_account, now)


@pytest.fixture
def session(school):
    return SessionFactory()


def coming(session, name, now, *, seen=True, **changed):
    row = RegistrationFactory(
        session=session, person=PersonFactory(shown_name=name), asked_at=now, **changed
    )
    way = people.add_way(
        person=row.person, kind="mail", value=f"{name.lower()}@example.org", at=now
    )
    way.state = "working"
    way.save()
    if seen:
        places.let_organisers_see(person=row.person, session=session, by=SYSTEM, at=now)
    return row


def ask(client, session, *, columns=ALL, kind="csv", **more):
    wish = {"columns": columns, "reason": "check", "kind": kind, **more}
    return client.post(reverse("web:registrations_export", args=[session.key]), wish)


def take(client, session, **wish):
    asked = ask(client, session, **wish)
    fetched = client.post(f"{asked['Location']}fetch/")
    text = b"".join(fetched.streaming_content).decode("utf-8-sig")
    return fetched, list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_says_what_became_of_a_place_and_what_was_answered(mine, session, now):
    amina = coming(session, "Amina", now, state="waiting")
    map_of = QuestionFactory(session=session, prompt=Translated({"en": "email"}))
    brings = QuestionFactory(session=session, kind="several", prompt=Translated({"en": "Brings"}))
    health = QuestionFactory(session=session, care="special", prompt=Translated({"en": "Health"}))
    for question, text in ((map_of, "=1+1"), (brings, "Tea\nBread"), (health, "Asthma")):
        Answer.objects.create(registration=amina, question=question, text=text)

    fetched, [row] = take(mine, session)

    assert {name: value.removeprefix("'") for name, value in row.items()} == {
        "registration_id": amina.key,
        "person_id": amina.person.key,
        "display_name": "Amina",
        "email": "amina@example.org",
        "programme": str(session.programme.title["en"]),
        "session_id": session.key,
        "session_title": "Power Analysis!",
        "starts_at": f"{session.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "status": "waiting",
        "wait_position": str(amina.position),
        "registered_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "source": "form",
        "email (2)": "=1+1",
        "Brings": "Tea;Bread",
    }
    assert row["email (2)"] == "'=1+1"
    assert f"-registrations-{now:%Y%m%d}" in fetched["Content-Disposition"]
    told = Told.objects.get(person=amina.person)
    assert (told.audience_kind, told.audience_key) == ("programme", session.programme.key)
    assert told.purpose == Purpose.THIS_PROGRAMME


def test_the_gate_leaves_out_and_high_care_keeps_address_and_answers(mine, session, now):
    later = SessionFactory(programme=session.programme, sorts_on=session.sorts_on + timedelta(1))
    amina = coming(session, "Amina", now)
    again = RegistrationFactory(session=later, person=amina.person, asked_at=now)
    basma = coming(session, "Basma", now)
    coming(session, "Dina", now, seen=False)
    coming(session, "Efua", now, state="cancelled")
    asked = QuestionFactory(session=session, prompt=Translated({"en": "Where from?"}))
    Answer.objects.create(registration=basma, question=asked, text="Her village")
    Person.objects.filter(pk=basma.person_id).update(floor="high")

    _fetched, rows = take(mine, session, whole="on", columns=["email", "answers"])
    export = Export.objects.get()

    found = {row["registration_id"].removeprefix("'"): (row["email"], row["Where from?"])
             for row in rows}  # fmt: skip
    assert found == {
        amina.key: ("amina@example.org", ""),
        again.key: ("amina@example.org", ""),
        number_in(export, basma.key): ("", ""),
    }
    assert basma.key not in found
    assert (export.people, export.left_out) == (2, 1)


def test_whoever_pauses_stops_the_file(mine, session, now):
    amina = coming(session, "Amina", now)
    asked = ask(mine, session, kind="xlsx")
    people.pause(person=amina.person, by=SYSTEM, at=now)

    refused = mine.post(f"{asked['Location']}fetch/")

    assert refused.status_code == 409
    assert Export.objects.get().state == Export.State.GONE


def test_a_teams_organiser_whose_file_is_gone_is_led_to_the_programmes(session, now):
    claims = registered.Claims(session, whole=True)
    gone, there = Export(wanted=None), Export(wanted=claims.kept(), left_out=2)

    assert taken.came_from(gone, actor=Actor.public())[0] == reverse("web:programmes")
    assert taken.left_out_words(there).startswith("2 left out: they paused everything")


def test_a_teams_organiser_takes_their_own_and_the_school_says_yes(mine, organiser_account, now):
    session = SessionFactory(programme__run_by=TeamFactory())
    organiser_account.last_login = now
    organiser_account.save()
    theirs = AccountFactory(last_login=now)
    give_mandate(
        account=theirs, role="organiser", circle=session.programme.run_by, by=SYSTEM, at=now,
        until=now + timedelta(days=90),
    )  # fmt: skip
    coming(session, "Amina", now)
    browser = signed_in(theirs, now)

    page = browser.get(reverse("web:registrations_export", args=[session.key]))
    asked = ask(browser, session, kind="zip")
    waiting = browser.get(asked["Location"])
    early = browser.post(f"{asked['Location']}fetch/")
    yes = mine.post(f"{asked['Location']}decide/", {"answer": "yes"})
    fetched = browser.post(f"{asked['Location']}fetch/")
    others = mine.post(f"{asked['Location']}fetch/")
    dropped = browser.post(f"{asked['Location']}drop/")

    assert page.context["total"] == 1
    assert waiting.context["back_url"] == reverse("registration:roster", args=[session.key])
    assert (early.status_code, yes.status_code, fetched.status_code) == (409, 302, 200)
    assert (others.status_code, dropped["Location"]) == (404, waiting.context["back_url"])


def test_a_session_that_is_gone_leaves_no_file(session, now):
    claims = registered.Claims(session, whole=False)
    export = people.ask_export(
        wanted={**claims.kept(), "session": "gone"}, sentence="", narrowed=[],
        columns=["registration_id", "person_id"], reason="check", kind="csv", language="en",
        people=0, left_out=0, by=SYSTEM, at=now,
    )  # fmt: skip

    made = tasks.make_export(export, at=now)

    assert (made, taken.still_open(export, at=now)) == (False, 0)
