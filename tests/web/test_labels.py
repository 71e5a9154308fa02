"""How fields and changes are named, in words."""

import pytest

from commonroot.people.models import Change
from commonroot.web.queries.labels import change_words, label, row_words, value_words, years
from tests.factories.engagement import ThemeFactory


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("country", "KE", "Kenya"),
        ("origin_country", "UG", "Uganda"),
        ("language", "sw", "Swahili"),
        ("channel", "signal", "Signal"),
        ("channel", "pigeon", "pigeon"),
        ("city", "Kisumu", "Kisumu"),
        ("city", "", ""),
        ("country", None, ""),
    ],
)
def test_what_stands_in_a_field(field, value, words):
    assert value_words(field, value) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2019-05-01", "2023-01-01", "2019–2023"),
        ("2019-05-01", None, "since 2019"),
        (None, "2023-01-01", "until 2023"),
        (None, None, ""),
    ],
)
def test_years(since, until, words):
    assert years(since, until) == words


@pytest.mark.parametrize(
    ("model", "said", "words"),
    [
        ("people.furthername", {"text": "Otieno", "kind": "former"}, "Otieno (former name)"),
        ("people.spokenlanguage", {"language": "sw", "level": "some"}, "Swahili (a little)"),
        ("people.offer", {"kind": "host"}, "host"),
        (
            "people.affiliation",
            {"organisation": "Union", "role": "chair", "since": None, "until": None},
            "Union, chair",
        ),
        (
            "people.earliercourse",
            {"title": "Strategy", "role": "trainer", "year": 2011},
            "Strategy, 2011, trainer",
        ),
        ("people.earliercourse", {"title": "Strategy", "role": "", "year": 0}, "Strategy"),
    ],
)
def test_one_of_several_from_the_history(model, said, words):
    assert row_words(model, said) == words


@pytest.mark.django_db
def test_a_theme_is_named_by_its_circle_while_there_is_one(school):
    theme = ThemeFactory()

    assert row_words("people.interest", {"theme": theme.key}) == str(theme)
    assert row_words("people.interest", {"theme": "gone"}) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fields": ["city", "country"], "before": {}, "after": {}}, "Changed: City, Country"),
        ({"after": {"city": "X"}}, "Changed: City"),
        ({}, "Details were changed"),
        ({"model": "people.offer", "after": {"kind": "host"}}, "Added: Offers to"),
        ({"model": "people.offer", "before": {"kind": "host"}}, "Taken out: Offers to"),
        ({"model": "people.offer", "before": {}, "after": {}}, "Changed: Offers to"),
        ({"model": "people.contactway", "before": {}, "after": {}}, "Changed: Details"),
    ],
)
def test_a_change_as_a_title(change, words):
    assert change_words(Change(**({"model": "people.person"} | change))) == words


def test_a_field_without_a_label_is_called_by_its_name():
    assert (str(label("city")), label("unheard_of")) == ("City", "unheard_of")
