"""The preview picture: titles of any length and script, on a machine with any fonts."""

from io import BytesIO

import pytest
from PIL import Image, features

from commonroot.programmes.queries import pictures
from commonroot.ui.hue import DEFAULT_HUE, colours

LONG = "Organising for health where the hospital is three days away " * 6


def drawn(title, *, mirrored=False):
    return pictures.draw(
        key="a-programme", title=title, name="Long Table School", line="online · English",
        root=colours(DEFAULT_HUE)[0].root, mirrored=mirrored,
    )  # fmt: skip


def size_of(picture):
    return Image.open(BytesIO(picture)).size


def test_a_title_that_is_too_long_is_cut_where_the_space_ends():
    long, longer = drawn(LONG), drawn(LONG + "and everywhere else")

    assert long == longer
    assert long != drawn("Organising for health")


def test_a_word_that_is_too_long_stays_one_word():
    assert size_of(drawn("Gesundheitsbewegungen" * 4)) == (1200, 630)


def test_a_script_that_we_cannot_draw_is_left_out():
    assert drawn("संगठन") == drawn("")


def test_arabic_is_drawn_where_its_letters_can_be_joined():
    empty = drawn("", mirrored=True)

    assert (drawn("التنظيم", mirrored=True) != empty) is features.check("raqm")


def test_the_pattern_changes_sides_for_right_to_left_readers():
    assert drawn("", mirrored=True) != drawn("")


@pytest.fixture
def no_fonts(monkeypatch, tmp_path):
    """A machine without any of our fonts."""
    monkeypatch.setattr(pictures, "FONT_FOLDERS", (str(tmp_path),))
    for kept in (pictures._font, pictures._font_files):
        kept.cache_clear()
    yield
    for kept in (pictures._font, pictures._font_files):
        kept.cache_clear()


def test_a_machine_without_our_fonts_draws_with_the_one_that_comes_along(no_fonts):
    picture = drawn("Organising for health")

    assert size_of(picture) == (1200, 630)
    assert picture != drawn("")
