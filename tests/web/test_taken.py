"""A list leaves when two say yes; its file is sealed, ends after a day, and those in it see it."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Mandate
from commonroot.circles.queries import actor_for
from commonroot.consent import actions as consent
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.filters.value import Filter, Part
from commonroot.people import actions
from commonroot.people.models import Export, Exported, ExportPart
from commonroot.people.queries import content, exports_over, exports_to_make
from commonroot.people.tasks import delete_old_exports
from commonroot.web import tasks
from commonroot.web.queries import taken, taken_file
from commonroot.web.queries.people import Wanted
from commonroot.web.views import export as views
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory
from tests.web.test_export import ask, read, take
from tests.web.test_people import add, say_yes

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
DAY = timedelta(days=1)


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def signed_in(account, now):
    """A browser in which somebody has just shown who they are."""
    client = Client()
    client.force_login(account)
    session = client.session
    session["proven"] = now.timestamp()
    session.save()
    return client


@pytest.fixture
def mine(organiser_account, now):
    return signed_in(organiser_account, now)


@pytest.fixture
def other(school, now):
    """A second organiser of the school, who has signed in before."""
    account = AccountFactory(shown_name="Otieno")
    circles.give_mandate(
        account=account, circle=school, role="organiser", until=None, by=SYSTEM, at=now
    )
    return signed_in(account, now)


def wish(now, **changed):
    """A list somebody asked for while nobody else was there to say yes."""
    return actions.ask_export(**{
        "wanted": taken.kept(Wanted()), "sentence": "Everybody", "narrowed": [],
        "columns": ["person_id", "display_name"], "reason": "check", "kind": "csv",
        "language": "en", "people": 1, "left_out": 0, "by": Actor("account", key="asker"),
        "at": now,
    } | changed)  # fmt: skip


def decide(client, export, answer):
    return client.post(reverse("web:taken_decide", args=[export.key]), {"answer": answer})


def fetch(client, export):
    return client.post(reverse("web:taken_fetch", args=[export.key]))


def test_a_list_leaves_when_somebody_else_said_yes(mine, other, now):
    amina = add("Amina Wekesa", now)
    page = mine.get(reverse("web:people_export")).content
    ask(mine, reason="report", columns=("display_name", "email", "pronouns"))
    export = Export.objects.get()

    early = fetch(mine, export).status_code
    own = decide(mine, export, "yes").status_code
    theirs = other.get(reverse("web:today")).content
    shown = other.get(reverse("web:taken_one", args=[export.key])).content.decode()
    said_yes = decide(other, export, "yes").status_code
    twice = decide(other, export, "no").status_code
    stolen = fetch(other, export).status_code
    rows = read(fetch(mine, export))
    again = read(fetch(mine, export))

    assert b"Another organiser then says yes" in page
    assert (early, own, said_yes, twice, stolen) == (409, 404, 302, 409, 404)
    assert b"Somebody wants to take a list along" in theirs
    assert [word in shown for word in ("Pronouns", "For a report", "Everybody in")] == [True] * 3
    assert rows == again
    assert [row["display_name"] for row in rows] == ["Amina Wekesa"]
    assert [(row.person, row.what, row.audience_name["en"]) for row in Told.objects.all()] == [
        (amina, ["name", "details", "address"],
         "an organiser of ours, in a file: For a report or an application")
    ]  # fmt: skip
    verbs = AuditEntry.objects.filter(thing_key=export.key).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "list to take along asked", "list to take along agreed", "list to take along made",
        "people exported", "people exported",
    ]  # fmt: skip


def test_a_long_list_is_printed_when_somebody_else_said_yes(mine, other, now, monkeypatch):
    monkeypatch.setattr("commonroot.web.views.paper.PAGE", 0)
    amina = add("Amina Wekesa", now)
    print_it = reverse("web:people_print")

    asked = mine.get(print_it).content
    wished = mine.post(print_it, {"reason": "report"})
    export = Export.objects.get()
    shown = other.get(reverse("web:taken_one", args=[export.key])).content.decode()
    early = fetch(mine, export).status_code
    decide(other, export, "yes")
    waits = mine.get(reverse("web:taken_one", args=[export.key])).content
    add("Bruno Later", now)
    paper = fetch(mine, export)
    again = fetch(mine, export)

    assert b"Another organiser then says yes" in asked
    assert (wished.status_code, early, export.kind) == (302, 409, "page")
    assert [word in shown for word in ("Last course", "For a report", "No address")] == [True] * 3
    assert b"Show it to print" in waits
    assert [b"Amina Wekesa" in paper.content, b"Bruno" in paper.content] == [True, False]
    assert again.status_code == 200
    assert [(row.person, row.audience_name["en"]) for row in Told.objects.all()] == [
        (amina, "an organiser of ours, on paper: For a report or an application")
    ]


def test_a_no_ends_it_and_the_page_says_whose(mine, other, now):
    add("Amina Wekesa", now)
    ask(mine)
    export = Export.objects.get()

    decide(other, export, "no")

    page = mine.get(reverse("web:people_taken")).content.decode()
    assert "declined by Otieno" in page
    assert fetch(mine, export).status_code == 409
    assert exports_to_make(at=now).count() == 0


def test_who_asked_may_take_the_wish_back(mine, other, now):
    ask(mine)
    export = Export.objects.get()

    for _ in range(2):
        mine.post(reverse("web:taken_drop", args=[export.key]))

    export.refresh_from_db()
    assert (export.state, export.sentence, export.wanted) == ("gone", "", None)
    assert AuditEntry.objects.filter(verb="list to take along deleted").count() == 1
    assert decide(other, export, "yes").status_code == 409


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "facilitator"},
        {"until": NOON - DAY},
        {"account__is_active": False},
        {"account__locked_at": NOON},
        {"account__last_login": None},
    ],
)
def test_who_cannot_say_yes_is_not_waited_for(mine, other, now, changed):
    mandate = Mandate.objects.order_by("pk").last()
    for name, value in changed.items():
        row = mandate.account if name.startswith("account__") else mandate
        setattr(row, name.removeprefix("account__"), value)
        row.save()

    ask(mine)

    assert Export.objects.get().state == "ready"


def test_the_file_is_sealed_and_gone_after_a_day(mine, now):
    add("Amina Wekesa", now)
    ask(mine)
    export = Export.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM people_exportpart")
        stored = cursor.fetchone()[0]

    before = delete_old_exports(at=export.ends_at - timedelta(seconds=1))
    after = [delete_old_exports(at=export.ends_at) for _ in range(2)]

    export.refresh_from_db()
    assert ("Amina" in stored, "UEsDB" in stored) == (False, False)
    assert (before, after, export.state) == (0, [1, 0], "gone")
    assert (ExportPart.objects.count(), Exported.objects.count()) == (0, 1)
    assert exports_over(at=now + 9 * DAY).count() == 0
    assert "never fetched" in mine.get(reverse("web:people_taken")).content.decode()


@pytest.mark.parametrize("leaves", ["pauses", "says no", "is forgotten"])
def test_whoever_says_no_stops_the_file_they_are_in(mine, now, leaves):
    add("Otieno", now)
    amina = add("Amina Wekesa", now)
    ask(mine)
    export = Export.objects.get()

    if leaves == "pauses":
        consent.pause(person=amina, by=Actor.public(), at=now)
    elif leaves == "says no":
        say_yes(amina, Purpose.REGISTER, now, yes=False)
    else:
        actions.drop_exports_with(person_id=amina.pk, by=SYSTEM, at=now)
    answer = fetch(mine, export)

    export.refresh_from_db()
    assert (answer.status_code, export.state, ExportPart.objects.count()) == (409, "gone", 0)
    assert Told.objects.count() == 0


def test_a_large_list_is_made_in_the_background_and_says_how_far_it_is(mine, now, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 1)
    monkeypatch.setattr(taken_file, "TOLD_EVERY", 2)
    for number in range(5):
        add(f"Person {number}", now)
    heard = []
    monkeypatch.setattr(tasks, "export_progress", lambda **said: heard.append(said["done"]))

    ask(mine, kind="xlsx")
    export = Export.objects.get()
    waiting = mine.get(reverse("web:taken_one", args=[export.key])).content.decode()
    made = [tasks.make_exports(at=now) for _ in range(2)]

    export.refresh_from_db()
    assert "0 of 5 people written" in waiting
    assert (made, heard, export.state, export.people) == ([1, 0], [2, 4, 5], "ready", 5)


def test_a_list_that_was_to_be_made_in_the_background_after_a_yes(mine, other, now, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    add("Amina Wekesa", now)
    ask(mine)
    export = Export.objects.get()

    decide(other, export, "yes")

    assert list(exports_to_make(at=now)) == [export]


def test_what_was_cut_off_is_begun_anew_and_two_do_not_make_the_same(now):
    add("Amina Wekesa", now)
    export = wish(now)
    actions.begin_export(export=export, at=now)
    actions.export_progress(export=export, done=1)
    ExportPart.objects.create(export=export, number=0, content="half")

    meanwhile = tasks.make_export(export, at=now + timedelta(minutes=1))
    later = tasks.make_exports(at=now + timedelta(minutes=11))

    export.refresh_from_db()
    assert (meanwhile, later, export.state, export.parts.count()) == (False, 1, "ready", 1)


def test_a_long_file_is_kept_in_pieces(now, monkeypatch):
    monkeypatch.setattr("commonroot.people.actions.exports.PIECE", 10)
    export = wish(now)
    pieces = [b"0123456789", b"abc", b"defghijkl", b"x"]

    actions.keep_export(export=export, pieces=pieces, ids=[], name="x.csv", at=now)

    assert (export.parts.count(), export.bytes) == (3, 23)
    assert b"".join(content(export)) == b"".join(pieces)


def test_a_list_by_a_condition_that_is_no_more_is_not_made(now):
    stored = taken.kept(Wanted(asked=Filter(parts=(Part("shoe size", "in", ("44",)),))))

    made = tasks.make_export(wish(now, wanted=stored), at=now)

    assert (made, Export.objects.get().state) == (False, "gone")


def test_nobody_agrees_to_their_own_list(school, other, now):
    asker = Actor("account", key="asker")
    export = wish(now, by=asker)

    with pytest.raises(actions.OwnList):
        actions.agree_to_export(export=export, by=asker, at=now)


def test_a_file_whose_day_is_over_is_not_given_out_even_before_the_sweep(organiser_account, now):
    actor = actor_for(organiser_account, person_id=None, at=now)
    export = wish(now, by=actor, people=0)
    tasks.make_export(export, at=now)

    with pytest.raises(actions.NotThereAnyMore):
        actions.fetch_export(export=export, still_open=0, by=actor, at=now + DAY)


def test_taking_along_is_for_those_who_may(school, now, organiser_account):
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=school, role="facilitator", until=None, by=SYSTEM, at=now
    )
    client, mine = signed_in(account, now), signed_in(organiser_account, now)
    add("Amina Wekesa", now)
    assert take(mine).status_code == 200
    key = Export.objects.get().key

    answers = {client.get(reverse("web:people_taken")).status_code} | {
        client.post(reverse(f"web:taken_{name}", args=[key])).status_code
        for name in ("decide", "fetch", "drop")
    }

    assert answers == {404}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write at once")
@pytest.mark.django_db(transaction=True)
def test_others_may_write_while_a_file_is_made(now, monkeypatch):
    """On SQLite whoever still reads what was there before cannot write any more."""
    for number in range(4):
        say_yes(add(f"Amina {number}", now), Purpose.REGISTER, now)
    monkeypatch.setattr("commonroot.web.queries.export.BATCH", 1)
    monkeypatch.setattr(taken_file, "TOLD_EVERY", 1)
    one, heard = wish(now, people=4), []
    name = settings.DATABASES["default"]["NAME"]

    def tell(done):
        with closing(sqlite3.connect(name, isolation_level=None)) as other:
            other.execute("UPDATE people_person SET pronouns = pronouns || 'x'")
        actions.export_progress(export=one, done=done)
        heard.append(done)

    with taken_file.written(one, at=now, tell=tell) as file:
        pieces = list(file.pieces)

    assert (heard, pieces[0][:3]) == ([1, 2, 3, 4], b"\xef\xbb\xbf")
