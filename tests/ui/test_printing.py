"""PDF from a template and values."""

import pytest
from typst import TypstError

from commonroot.ui.printing import pdf

SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
)
SOURCE = """
#let said = json(bytes(sys.inputs.values))
#set document(title: said.title)
#set text(font: ("Roboto", "Noto Sans", "Noto Sans Arabic"), stretch: 75%, fallback: false)
= #said.title
#image("square.svg", width: 1cm, alt: "a square")
"""


def test_values_are_words_and_never_part_of_the_template():
    made = pdf(SOURCE, values={"title": '#panic("x") قوة \\ "'}, files={"square.svg": SQUARE})

    assert made.startswith(b"%PDF-")
    assert all(name in made for name in (b"+RobotoCondensed-Bold", b"+NotoSansArabic-Bold"))


def test_nothing_of_this_machine_can_be_read():
    with pytest.raises(TypstError):
        pdf('#read("/etc/hostname")', values={})
