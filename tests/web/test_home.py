"""The first page, joining the network, and the kept copies of public pages."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache

from commonroot.consent.models import Agreement
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.models import Link, Person
from commonroot.programmes.actions import pages_changed
from commonroot.web.views.home import poster
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


@pytest.fixture
def kept(settings):
    """Pages are kept in memory, as outside of tests."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PAGE_CACHE = True
    cache.clear()
    yield
    cache.clear()


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    ("sentence", "large", "lead"),
    [
        ("Learn to organise for health.", ["Learn to organise for health."], ""),
        ("One. Two! Three? Four.", ["One.", "Two!"], "Three? Four."),
        ("تعلّموا. هل تأتون؟ أهلًا.", ["تعلّموا.", "هل تأتون؟"], "أهلًا."),
        ("", [], ""),
    ],
)
def test_poster_has_two_sentences_and_the_rest_below(sentence, large, lead):
    assert poster(sentence) == (large, lead)


def test_first_page_shows_a_call_an_evening_and_what_has_no_date(client, school):
    ProgrammeFactory(
        run_by=school,
        format="cohort",
        title=Translated({"en": "Campaigns"}),
        apply_by=date(2026, 12, 6),
        starts_on=date(2027, 1, 17),
        ends_on=date(2027, 3, 7),
    )
    series = ProgrammeFactory(run_by=school)
    session = SessionFactory(programme=series)
    RegistrationFactory(session=session)
    SessionFactory(
        programme=series,
        title=Translated({"en": "Later"}),
        starts_at=session.starts_at + timedelta(days=7),
        sorts_on=date(2026, 12, 8),
    )
    ProgrammeFactory(run_by=school, format="residential", title=Translated({"en": "Struggle"}))
    ProgrammeFactory(
        run_by=school,
        format="cohort",
        title=Translated({"en": "Running"}),
        starts_on=date(2026, 11, 3),
        ends_on=date(2026, 12, 22),
    )

    page = client.get("/en/")

    assert re.findall(r'strip__title"><a href="[^"]+"><bdi>([^<]+)', page.content.decode()) == [
        "Campaigns", "Power Analysis!", "Struggle",
    ]  # fmt: skip
    text = text_of(page)
    assert "Apply by Sun 6 Dec" in text
    assert "A session of Organizing for Health. 9 places left." in text
    assert "Tell me when there is a date" in text


@pytest.mark.parametrize("count", [1, 50])
def test_first_page_asks_little_however_much_there_is(
    client, school, count, django_assert_max_num_queries
):
    for _number in range(count):
        SessionFactory(programme=ProgrammeFactory(run_by=school))

    client.get("/en/programmes/")
    with django_assert_max_num_queries(8):
        client.get("/en/")


def test_first_page_says_what_to_do_while_nothing_is_announced(client, school):
    assert "Nothing is announced yet." in text_of(client.get("/en/"))


def test_story_is_told_only_when_there_is_one(client, school):
    before = text_of(client.get("/en/"))
    ProgrammeFactory(
        run_by=school,
        story=Translated({"en": "The county stopped."}),
        story_from=Translated({"en": "Kisumu"}),
    )

    after = text_of(client.get("/en/"))

    assert "What people did afterwards" not in before
    assert "What people did afterwards The county stopped. Kisumu" in after


def test_without_a_school_the_first_run_is_offered(client, db):
    assert client.get("/en/").url == "/en/start/"


def test_joining_posts_one_letter_that_asks(client, school, at):
    response = client.post("/en/join/", {"address": "amina@example.org", "website": ""})

    person = Person.objects.get()
    letter = Letter.objects.get()
    assert "We wrote to am…@example.org" in text_of(response)
    assert (person.provisional, person.shown_name) == (True, "am…@example.org")
    assert (letter.template, letter.address, letter.subject_key) == (
        "programmes/emails/join",
        "amina@example.org",
        person.key,
    )
    assert list(Agreement.objects.values_list("purpose", "state")) == [("news", "requested")]
    assert Link.objects.get().scope == "page"


def test_known_and_unknown_addresses_get_the_same_bytes(client, school):
    ContactWayFactory(value="known@example.org")

    known = client.post("/en/join/", {"address": "known@example.org", "website": ""})
    unknown = client.post("/en/join/", {"address": "knoop@example.org", "website": ""})

    assert known.content == unknown.content


def test_joining_twice_a_day_writes_once(client, school):
    for _number in range(2):
        client.post("/en/join/", {"address": "amina@example.org", "website": ""})

    assert (Letter.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nowhere", "We could not read that as an e-mail address or a phone number."),
        ("", "This field is required."),
    ],
)
def test_address_that_is_none_is_said_beside_the_field(client, school, address, sentence):
    response = client.post("/en/join/", {"address": address, "website": ""})

    assert (response.status_code, Letter.objects.count()) == (400, 0)
    assert sentence in text_of(response)


def test_machine_that_joins_is_thanked_and_dropped(client, school):
    response = client.post("/en/join/", {"address": "amina@example.org", "website": "x"})

    assert (response.status_code, Person.objects.count()) == (200, 0)


def test_sixth_try_with_one_address_is_refused(client, school):
    answers = [
        client.post("/en/join/", {"address": "amina@example.org", "website": ""}).status_code
        for _number in range(6)
    ]

    assert answers == [200] * 5 + [400]


def test_kept_page_costs_one_question_and_is_the_same(
    client, school, kept, django_assert_num_queries
):
    first = client.get("/en/")

    with django_assert_num_queries(1):
        second = client.get("/en/")

    assert second.content == first.content
    assert (second["ETag"], second["Cache-Control"]) == (first["ETag"], "no-cache")


def test_kept_page_is_made_anew_when_something_changes(client, school, kept):
    before = text_of(client.get("/en/programmes/"))
    ProgrammeFactory(
        run_by=school, title=Translated({"en": "Newly announced"}), starts_on=date(2027, 1, 1)
    )
    unaware = text_of(client.get("/en/programmes/"))

    pages_changed()

    assert unaware == before
    assert "Newly announced" in text_of(client.get("/en/programmes/"))


def test_browser_that_has_the_page_gets_304(client, school, kept):
    mark = client.get("/en/")["ETag"]

    again = client.get("/en/", headers={"If-None-Match": mark})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_kept_page_is_sent_compressed(client, school, kept, encoding):
    plain = client.get("/en/")

    packed = client.get("/en/", headers={"Accept-Encoding": encoding})

    assert packed["Content-Encoding"] == encoding
    assert len(packed.content) < len(plain.content) / 2
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize(
    ("cookies", "query"),
    [({"zone": "Asia/Manila"}, ""), ({"session": "x"}, ""), ({}, "?language=en")],
)
def test_page_that_may_differ_is_not_kept(client, school, kept, cookies, query):
    client.get("/en/programmes/")
    client.cookies.load(cookies)

    response = client.get(f"/en/programmes/{query}")

    assert "ETag" not in response


def test_nothing_is_kept_when_it_is_switched_off(client, school, kept, settings):
    settings.PAGE_CACHE = False

    assert "ETag" not in client.get("/en/")


def test_languages_are_kept_apart(client, school, kept):
    english, arabic = client.get("/en/"), client.get("/ar/")

    found = [
        re.search(r'<html lang="(\w+)"', page.content.decode())[1] for page in (english, arabic)
    ]
    assert found == ["en", "ar"]


def test_public_pages_set_no_cookie(client, school, kept):
    SessionFactory(programme=ProgrammeFactory(run_by=school, key="organizing-for-health"))

    pages = [
        client.get(address)
        for address in (
            "/en/",
            "/en/programmes/",
            "/en/programmes/organizing-for-health/",
            "/en/ask/",
            "/en/zone/",
        )
    ]

    assert [dict(page.cookies) for page in pages] == [{}] * 5
