"""The school's hue: what is refused, what ours comes to, and that every hue can be read."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from commonroot.ui import hue, views

ALLOWED = [number for number in range(360) if hue.is_allowed(number)]


@pytest.mark.parametrize(
    ("number", "light", "dark"),
    [(155, "#1e5a38", "#81d39f"), (250, "#255079", "#89c3ff"), (310, "#5b3f70", "#d3aaf3")],
)
def test_a_hue_gives_the_colours_of_the_reference(*, number, light, dark):
    assert tuple(scheme.root for scheme in hue.colours(number)) == (light, dark)


@pytest.mark.parametrize("number", [20, 35, 60, -1, 360])
def test_clay_and_what_is_no_hue_are_refused(number):
    with pytest.raises(hue.HueRefused):
        hue.colours(number)


@pytest.mark.parametrize("number", [0, 19, 61, 359])
def test_beside_clay_is_allowed(number):
    assert hue.is_allowed(number) is True


def test_every_allowed_hue_can_be_read_on_paper():
    worst_light = min(hue.contrast(hue.colours(n)[0].root, hue.PAPER_LIGHT) for n in ALLOWED)
    worst_dark = min(hue.contrast(hue.colours(n)[1].root, hue.PAPER_DARK) for n in ALLOWED)

    assert (worst_light >= 7.5, worst_dark >= 9.1) == (True, True)


def test_every_allowed_hue_can_be_read_on_its_tint_and_on_a_button_pressed():
    pairs = [scheme for number in ALLOWED for scheme in hue.colours(number)]

    assert min(hue.contrast(colours.root, colours.tint) for colours in pairs) >= 4.9
    assert min(hue.contrast(hue.colours(n)[0].hover, hue.PAPER_LIGHT) for n in ALLOWED) >= 7.5


def test_black_on_white_is_21():
    assert round(hue.contrast("#000000", "#ffffff"), 2) == 21


def test_the_style_sheet_recolours_light_dark_and_a_chosen_scheme():
    assert hue.stylesheet(250) == (
        ":root{--root:#255079;--root-hover:#1a3f63;--root-tint:#d8e8fa}"
        "@media (prefers-color-scheme:dark){:root:not([data-scheme=light])"
        "{--root:#89c3ff;--root-hover:#aed5ff;--root-tint:#1e2f41}}"
        ":root[data-scheme=dark]{--root:#89c3ff;--root-hover:#aed5ff;--root-tint:#1e2f41}"
    )


def test_a_page_may_link_the_style_sheet():
    answer = views.hue(RequestFactory().get("/_hue/250.css"), hue=250)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer["Cache-Control"] == "public, max-age=2592000"
    assert answer.content.decode() == hue.stylesheet(250)


def test_a_refused_hue_is_no_page():
    with pytest.raises(Http404):
        views.hue(RequestFactory().get("/_hue/40.css"), hue=40)
