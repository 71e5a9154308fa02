"""The rows of a list of people."""

from dataclasses import dataclass

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


def test_everything_people_wrote_is_text():
    html = people_rows([Line(key='"><i>', city="<script>", next="<u>")], url="/en/desk/people/")

    for mark in ("<b>", "<i>", "<script>", "<u>"):
        assert mark not in html
    assert "Amina &lt;b&gt;Wekesa&lt;/b&gt;" in html


def test_a_row_leads_to_the_person_and_says_what_is_missing():
    html = people_rows([Line(), Line(circle_tone="", city="")], url="/en/desk/people/")

    assert html.count('<a href="/en/desk/people/abc/">') == 2
    assert html.count('class="second late"') == 1
    assert "<bdi>Kisumu</bdi>, <bdi>Kenya</bdi>" in html
    assert html.count("fresh--fresh") == 2


def test_places_are_parted_as_the_language_does():
    with translation.override("ar"):
        html = people_rows([Line()], url="/")

    assert "<bdi>Kisumu</bdi>، <bdi>Kenya</bdi>" in html


def test_nobody_is_no_row():
    assert people_rows([], url="/") == ""
