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
    if said and not INITIALS_FROM <= len(said) <= INITIALS_TO:
        said = ""
    if (len(pieces) == 1 and outside.strip().upper() == outside.strip()) or (len(pieces) == 1 and sum(sign.isupper() for sign in outside) >= INITIALS_FROM):
        initials = bare
    else:
        initials = said or "".join(word[0] for word in pieces)
    themes = words().themes
    about = {themes[word] for word in pieces if word in themes}
    last = pieces[-1] if len(pieces) > 1 and len(pieces[-1]) >= LONG_WORD else ""
    places = {last} if about and last not in themes else set()
    return Organisation(
        intern(bare),
        intern(initials),
        frozenset(about | places) if about and places else frozenset(),
    )
