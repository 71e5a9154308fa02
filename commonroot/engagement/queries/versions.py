"""A letter to a circle in further languages: whose words there are, and who reads which."""

from copy import copy

from django.conf import settings

from commonroot.engagement.models import CircleLetter

OWN_PARTS = ("opening", "suggestion", "ending")


def in_language(letter: CircleLetter, language: str) -> CircleLetter:
    """The letter with the organisers' own words in that language, "" where they have none; never
    saved.
    """
    if language == letter.language:
        return letter
    other = copy(letter)
    own = letter.versions.get(language, {})
    other.language = language
    for part in OWN_PARTS:
        setattr(other, part, own.get(part, ""))
    return other


def missing_parts(letter: CircleLetter, language: str) -> list[str]:
    """Which of the organisers' own words stand in the letter's language and not in that one."""
    other = in_language(letter, language)
    return [part for part in OWN_PARTS if getattr(letter, part) and not getattr(other, part)]


def language_for(letter: CircleLetter, *, reads: str) -> str:
    """In which language a contact who reads `reads` gets a letter: their own where the circle
    works in it, or organisers wrote in it, and no word of theirs is missing; else the letter's.
    """
    known = reads in dict(settings.LANGUAGES)
    meant = reads in letter.circle.languages or reads in letter.versions
    return reads if known and meant and not missing_parts(letter, reads) else letter.language
