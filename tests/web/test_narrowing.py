"""Conditions on the page of the list: chosen, joined, changed, taken out, in short addresses."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.engagement import CourseFactory
from tests.web.test_lists import F_KENYA, KENYA, PEOPLE, text
from tests.web.test_people import add

pytestmark = pytest.mark.django_db
FILTER = reverse("web:people_filter")


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def asked(address):
    """The filter in an address."""
    return json.loads(parse_qs(urlsplit(address).query)["f"][0])


def test_the_list_reads_as_a_sentence_whose_parts_can_be_changed_and_taken_out(desk, now):
    add("Amina Wekesa", now, country="KE")

    page = desk.get(PEOPLE + F_KENYA)

    words = text(page)
    assert "People who live in Kenya" in words
    for more in ("and…", "or…", "but not…"):
        assert more in words
    html = page.content.decode()
    assert html.count("without=0") == 1


def test_a_condition_is_chosen_from_plain_words_then_said_how(desk, now):
    add("Amina Wekesa", now, country="KE")
    add("Baraka Otieno", now, country="UG")

    first = desk.get(FILTER)
    second = desk.get(FILTER + "?field=country")
    third = desk.post(FILTER + "?field=country", {"how": "in", "choices": ["KE", "UG"]})

    assert "Country: live in…" in text(first).replace(" …", "…")
    assert ("Kenya" in text(second), "Uganda" in text(second)) == (True, True)
    assert asked(third["Location"]) == {"all": [["country", "in", "KE", "UG"]]}
    assert desk.get(third["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("address", "sent", "filter"),
    [
        (
            "&field=circle",
            {"how": "none"},
            {"all": [["country", "in", "KE"], ["circle", "none"]]},
        ),
        (
            "&field=circle&add=none",
            {"how": "none"},
            {"all": [["country", "in", "KE"], {"none": [["circle", "none"]]}]},
        ),
        (
            "&field=circle&add=any&at=0",
            {"how": "none"},
            {"all": [{"any": [["country", "in", "KE"], ["circle", "none"]]}]},
        ),
        ("&at=0", {"how": "unknown"}, {"all": [["country", "unknown"]]}),
        (
            "&field=added",
            {"how": "since", "day": "2026-01-02"},
            {"all": [["country", "in", "KE"], ["added", "since", "2026-01-02"]]},
        ),
        (
            "&field=city",
            {"how": "begins", "words": "Kisumu"},
            {"all": [["country", "in", "KE"], ["city", "begins", "Kisumu"]]},
        ),
    ],
)
def test_conditions_join_as_it_is_said(desk, now, address, sent, filter):
    answer = desk.post(FILTER + F_KENYA + address, sent)

    assert asked(answer["Location"]) == filter


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("country", {"how": "in"}, "Choose at least one."),
        ("city", {"how": "begins", "words": " "}, "Write what is looked for."),
        ("added", {"how": "since"}, "Choose a day."),
        ("added", {"how": "since", "day": "soon"}, "Enter a valid date."),
        ("added", {"how": "why", "day": "2026-01-02"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_in_a_condition_is_said(desk, now, field, sent, said):
    page = desk.post(FILTER + f"?field={field}", sent)

    assert said in text(page)


def test_a_condition_is_taken_out(desk, now):
    both = '?f={"all":[["country","in","KE"],{"none":[["circle","none"]]}]}'

    outer = desk.get(FILTER + both + "&without=0")
    inner = desk.get(FILTER + both + "&without=1.0")
    nothing = desk.get(FILTER + both + "&without=7")
    nonsense = desk.get(FILTER + both + "&without=x")
    last = desk.get(FILTER + F_KENYA + "&without=0")

    assert asked(outer["Location"]) == {"all": [{"none": [["circle", "none"]]}]}
    assert asked(inner["Location"]) == KENYA
    assert asked(nothing["Location"]) == asked(nonsense["Location"])
    assert last["Location"] == PEOPLE


def test_what_is_chosen_stays_chosen_when_a_condition_is_changed(desk, now):
    add("Amina Wekesa", now, country="KE")
    gone = '?f={"all":[["course","in","gone"]]}'

    page = desk.get(FILTER + F_KENYA + "&at=0").content.decode()
    lost = text(desk.get(FILTER + gone + "&at=0"))

    assert re.search(r'value="KE"[^>]*checked', page)
    assert "Change a condition" in page
    assert "something that is gone" in lost


@pytest.mark.parametrize("address", ["?field=risk", "?field=nothing"])
def test_how_carefully_somebody_is_treated_is_no_condition(desk, now, address):
    assert desk.get(FILTER + address).status_code == 404


def test_a_filter_that_cannot_be_read_shows_everybody_and_says_so(desk, now):
    add("Amina Wekesa", now)

    unknown = text(desk.get(PEOPLE + '?f={"all":[["risk","in","high"]]}'))
    broken = text(desk.get(PEOPLE + "?f={"))

    assert "“risk” is nothing that people can be found by." in unknown
    assert "could not be read" in broken
    assert "Amina Wekesa" in unknown


def test_short_addresses_are_conditions(desk, now):
    course = CourseFactory()
    page = desk.get(f"{PEOPLE}?country=KE&course={course.key}&fresh=old&basis=unknown&circle=x")

    assert page.context["here"].as_filter == {
        "all": [
            ["country", "in", "KE"],
            ["course", "in", course.key],
            ["circle", "in", "x"],
            ["confirmed", "in", "old"],
            ["agreement", "unknown"],
        ]
    }
