"""The text of a letter to many: the words that are filled in for each person, and what is missing.

`{name}` and a few others stand for something; what stands in square brackets in a template is for
the organiser to write, and no letter leaves with it.
"""

import re
from collections.abc import Iterable, Mapping

WORDS = ("name", "school", "page")
LENGTH = 20_000
SUBJECT_LENGTH = 160
_WORD = re.compile(r"\{([^{}\n]*)\}")
_GAP = re.compile(r"\[([^\[\]\n]{1,120})\]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n+")


def filled(text: str, *, words: Mapping[str, str]) -> str:
    """The text with each known word in braces replaced; the others stay as they are."""
    return _WORD.sub(lambda found: words.get(found[1].strip(), found[0]), text)


def unknown_words(text: str) -> list[str]:
    """Words in braces that stand for nothing."""
    said = (found.strip() for found in _WORD.findall(text))
    return list(dict.fromkeys(word for word in said if word not in WORDS))


def gaps(text: str) -> list[str]:
    """What stands in square brackets: still to be written."""
    return list(dict.fromkeys(_GAP.findall(text)))


def paragraphs(text: str) -> list[str]:
    """The text cut where a line is empty."""
    plain = text.replace("\r\n", "\n").strip()
    return [part.strip("\n") for part in _PARAGRAPHS.split(plain) if part.strip()]


def missing(
    languages: Iterable[str], *, subject: Mapping[str, str], text: Mapping[str, str]
) -> list[str]:
    """Those of `languages` in which there is no subject or no text, in their order."""
    return [code for code in languages if not (subject.get(code) and text.get(code))]


def language_for(reader: str, *, written: Iterable[str], school: Iterable[str]) -> str:
    """In which of the languages a letter is `written` somebody gets it: their own, else the
    school's first that there is, else any; "" when it is written in none.
    """
    there = list(written)
    return next((code for code in (reader, *school) if code in there), there[0] if there else "")
