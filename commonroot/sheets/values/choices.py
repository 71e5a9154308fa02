"""Answers of few kinds: yes or no, and languages."""

import re
from collections.abc import Mapping
from functools import cache

from commonroot.sheets.headings import heading_key
from commonroot.sheets.sayings import Saying, say
from commonroot.sheets.values.blanks import is_blank

YES = frozenset({
    "yes", "y", "true", "1", "x", "ok", "agreed", "i agree", "agree", "consent", "consented",
    "opted in", "subscribed", "si", "s", "sim", "oui", "o", "acepto", "aceito", "j accepte",
    "d accord", "de acuerdo", "concordo", "autorizo", "نعم", "اوافق", "موافق", "موافقه", "да",
    "согласен", "согласна", "ja", "evet", "ndiyo", "ya",
})  # fmt: skip
NO = frozenset({
    "no", "n", "false", "0", "not agreed", "refused", "declined", "i do not agree", "disagree",
    "opted out", "unsubscribed", "nao", "non", "no acepto", "refuse", "je refuse", "لا",
    "غير موافق", "لا اوافق", "нет", "не согласен", "не согласна", "nein", "hayir", "hapana",
    "tidak", "не",
})  # fmt: skip
TICKS = frozenset("✓✔☑✅")
CROSSES = frozenset("✗✘❌☒")
SEPARATORS = re.compile(r"\s*[,;/|&+]\s*|\s+(?:and|y|e|et|и|و)\s+")
LONGEST_ANSWER = 200
LANGUAGES = ("en", "es", "pt", "fr", "ar", "ru")


def as_agreed(text: str) -> tuple[bool | None, Saying | None]:
    """Return whether a cell means yes; None for a blank one and for what cannot be told."""
    bare = text.strip()
    if bare[:1] in TICKS | CROSSES:
        return bare[0] in TICKS, None
    key = heading_key(bare)
    for words, answer in ((NO, False), (YES, True)):
        # "Yes, keep me informed": the first word answers, unless more of it is known
        if key in words:
            return answer, None
    if is_blank(bare):
        return None, None
    first = key.split(" ")[0]
    if len(key) > len(first) and first in {
        "yes",
        "no",
        "si",
        "sim",
        "oui",
        "non",
        "nao",
        "нет",
        "да",
        "نعم",
        "لا",
    }:
        return first in YES, None
    return None, say("bad_agreed", text=bare[:80])


def as_language(text: str) -> str | None:
    """Return the first language a cell names, as its BCP 47 code, else None."""
    for part in SEPARATORS.split(" ".join(text[:LONGEST_ANSWER].split())):
        code = part.strip().replace("_", "-")
        if re.fullmatch(r"[a-zA-Z]{2,3}(?:-[a-zA-Z]{2,4})?", code):
            short = code.split("-")[0].lower()
            if short in _codes():
                return short
        found = _languages().get(heading_key(part))
        if found:
            return found
    return None


@cache
def _codes() -> frozenset[str]:
    return frozenset(_languages().values())


@cache
def _languages() -> Mapping[str, str]:
    """Return {language name: code}, in the six languages and in its own."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).languages.items():
            if len(code) <= 3:
                found.setdefault(heading_key(name), code)
    for code in locale_identifiers():
        if "_" not in code and len(code) <= 3:
            own = Locale.parse(code).languages.get(code)
            if own:
                found.setdefault(heading_key(own), code)
    return found | {
        "farsi": "fa",
        "mandarin": "zh",
        "tagalog": "tl",
        "castellano": "es",
        "castilian": "es",
    }
