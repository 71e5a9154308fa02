"""Organisations under their several names: initials, translations, slips."""

from functools import lru_cache
from sys import intern

from commonroot.matching.records import Organisation
from commonroot.matching.spelling import plain
from commonroot.matching.words import words

INITIALS_FROM, INITIALS_TO = 3, 8
LONG_WORD = 4


@lru_cache(maxsize=50_000)
def described_organisation(text: str) -> Organisation | None:
    """Return an organisation made comparable, None if nothing is said."""
    outside, _, inside = text.partition("(")
    bare = plain(outside) or plain(text)
    pieces = bare.split()
    if not pieces:
        return None
    said = plain(inside).replace(" ", "")
    if not INITIALS_FROM <= len(said) <= INITIALS_TO:
        said = ""
    themes = words().themes
    about = {themes[word] for word in pieces if word in themes}
    # Names of organisations end in where they are: "Housing Justice Network Córdoba".
    place = pieces[-1] if len(pieces[-1]) >= LONG_WORD and pieces[-1] not in themes else ""
    return Organisation(
        text=intern(bare),
        # One word alone may be initials already: "CJAT", "WRaBD".
        initials=intern(bare if len(pieces) == 1 else "".join(word[0] for word in pieces)),
        said=intern(said),
        about=frozenset({*about, place}) if about and place else frozenset(),
    )
