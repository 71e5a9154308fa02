"""Names in cells: trimmed and calmed, never respelt."""

import re
import unicodedata

from commonroot.core.text import one_line

PARTICLES = frozenset({
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "las", "los", "le",
    "van", "von", "der", "den", "ter", "ten", "y", "e", "i", "bin", "bint", "ibn", "al", "el",
    "ul", "ur", "abu", "ben",
})  # fmt: skip
# Written large even where the rest of a name is calmed.
KEPT = re.compile(r"^(?:[IVX]{2,4}|(?:[A-Z]\.)+[A-Z]?\.?)$")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PIECES = re.compile(r"([-'’ʼ])")


def as_name(text: str) -> str:
    """Return a name without stray blanks and signs; shouting and whispering are calmed.

    Only words wholly in capitals, or names wholly in small letters, change their case; scripts
    without case and mixed forms ("McDonald", "bell hooks" given as "Bell hooks") stay as typed.
    """
    bare = one_line(INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip(' "“”«»,;:|*_<>/')
    words = bare.split()
    if not words:
        return ""
    cased = [sign for sign in bare if sign.isupper() or sign.islower()]
    whispered = len(cased) > 1 and all(sign.islower() for sign in cased)
    shouted = len(cased) > 1 and all(sign.isupper() for sign in cased)
    # "AA" alone are initials, "LI" beside other shouting is a name.
    return " ".join(
        _calmed(word, first=not place)
        if whispered or (_is_shouted(word) and (shouted or len(_letters(word)) > 2))
        else word
        for place, word in enumerate(words)
    )


def name_parts(text: str) -> tuple[str, str]:
    """Return given and family name where the way of writing tells them apart, else two blanks.

    "Orozco, Luz Marcela" and "OROZCO Luz Marcela" do; "Luz Marcela Orozco" does not.
    """
    bare = one_line(text)
    family, comma, given = bare.partition(",")
    if comma and given.strip() and "," not in given:
        return as_name(given), as_name(family)
    words = bare.split()
    loud = [_is_shouted(word) and len(_letters(word)) > 2 for word in words]
    count = sum(loud)
    if 0 < count < len(words):
        if all(loud[:count]):
            return as_name(" ".join(words[count:])), as_name(" ".join(words[:count]))
        if all(loud[-count:]):
            return as_name(" ".join(words[:-count])), as_name(" ".join(words[-count:]))
    return "", ""


def _letters(word: str) -> str:
    return "".join(sign for sign in word if sign.isalpha())


def _is_shouted(word: str) -> bool:
    return (
        len(_letters(word)) > 1
        and word.upper() == word
        and word.lower() != word
        and not KEPT.match(word)
    )


def _calmed(word: str, *, first: bool) -> str:
    if KEPT.match(word):
        return word
    if not first and word.lower() in PARTICLES:
        return word.lower()
    return "".join(
        piece[:1].upper() + piece[1:].lower() if len(piece) > 1 or place == 0 else piece.upper()
        for place, piece in enumerate(PIECES.split(word))
    )
