"""Words for paper: with their own direction, and without letters that our fonts lack."""

import unicodedata
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from commonroot.ui.scripts import unwritable

STAND_IN = "·"


def common_values() -> dict[str, Any]:
    """What every paper says of its language."""
    return {"language": get_language() or "en", "rtl": get_language_bidi()}


def way(text: str) -> str:
    """The direction in which a text is written: that of its first letter, else of the page."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "rtl" if get_language_bidi() else "ltr"


class Letters:
    """Texts made writable, with count of what could not be written."""

    def __init__(self) -> None:
        self.missing = ""

    def __call__(self, text: str) -> str:
        """`text`, a dot in the place of each letter that our fonts lack."""
        lacking = unwritable(text.replace("\n", " "))
        if not lacking:
            return text
        self.missing = "".join(dict.fromkeys(self.missing + lacking))
        return text.translate({ord(letter): STAND_IN for letter in lacking})

    @property
    def words(self) -> str:
        """A sentence about them; "" when everything can be written."""
        if not self.missing:
            return ""
        return _("Our fonts lack some letters; a dot stands for each.")
