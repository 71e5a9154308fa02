"""Public pages of programmes: what they say, how much they ask the database, who may post."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from commonroot.core.fields import Translated
from commonroot.programmes import actions, queries
from commonroot.programmes.models import PageVersion, Programme
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert("x")</script>\r\nX: y'
BOUNDARY_OF_WORDS = re.compile(r"\s+")


def text_of(response):
    """The words of a page without its mark-up."""
    without = re.sub(r"<[^>]+>", " ", response.content.decode())
    return BOUNDARY_OF_WORDS.sub(" ", without)


def json_ld(response):
    """The structured data of a page."""
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL
    )
    return json.loads(found[1])


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


@pytest.fixture
def programme(school):
    return ProgrammeFactory(run_by=school)


@pytest.mark.parametrize("count", [1, 50])
def test_catalogue_asks_the_same_for_one_and_for_fifty(
    client, school, count, django_assert_num_queries
):
    for _number in range(count):
        coming = ProgrammeFactory(
            run_by=school, format="cohort", starts_on=date(2027, 1, 17), ends_on=date(2027, 3, 7)
        )
        SessionFactory(programme=coming)
        past = ProgrammeFactory(run_by=school)
        SessionFactory(
            programme=past,
            starts_at=None,
            precision="month",
            held_on=date(2023, 5, 1),
            sorts_on=date(2023, 5, 31),
        )
        ProgrammeFactory(
            run_by=school,
            format="residential",
            starts_on=date(2026, 5, 18),
            ends_on=date(2026, 5, 23),
        )

    client.get("/en/")
    with django_assert_num_queries(10):
        response = client.get("/en/programmes/")

    assert response.content.decode().count('class="strip"') == count * 2


@pytest.mark.parametrize("count", [1, 50])
def test_programme_page_asks_the_same_for_one_and_for_fifty_sessions(
    client, programme, count, django_assert_num_queries
):
    for number in range(count):
        SessionFactory(programme=programme, position=number)

    client.get("/en/")
    with django_assert_num_queries(7):
        response = client.get(reverse("programmes:programme", kwargs={"key": programme.key}))

    assert response.content.decode().count("row__lead") == count


def test_programme_page_tells_dates_as_far_as_they_are_known(client, programme):
    SessionFactory(programme=programme, position=1)
    SessionFactory(
        programme=programme,
        position=2,
        precision="month",
        starts_at=None,
        held_on=date(2027, 5, 1),
        sorts_on=date(2027, 5, 31),
        title=Translated({"en": "Direct Action"}),
    )
    SessionFactory(
        programme=programme,
        position=3,
        precision="open",
        starts_at=None,
        held_on=None,
        sorts_on=None,
        title=Translated({"en": "Planning"}),
    )

    text = text_of(client.get(f"/en/programmes/{programme.key}/"))

    assert "Next: Tue 1 December 19:00–21:00 Nairobi, UTC+3 · 16:00 UTC · another zone" in text
    assert "May 2027 Direct Action No date yet Planning" in text


def test_call_leads_to_the_organisers_with_what_they_ask(client, school):
    programme = ProgrammeFactory(
        run_by=school, format="cohort", apply_by=date(2026, 12, 6), starts_on=date(2027, 1, 17),
        ends_on=date(2027, 3, 7), apply_asks=[{"en": "A little about yourself"}],
    )  # fmt: skip

    page = client.get(f"/en/programmes/{programme.key}/")
    form = client.get(f"/en/ask/{programme.key}/?about=apply")

    assert "Apply Apply by Sun 6 Dec Write to the organisers." in text_of(page)
    assert "A little about yourself" in text_of(form)


def test_undated_course_offers_to_tell(client, school):
    programme = ProgrammeFactory(run_by=school, format="residential")

    page = client.get(f"/en/programmes/{programme.key}/")
    form = client.get(f"/en/ask/{programme.key}/?about=date")

    assert "Tell me when there is a date" in text_of(page)
    assert "Please tell me when there is a date." in text_of(form)


@pytest.mark.parametrize("change", [{"published_at": None}, {"key": "another-programme"}])
def test_what_is_not_public_is_not_there(client, school, change):
    key = (
        ProgrammeFactory(run_by=school, **change).key
        if "published_at" in change
        else "no-such-programme"
    )

    answers = [
        client.get(address).status_code
        for address in (
            f"/en/programmes/{key}/",
            f"/en/programmes/{key}/preview.png",
            f"/feeds/programme/{key}.ics",
            f"/en/ask/{key}/",
        )
    ]

    assert answers == [404] * 4


def test_hostile_title_stays_text_everywhere(client, school):
    title = Translated({"en": HOSTILE})
    programme = ProgrammeFactory(run_by=school, title=title, summary=title, organiser_words=title)
    SessionFactory(
        programme=programme,
        title=title,
        starts_at=None,
        precision="month",
        held_on=date(2027, 5, 1),
        sorts_on=date(2027, 5, 31),
    )

    pages = [client.get(f"/en/programmes/{programme.key}/"), client.get("/en/programmes/")]

    assert [page.content.count(b"<script>") for page in pages] == [0, 0]
    assert json_ld(pages[0])["name"] == HOSTILE


def test_structured_data_of_a_session(school, at):
    session = SessionFactory(
        programme=ProgrammeFactory(run_by=school, organiser_words=Translated({"en": "PHM"}))
    )

    content = json.loads(queries.session_page(session, at=at, taken=10, school=school).json_ld)

    address = f"http://localhost:8000/en/sessions/{session.key}/"
    assert {
        name: content[name]
        for name in ("@type", "name", "startDate", "endDate", "eventStatus", "eventAttendanceMode")
    } == {
        "@type": "EducationEvent",
        "name": "Power Analysis!",
        "startDate": "2026-12-01T19:00:00+03:00",
        "endDate": "2026-12-01T21:00:00+03:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
    }
    assert content["location"] == {"@type": "VirtualLocation", "url": address}
    assert content["offers"]["availability"] == "https://schema.org/SoldOut"
    assert content["organizer"]["name"] == "PHM"


def test_session_without_an_hour_tells_search_engines_nothing(at):
    session = SessionFactory(precision="month", starts_at=None)

    assert queries.session_page(session, at=at).json_ld == ""


@pytest.mark.parametrize(
    ("taken", "left", "line"),
    [
        (0, 10, "10 places left"),
        (9, 1, "1 place left"),
        (10, 0, "Full. You may wait for a place"),
        (11, 0, "Full. You may wait for a place"),
    ],
)
def test_places_that_are_left(at, taken, left, line):
    page = queries.session_page(SessionFactory(), at=at, taken=taken)

    assert (page.places_left, page.places_line) == (left, line)


def test_session_page_leads_with_the_visitors_clock(at):
    page = queries.session_page(SessionFactory(), at=at, zone="Asia/Manila")

    assert (page.when.day, page.when.clock, page.when_lead, page.when_zone) == (
        "Wed 2 December", "00:00–02:00", "your time", "(Manila, UTC+8)",
    )  # fmt: skip
    assert page.when_note == 'Tue 1 December, <bdi dir="ltr">19:00–21:00</bdi> Nairobi, UTC+3'


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, (True, False, False)),
        ({"state": "cancelled"}, (False, False, True)),
        ({"starts_at": None, "precision": "open", "sorts_on": None}, (False, False, False)),
        ({"by_registration": False}, (False, False, False)),
    ],
)
def test_session_page_knows_whether_places_may_be_asked_for(at, change, state):
    page = queries.session_page(SessionFactory(**change), at=at)

    assert (page.open, page.past, page.cancelled) == state


def test_page_for_right_to_left_readers(client, school):
    programme = ProgrammeFactory(
        run_by=school, title=Translated({"en": "Organizing", "ar": "التنظيم"})
    )
    SessionFactory(programme=programme)

    page = client.get(f"/ar/programmes/{programme.key}/").content.decode()

    assert re.search(r'<html lang="ar"\s+dir="rtl"', page)
    assert "التنظيم</h1>" in page
    assert '<bdi class="when__clock" dir="ltr">19:00–21:00</bdi>' in page
    assert '<bdi lang="en" dir="ltr">Power Analysis!</bdi>' in page


def test_catalogue_is_narrowed_by_language_and_theme(client, school):
    power = [{"en": "power mapping"}]
    ProgrammeFactory(
        run_by=school,
        title=Translated({"en": "One"}),
        languages=["fr"],
        themes=power,
        starts_on=date(2027, 1, 1),
    )
    ProgrammeFactory(
        run_by=school, title=Translated({"en": "Two"}), themes=power, starts_on=date(2027, 1, 1)
    )
    ProgrammeFactory(
        run_by=school,
        title=Translated({"en": "Three"}),
        themes=[{"en": "media"}],
        starts_on=date(2027, 1, 1),
    )

    def titles(query):
        page = client.get(f"/en/programmes/{query}").content.decode()
        return re.findall(r"<bdi>(One|Two|Three)</bdi>", page)

    assert sorted(titles("")) == ["One", "Three", "Two"]
    assert titles("?language=fr") == ["One"]
    assert titles("?theme=power+mapping&language=en") == ["Two"]
    assert titles("?theme=nothing") == []


def test_page_is_read_aloud_by_messengers(client, programme):
    page = client.get(f"/en/programmes/{programme.key}/").content.decode()

    tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))
    assert tags["og:title"] == "Organizing for Health"
    assert tags["og:description"] == tags["description"] == "Free evenings for health workers."
    assert tags["og:image"] == f"http://localhost:8000/en/programmes/{programme.key}/preview.png"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_preview_picture_is_small_and_of_the_usual_size(
    client, programme, language, tmp_path, settings
):
    settings.DATA = tmp_path

    first = client.get(f"/{language}/programmes/{programme.key}/preview.png")
    again = client.get(f"/{language}/programmes/{programme.key}/preview.png")

    picture = Image.open(BytesIO(first.content))
    assert (picture.size, picture.format, first["Content-Type"]) == (
        (1200, 630),
        "PNG",
        "image/png",
    )
    assert len(first.content) <= 100_000
    assert again.content == first.content
    assert len(list((tmp_path / "previews").iterdir())) == 1


def test_feed_is_served_as_a_calendar_and_as_a_copy(client, programme):
    SessionFactory(programme=programme)

    feed = client.get(f"/feeds/programme/{programme.key}.ics")
    copy = client.get(f"/feeds/programme/{programme.key}.ics?download")

    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert feed.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert copy["Content-Disposition"] == f'attachment; filename="{programme.key}.ics"'


def test_counter_of_changes_begins_by_itself():
    PageVersion.objects.all().delete()

    actions.pages_changed()
    actions.pages_changed()

    assert queries.pages_version() == 2


def test_stage_strip_is_in_words(school, at):
    programme = ProgrammeFactory(
        run_by=school,
        format="cohort",
        apply_by=date(2026, 12, 6),
        starts_on=date(2027, 1, 17),
        ends_on=date(2027, 7, 31),
    )

    assert [
        (step["word"], step["state"], step["date"]) for step in queries.stages(programme, at=at)
    ] == [
        ("plan", "done", ""),
        ("call", "now", "Sun 6 Dec"),
        ("choose", "later", ""),
        ("run", "later", "Sun 17 Jan 2027"),
        ("hand over", "later", "Sat 31 Jul 2027"),
        ("years after", "later", ""),
    ]


def test_coming_and_past_lists_keep_their_order_on_every_database(school, at):
    programme = ProgrammeFactory(run_by=school)
    known = {"programme": programme, "starts_at": None, "precision": "month"}
    undated = SessionFactory(
        programme=programme, precision="open", starts_at=None, held_on=None, sorts_on=None
    )
    april = SessionFactory(**known, held_on=date(2027, 4, 1), sorts_on=date(2027, 4, 30))
    december = SessionFactory(programme=programme)
    may = SessionFactory(**known, held_on=date(2023, 5, 1), sorts_on=date(2023, 5, 31))
    SessionFactory(programme=ProgrammeFactory(run_by=school, published_at=None))

    assert list(queries.coming_sessions(at=at)) == [december, april, undated]
    assert list(queries.past_sessions(at=at)) == [may]


def test_programme_that_was_closed_is_past(school, at):
    closed = ProgrammeFactory(run_by=school, closed_at=at)

    assert list(queries.past_programmes(at=at)) == [closed]
    assert list(queries.coming_programmes(at=at)) == []
    assert Programme.objects.count() == 1
