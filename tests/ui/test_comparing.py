"""Two descriptions side by side: what they say to the eye, and to who does not see."""

import re

import pytest

from commonroot.ui.parts import comparing


def test_comparing_says_what_is_the_same_to_readers_too():
    part = comparing.compare(
        [{"label": "Place", "one": "Cali", "other": "Cali", "state": "same", "large": True}],
        one="Here",
        other="There",
    )

    assert '<span aria-hidden="true">=</span><span class="hush">same</span>' in part
    assert '<tr class="compare__large"><th scope="row">Place</th>' in part


def test_comparing_names_the_sides_where_they_stand_one_above_the_other():
    part = comparing.compare(
        [{"label": "Place", "one": "Cali", "other": "", "state": "unknown", "one_note": "cali"}],
        one="Here",
        other="There",
        short_one="register",
        short_other="row 61",
    )

    assert re.findall(r'data-side="([^"]+)"', part) == ["register", "row 61"]
    assert '<bdi>Cali</bdi><span class="compare__note"><bdi>cali</bdi></span>' in part


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("Tomás Rueda Lara", "RUEDA Tomas", ("Tomás Rueda <mark>Lara</mark>", "RUEDA Tomas")),
        (
            "Ana Maria Pérez",
            "Luz Perez",
            ("<mark>Ana Maria</mark> Pérez", "<mark>Luz</mark> Perez"),
        ),
        ("سلمى خوري", "Salma Hadi", ("سلمى <mark>خوري</mark>", "Salma <mark>Hadi</mark>")),
        ("Farhana Roy", "Farhanah Roy", ("Farhana Roy", "Farhana<mark>h</mark> Roy")),
        ("Juvnetud", "Juventud", ("Juv<mark>ne</mark>tud", "Juv<mark>en</mark>tud")),
        ("Ana & Li", "Ana", ("Ana &amp; <mark>Li</mark>", "Ana")),
        ("<b>", "x", ("<mark>&lt;b&gt;</mark>", "<mark>x</mark>")),
    ],
)
def test_words_that_the_other_side_lacks_are_underlined(one, other, marked):
    assert comparing.by_word(one, other) == marked


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        (
            "t.rueda@example.org",
            "tomas79@example.org",
            ("t<mark>.rueda</mark>@example.org", "t<mark>omas79</mark>@example.org"),
        ),
        ("+254711", "+254722", ("+2547<mark>11</mark>", "+2547<mark>22</mark>")),
        ("Same@example.org", "same@example.org", ("Same@example.org", "same@example.org")),
        (
            "anna@example.org",
            "ana@example.org",
            ("an<mark>n</mark>a@example.org", "ana@example.org"),
        ),
        ("no address", "a@example.org", None),
    ],
)
def test_letters_from_the_first_that_differs_to_the_last_are_underlined(one, other, marked):
    expected = marked or ("<mark>no </mark>a<mark>ddress</mark>",)

    found = comparing.by_letter(one, other)

    assert found == expected if marked else found[0].count("<mark>") == 1


@pytest.mark.parametrize(
    ("one", "other", "state", "shown"),
    [
        (["Cali"], ["cali"], "same", "<bdi>Cali</bdi>"),
        (["Cali"], ["Lima"], "differs", "<mark>Cali</mark>"),
        (["Cali"], [], "unknown", "<bdi>Cali</bdi>"),
        ([], ["Cali"], "unknown", '<span class="muted">not known</span>'),
        (["Cali", "Lima"], ["lima"], "same", "<bdi>Cali</bdi><br><bdi>Lima</bdi>"),
        (["Cali", "Lima"], ["Quito"], "differs", "<bdi>Cali</bdi><br><bdi>Lima</bdi>"),
    ],
)
def test_a_row_of_the_comparison_says_how_the_sides_stand(one, other, state, shown):
    row = comparing.compared("Place", one, other, large=True)

    assert (row["label"], row["state"], row["one"], row["large"]) == ("Place", state, shown, True)


def test_addresses_are_read_from_the_left_in_any_language():
    same = comparing.compared("Phone", ["+1"], ["+1"], ltr=True)
    differs = comparing.compared("Phone", ["+1"], ["+2"], ltr=True, marking=comparing.by_letter)

    assert same["one"] == '<bdi dir="ltr">+1</bdi>'
    assert differs["other"] == '<bdi dir="ltr">+<mark>2</mark></bdi>'


def test_names_are_the_same_in_any_order():
    assert comparing.same_words("Rueda Tomás") == comparing.same_words("tomas RUEDA")
