"""Countries and places in cells, in many languages and by code."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from commonroot.sheets.headings import heading_key
from commonroot.sheets.values.blanks import is_blank

FIRST_LANGUAGES = ("en", "es", "pt", "fr", "ar", "ru")
# The languages people write their own country in; loaded only when the first ones fail.
MORE_LANGUAGES = (
    "am", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "et", "eu", "fa", "fi", "fil",
    "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "ko", "ky",
    "lo", "lt", "lv", "mk", "mn", "ms", "my", "ne", "nl", "no", "pl", "ps", "pa", "ro", "si",
    "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tr", "uk",
    "ur", "uz", "vi", "yo", "zh", "zh_Hant", "zu",
)  # fmt: skip
CODE = re.compile(r"^[A-Z]{2,3}$")
PLACE_SIGNS = re.compile(r"\s*[,;/|،、]\s*|\s+[-–—]\s+|\s*[(（]\s*")
LONGEST_PLACE = 200
# "República Argentina", "République du Mali", "Республика Армения"
FORMAL = re.compile(
    r"^(?:the |(?:the )?(?:federal )?republic of (?:the )?|republica (?:de(?:l| la)? )?(?=\w{4})"
    r"|republique (?:du |de la |des |de |d )?|республика |جمهوريه? |دوله? |state of |reino de )"
)
# "s/d" says nothing, "SD" in a cell for countries is Sudan.
NOT_BLANK = "SD"
DOTS = re.compile(r"(?<=\b\w)\.\s?")


@lru_cache(maxsize=20_000)
def as_country(text: str) -> str | None:
    """Return the ISO 3166-1 two-letter code of a country by name or code, else None."""
    bare = text.strip(" \t\u00a0.\"'()")
    if len(bare) > LONGEST_PLACE or (is_blank(bare) and bare != NOT_BLANK):
        return None
    code = DOTS.sub("", bare).strip().upper() if len(bare) <= 6 else ""
    if CODE.match(code) and code in _codes():
        return _codes()[code]
    if not any(sign.isalpha() for sign in bare):
        return None
    key = heading_key(bare)
    for names in (_known_names, _more_names):
        for candidate in (key, FORMAL.sub("", key)):
            if candidate in names():
                return names()[candidate]
    return None


@lru_cache(maxsize=20_000)
def as_place(text: str) -> tuple[str, str | None]:
    """Return city and country of one cell ("Nakuru, KE"); either may be missing."""
    text = " ".join(text[:LONGEST_PLACE].split())
    whole = as_country(text)
    if whole:
        return "", whole
    parts = [part.strip(" )\t\u00a0.") for part in PLACE_SIGNS.split(text)]
    parts = [part for part in parts if part == NOT_BLANK or not is_blank(part)]
    if len(parts) > 1:
        for at in (-1, 0):
            country = as_country(parts[at])
            if country:
                rest = parts[:-1] if at else parts[1:]
                return " ".join(", ".join(rest).split()), country
    return " ".join(", ".join(parts).split()), None


@cache
def _codes() -> Mapping[str, str]:
    """Return {two- or three-letter code: two-letter code}."""
    from babel import Locale
    from babel.core import get_global

    real = {code for code in map(str, Locale("en").territories) if _is_country(code)}
    found = {code: code for code in real}
    for old, new in get_global("territory_aliases").items():
        if old.isalpha() and new and new[0] in real:
            found.setdefault(str(old), str(new[0]))
    return found | {code.upper(): country for code, country in _aliases()["codes"].items()}


def _is_country(code: str) -> bool:
    return (
        len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
    )


@cache
def _aliases() -> Mapping[str, Mapping[str, str]]:
    text = files("commonroot.sheets").joinpath("countries.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {
        "codes": {code: country for country, codes in tables["codes"].items() for code in codes},
        "names": {
            heading_key(name): country
            for country, names in tables["names"].items()
            for name in names
        },
    }


@cache
def _known_names() -> Mapping[str, str]:
    return {**_names(FIRST_LANGUAGES), **_aliases()["names"]}


@cache
def _more_names() -> Mapping[str, str]:
    return _names(MORE_LANGUAGES)


def _names(languages: tuple[str, ...]) -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for language in languages:
        for territory, name in Locale.parse(language).territories.items():
            code = str(territory)
            if _is_country(code):
                key = heading_key(str(name))
                found.setdefault(key, code)
                found.setdefault(key.removeprefix("the "), code)
    return found
