"""The rows of a list of people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import translation

from commonroot.ui.parts.people import people_rows


@dataclass(frozen=True)
class Line:
    """A row in words."""

    key: str = "abc"
    name: str = "Amina <b>Wekesa</b>"
    city: str = "Kisumu"
    country: str = "Kenya"
    course: str = "Power & health"
    circle: str = "no circle yet"
    circle_tone: str = "clay"
    state: str = "fresh"
    age: str = "3 wk"
    next: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


COLUMNS = (("course", "Course"), ("confirmed", "Confirmed"), ("next", "Next"))


def rows(lines, *, columns=COLUMNS, url="/en/desk/people/"):
    return people_rows(lines, columns=columns, url=url)


def test_everything_people_wrote_is_text():
    html = rows([Line(key='"><i>', city="<script>", next="<u>")])

    for mark in ("<b>", "<i>", "<script>", "<u>"):
        assert mark not in html
    assert "Amina &lt;b&gt;Wekesa&lt;/b&gt;" in html


def test_a_row_leads_to_the_person_and_says_what_is_missing():
    html = rows([Line(), Line(circle_tone="", city="")])

    assert html.count('<a href="/en/desk/people/abc/">') == 2
    assert html.count('class="second late"') == 1
    assert "<bdi>Kisumu</bdi>, <bdi>Kenya</bdi>" in html
    assert html.count("fresh--fresh") == 2


def test_places_are_parted_as_the_language_does():
    with translation.override("ar"):
        html = rows([Line()])

    assert "<bdi>Kisumu</bdi>، <bdi>Kenya</bdi>" in html


def test_nobody_is_no_row():
    assert rows([]) == ""


def test_columns_are_chosen_and_keep_their_order():
    line = Line(more={"offers": "<i>teach"}, next="Comes Tue 1 Dec")

    html = rows([line], columns=(("offers", "Offers"), ("next", "Next"), ("themes", "Themes")))

    assert re.findall(r'<td data-label="(\w+)">(.*?)</td>', html) == [
        ("Offers", "<bdi>&lt;i&gt;teach</bdi>"),
        ("Next", "<bdi>Comes Tue 1 Dec</bdi>"),
        ("Themes", ""),
    ]


def test_on_paper_names_lead_nowhere():
    assert "<a " not in rows([Line()], url="")
