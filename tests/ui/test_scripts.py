"""Which letters can be printed."""

import pytest

from commonroot.ui.scripts import FONTS, unwritable


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Ñandú-O’Neill", "Олена Ґудзь", "أمينة محمد", "अमीना", "আমিনা", "አሚና",
        "Nguyễn Thị Ê", "Αθηνά", "e\u0301",
    ],
)  # fmt: skip
def test_names_in_the_scripts_of_the_fonts_can_be_written(name):
    assert unwritable(name) == ""


def test_letters_of_other_scripts_are_named_once_in_order():
    assert unwritable("李明 Li 李 한") == "李明한"


def test_both_weights_of_each_font_are_there():
    names = sorted(path.stem for path in FONTS.glob("NotoSans*.ttf"))

    assert names == sorted(
        f"NotoSans{script}-{weight}"
        for script in ("", "Arabic", "Bengali", "Devanagari", "Ethiopic")
        for weight in ("Bold", "Regular")
    )
