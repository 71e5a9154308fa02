"""Taking a list along: columns, reason, who is left out, formulas, addresses of those at risk."""

import csv
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.people import actions
from commonroot.people.models import (
    Affiliation,
    ContactWay,
    Exported,
    Interest,
    Offer,
    Person,
    SpokenLanguage,
)
from commonroot.web.queries import export, people
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import ParticipationFactory
from tests.web.test_people import add, say_yes

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
ALL = [name for name in export.COLUMNS if name != "person_id"]


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


@pytest.fixture
def desk(desk, now):
    """An organiser who has just shown once more who they are."""
    session = desk.session
    session["proven"] = now.timestamp()
    session.save()
    return desk


def ask(client, *, query="", columns=("display_name",), reason="check", kind="csv", **more):
    return client.post(
        reverse("web:people_export") + query,
        {"columns": columns, "reason": reason, "kind": kind, **more},
    )


def take(client, **wish):
    """The file, as whoever is alone gets it."""
    asked = ask(client, **wish)
    return client.post(f"{asked['Location']}fetch/") if asked.status_code == 302 else asked


def searched(client, q):
    """The query of the address to which a search leads."""
    return "?" + client.post(reverse("web:people_search"), {"q": q})["Location"].split("?")[1]


def read(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    # A key that happens to begin with "-" is made inert like any cell.
    return [row | {"person_id": row["person_id"].removeprefix("'")} for row in rows]


def test_the_file_holds_the_chosen_columns_of_those_who_may_be_kept(desk, now):
    amina = add("Amina Wekesa", now, city="Kisumu")
    say_yes(add("Dina No", now), Purpose.REGISTER, now, yes=False)

    response = take(desk, columns=("city", "display_name"))

    assert read(response) == [
        {"person_id": amina.key, "display_name": "Amina Wekesa", "city": "Kisumu"}
    ]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    name = f"long-table-school-people-{now:%Y%m%d}"
    assert response["Content-Disposition"].startswith(f'attachment; filename="{name}-')


def test_a_full_row(desk, now):
    amina = add(
        "Amina Wekesa", now, given_name="Amina", country="KE", organisation="Clinic", language="sw"
    )
    for value in ("old@example.org", "new@example.org"):
        way = actions.add_way(person=amina, kind="mail", value=value, at=now)
    ContactWay.objects.filter(pk=way.pk).update(confirmed_at=now, state="working")
    actions.add_way(person=amina, kind="phone", value="+254712345678", at=now)
    ParticipationFactory(person=amina, background="new")
    for name in ("Kenya circle", "Water"):
        circle = circles.open_circle(kind="theme", name=Translated({"en": name}), by=SYSTEM, at=now)
        actions.join_circle(
            person=amina, circle=circle, role="member", since=now.date(), by=SYSTEM, at=now
        )
    Person.objects.filter(pk=amina.pk).update(
        confirmed_at=now,
        origin_country="UG",
        offers="Power analysis in Swahili",
        wants="A mentor",
    )
    said = {"person": amina, "source": "link", "said_on": now.date()}
    for language, level in (("sw", "native"), ("en", "works")):
        SpokenLanguage.objects.create(language=language, level=level, **said)
    for organisation, role in (("Union", "nurse"), ("Choir", "")):
        Affiliation.objects.create(organisation=organisation, role=role, **said)
    for offer in ("teach", "host"):
        Offer.objects.create(kind=offer, **said)
    Interest.objects.create(theme=circle, **said)

    [row] = read(take(desk, columns=ALL))

    assert row == {
        "person_id": amina.key,
        "display_name": "Amina Wekesa",
        "given_name": "Amina",
        "family_name": "",
        "pronouns": "",
        "email": "new@example.org",
        "email_status": "working",
        "phone": "'+254712345678",
        "country": "KE",
        "origin_country": "UG",
        "city": "",
        "languages": "sw",
        "spoken": "sw:native;en:works",
        "time_zone": "",
        "organisation": "Clinic",
        "organisations": "Union (nurse);Choir",
        "themes": "Water",
        "offers": "teach;host",
        "offered": "Power analysis in Swahili",
        "wants": "A mentor",
        "involvement": "new",
        "circles": "Kenya circle;Water",
        "source": "hand",
        "confirmed_on": f"{now:%Y-%m-%d}",
        "created_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
    }


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1"])
def test_a_formula_in_a_name_stays_text(desk, now, name):
    add(name, now)

    assert read(take(desk))[0]["display_name"] == f"'{name}"


def test_whoever_could_be_harmed_stands_without_address(desk, now):
    person = add("Amina Wekesa", now)
    actions.add_way(person=person, kind="mail", value="amina@example.org", at=now)
    actions.set_risk(person=person, risk="high", by=SYSTEM, at=now)

    [row] = read(take(desk, columns=("display_name", "email", "email_status", "phone")))

    person.refresh_from_db()
    assert (row["display_name"], row["email"], row["phone"]) == (person.shown_name, "", "")
    assert person.shown_name != "Amina Wekesa"


def test_no_two_files_can_be_joined_by_the_number_of_who_could_be_harmed(desk, now):
    amina, bruno = add("Amina Wekesa", now), add("Bruno Open", now)
    actions.set_risk(person=amina, risk="high", by=SYSTEM, at=now)

    files = [{row["person_id"] for row in read(take(desk))} for _ in range(2)]

    assert files[0] & files[1] == {bruno.key}
    assert {len(number) for number in files[0] | files[1]} == {len(amina.key)}
    assert Exported.objects.filter(person=amina).count() == 2


def test_the_filter_of_the_list_holds_for_the_file(desk, now):
    add("Amina Wekesa", now, country="KE")
    add("Cali Rueda", now, country="CO")

    queries = ("?country=CO", searched(desk, "amina"), searched(desk, "amnia") + "&nearly=yes")
    found = [[row["display_name"] for row in read(take(desk, query=query))] for query in queries]

    assert found == [["Cali Rueda"], ["Amina Wekesa"], ["Amina Wekesa"]]


def test_who_took_what_and_why_is_written_down_without_names(desk, now, organiser_account):
    add("Amina Wekesa", now)
    say_yes(add("Dina No", now), Purpose.REGISTER, now, yes=False)

    take(desk, query=searched(desk, "amina"), columns=("city",), reason="report")

    entry = AuditEntry.objects.get(verb="people exported")
    assert entry.actor_key == organiser_account.key
    assert entry.facts == {
        "reason": "report",
        "columns": ["person_id", "city"],
        "kind": "csv",
        "people": 1,
        "left_out": 1,
        "narrowed": ["q"],
    }


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"reason": "because"}, {"columns": ("risk",)}, {"kind": "exe"}]
)
def test_without_a_reason_or_with_unknown_columns_there_is_no_file(desk, now, wrong):
    response = take(desk, **wrong)

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert AuditEntry.objects.filter(verb="people exported").count() == 0


def test_a_workbook_holds_the_same(desk, now):
    add("=Amina", now)

    response = take(desk, kind="xlsx")

    book = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    words = book.read("xl/worksheets/sheet1.xml").decode()
    if "xl/sharedStrings.xml" in book.namelist():
        words += book.read("xl/sharedStrings.xml").decode()
    assert "Amina" in words
    assert "<f>" not in words
    assert response["Content-Disposition"].endswith('.xlsx"')


def test_the_page_says_how_many_and_what_narrows(desk, now):
    course = ParticipationFactory(person=add("Amina Wekesa", now, country="KE")).programme
    query = f"?country=KE&course={course.key}&fresh=old&basis=unknown"

    page = desk.get(reverse("web:people_export") + query).content.decode()
    typed = desk.get(reverse("web:people_export") + searched(desk, "amina")).content.decode()

    assert "0 people" in page
    assert (
        "People who live in Kenya, took part in The Struggle for Health, 2026, or have a place, "
        "have details older than three years, and came with an old list and were never asked"
    ) in page
    assert "Everybody in the register, found by “amina”" in typed
    assert "1 person" in typed


def test_each_detail_comes_with_who_said_it_and_when(desk, now):
    amina = add("Amina Wekesa", now, city="Kisumu")
    amina.provenance |= {"city": ["link", "2026-03-01", "2026-10-02"]}
    amina.save(update_fields=["provenance"])

    [row] = read(take(desk, columns=("city", "country"), with_sources="on"))

    assert row == {
        "person_id": amina.key,
        "country": "",
        "country_source": "",
        "country_said_on": "",
        "country_confirmed_on": "",
        "city": "Kisumu",
        "city_source": "link",
        "city_said_on": "2026-03-01",
        "city_confirmed_on": "2026-10-02",
    }


def test_a_zip_says_what_it_is(desk, now):
    add("Amina Wekesa", now, country="KE")
    say_yes(add("Dina No", now), Purpose.REGISTER, now, yes=False)

    response = take(desk, query="?country=KE", kind="zip")

    pack = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    words = "".join(pack.read(name).decode("utf-8-sig") for name in pack.namelist())
    for said in ("List: People who live in Kenya", "People: 1", "1 is left out", "To check and"):
        assert said in words
    assert "Amina Wekesa" in words
    assert response["Content-Type"] == "application/zip"


def test_a_workbook_says_what_it_is_on_a_second_sheet(desk, now):
    add("Amina Wekesa", now)

    response = take(desk, kind="xlsx")

    book = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    words = book.read("xl/worksheets/sheet2.xml").decode()
    assert "Everybody in the register" in words
    assert "About this file" in book.read("xl/workbook.xml").decode()


def test_whoever_takes_a_list_shows_once_more_who_they_are(client, organiser_account, now):
    client.force_login(organiser_account)

    answers = [
        client.get(reverse(f"web:{name}"))["Location"] for name in ("people_export", "people_print")
    ]

    assert [address.split("?")[0] for address in answers] == [reverse("accounts:prove")] * 2


def test_an_organiser_of_a_team_takes_nothing_along(school, at):
    account = AccountFactory()
    team = circles.open_circle(kind="team", name=Translated({"en": "Team"}), by=SYSTEM, at=at)
    circles.give_mandate(
        account=account, circle=team, role="organiser", until=None, by=SYSTEM, at=at
    )
    client = Client()
    client.force_login(account)

    assert take(client).status_code == 404


def test_rows_come_in_batches_and_in_order(school, at, monkeypatch):
    monkeypatch.setattr(export, "BATCH", 2)
    expected = [add(f"Person {number}", at).shown_name for number in range(5)]
    everybody = people.wanted_ids(people.Wanted(), at=at, around=None)

    rows = list(export.rows(everybody, columns=["person_id", "display_name"]))

    assert [row[1] for row in rows] == expected


def test_twice_as_many_people_ask_no_more_of_the_database(school, at, django_assert_num_queries):
    ids = [add(f"Person {number}", at).pk for number in range(6)]
    columns = ["person_id", *ALL]

    for some in (ids[:3], ids):
        with django_assert_num_queries(8):
            rows = list(export.rows(some, columns=columns))

        assert [len(row) for row in rows] == [len(columns)] * len(some)
