"""The share kit: what each part is, that it is small, and what is never made."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.programmes.actions import materials as keeping
from commonroot.programmes.models import Part
from commonroot.programmes.queries import addresses, packs, sharing
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
AR = "تحليل القوة"


@pytest.fixture(autouse=True)
def kept_in(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def session(school):
    programme = ProgrammeFactory(
        run_by=school,
        languages=["en", "ar"],
        title=Translated({"en": "Organizing for Health", "ar": "التنظيم"}),
        aims=[{"en": f"Aim {number}"} for number in range(5)],
    )
    return SessionFactory(
        programme=programme,
        title=Translated({"en": "Power Analysis!", "ar": AR}),
        summary=Translated({"en": "Who decides?"}),
        learn=[{"en": "to draw a map"}],
    )


def test_session_kit_says_title_time_and_way_in(session, school, at):
    kit = sharing.session_kit(session, school=school, at=at)

    address = f"http://localhost:8000/en/sessions/{session.key}/"
    assert kit.text == "\n".join(
        [
            "Power Analysis!",
            "Tue 1 December, 19:00–21:00 (Nairobi, UTC+3)",
            "Who decides?",
            address,
        ]
    )
    assert (kit.when, kit.clock, kit.zone, kit.address, kit.missing) == (
        "Tue 1 December,", "19:00–21:00", "Nairobi, UTC+3", address, "",
    )  # fmt: skip
    assert {name: kit.values[name] for name in ("call", "points", "school", "kicker")} == {
        "call": "Save a place",
        "points": ["to draw a map"],
        "school": "Long Table School",
        "kicker": "Organizing for Health",
    }


@pytest.mark.parametrize(
    ("fields", "call"),
    [
        ({"format": "open"}, "All dates and places"),
        ({"format": "cohort"}, "Apply"),
    ],
)
def test_programme_kit_asks_for_what_can_be_done_now(session, school, at, fields, call):
    for name, value in fields.items():
        setattr(session.programme, name, value)

    kit = sharing.programme_kit(session.programme, school=school, at=at)

    assert (kit.values["call"], kit.values["points"]) == (call, ["Aim 0", "Aim 1", "Aim 2"])


def test_all_of_it_is_given_out_and_small_in_both_directions(client, session):
    session.programme.save()
    sharing.source.cache_clear()
    places = [
        f"/{language}/{kind}/{key}/{name}"
        for language in ("en", "ar")
        for kind, key in (("programmes", session.programme.key), ("sessions", session.key))
        for name in ("flyer.pdf", "square.png", "preview.png")
    ] + [f"/en/programmes/{session.programme.key}/pack.pdf"]

    answers = {place: client.get(place) for place in places}
    pictures = [place for place in places if place.endswith(".png")]
    again = {place: client.get(place).content for place in pictures}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert max(len(answer.content) for answer in answers.values()) <= 100_000
    assert again == {place: answers[place].content for place in pictures}
    squares = [Image.open(BytesIO(a.content)).size for p, a in answers.items() if "square" in p]
    assert squares == [(1080, 1080)] * 4
    assert all(a.content.startswith(b"%PDF-") for p, a in answers.items() if p.endswith(".pdf"))


@pytest.mark.parametrize("words", [1, 30, 400])
def test_a_title_of_any_length_makes_one_square(client, session, words):
    session.title = Translated({"en": "Organizadoras " * words})
    session.save()
    session.programme.save()

    answer = client.get(f"/en/sessions/{session.key}/square.png")

    assert Image.open(BytesIO(answer.content)).size == (1080, 1080)


def test_page_shows_its_own_preview_and_links_to_the_flyer(client, session):
    page = client.get(f"/en/sessions/{session.key}/").content.decode()

    assert f'content="http://localhost:8000/en/sessions/{session.key}/preview.png"' in page
    assert f"/en/sessions/{session.key}/flyer.pdf" in page


def test_nothing_is_given_out_of_what_is_not_public(client, session):
    session.programme.published_at = None
    session.programme.save()

    answers = [
        client.get(f"/en/{place}").status_code
        for place in (
            f"programmes/{session.programme.key}/flyer.pdf",
            f"programmes/{session.programme.key}/pack.pdf",
            f"sessions/{session.key}/square.png",
            f"sessions/{session.key}/preview.png",
        )
    ]

    assert answers == [404] * 4


def test_better_no_flyer_than_boxes(client, session):
    session.title = Translated({"en": "力量分析"})
    session.save()

    answers = [
        client.get(f"/en/{place}").status_code
        for place in (
            f"sessions/{session.key}/flyer.pdf",
            f"programmes/{session.programme.key}/pack.pdf",
            f"sessions/{session.key}/",
        )
    ]

    assert answers == [404, 404, 200]


def test_pack_holds_sessions_parts_and_materials_but_nothing_cancelled(session, at, school):
    programme = session.programme
    Part.objects.create(session=session, position=1, title={"en": "Round of names"}, minutes=10)
    Part.objects.create(session=session, position=2, title={"en": "Map"})
    SessionFactory(programme=programme, state="cancelled", title=Translated({"en": "Off"}))
    SessionFactory(
        programme=programme, precision="open", starts_at=None, title=Translated({"en": "Later"})
    )
    said = keeping.Said(
        kind="reading", title="One page", language="en", licence="cc0",
        address="https://paper.example.org/1",
    )  # fmt: skip
    for which in (session, None):
        keeping.add_material(
            programme=programme, session=which, said=said, by=Actor.system(), at=at
        )

    values = packs._values(programme, at=at)

    assert values["dates"] == [
        ["Tue 1 December", "19:00–21:00", "Power Analysis!"],
        ["No date yet", "", "Later"],
    ]
    assert values["sessions"][0]["parts"] == [["Round of names", "10 minutes"], ["Map", ""]]
    assert (
        values["materials"]
        == values["sessions"][0]["materials"]
        == [
            {
                "title": "One page",
                "second": "to read · English · at paper.example.org",
                "licence": "Free for any use (CC0)",
                "address": "https://paper.example.org/1",
            }
        ]
    )
    assert values["zone"] == "Nairobi, UTC+3"
    assert packs.pack(programme, school=school, at=at).startswith(b"%PDF-")


def test_words_of_another_language_stand_in_their_own(session, at, school):
    with override("ar"):
        kit = sharing.session_kit(session, school=school, at=at)

    assert (kit.title, kit.values["rtl"], kit.values["language"]) == (AR, True, "ar")
    assert json.dumps(kit.values)  # plain values alone reach the page


def test_desk_has_all_of_it_in_one_language_of_the_programme(desk, session, at):
    over = SessionFactory(
        programme=session.programme,
        title=Translated({"en": "Over"}),
        starts_at=at - timedelta(days=9),
    )
    address = f"/en/desk/programmes/{session.programme.key}/share/"

    english = desk.get(address).context["kits"]
    arabic = desk.get(f"{address}?language=ar").context["kits"]
    other = desk.get(f"{address}?language=fr").context["language"]
    session.programme.published_at = None
    session.programme.save()
    hidden = desk.get(address).content.decode()

    assert [kit.key for kit in english] == [session.programme.key, session.key]
    assert over.key not in {kit.key for kit in arabic}
    assert [arabic[1].title, other] == [AR, "en"]
    assert "flyer.pdf" not in hidden


def test_flyers_say_a_title_that_can_be_typed_where_it_leads_nowhere_else(client, session, at):
    typed = addresses.typed_address(session, language="en", at=at)
    led = client.get("/go/Power-Analysis")
    arabic = addresses.typed_address(session, language="ar", at=at)
    SessionFactory(programme=session.programme, title=session.title)

    twice = addresses.typed_address(session, language="en", at=at)

    assert typed == "localhost:8000/go/power-analysis"
    assert led["Location"] == f"/en/sessions/{session.key}/"
    assert arabic == twice == f"localhost:8000/en/sessions/{session.key}"
    assert client.get("/go/organizing-for-health")["Location"].startswith("/en/programmes/")
    assert client.get("/go/nothing").status_code == 404


def test_a_title_of_two_sessions_leads_to_the_next_of_them(session, at):
    over, soon = (
        SessionFactory(programme=session.programme, title=session.title, starts_at=at + by)
        for by in (-timedelta(days=9), timedelta(days=1))
    )

    led = addresses.led_to("power-analysis", at=at)

    assert [one for _language, one in led] == [soon, session, over]
