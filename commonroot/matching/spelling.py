"""How a word sounds whatever its script and spelling: plain letters and skeletons."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii

_TABLES = tomllib.loads(Path(__file__).with_name("scripts.toml").read_text(encoding="utf-8"))
_BEFORE = str.maketrans(
    {letter: latin for letters, latin in _TABLES["letters"].items() for letter in letters}
)
_BURMESE: dict[str, str] = _TABLES["burmese"]
_KOREAN = {other: name for name, others in _TABLES["korean"].items() for other in others.split()}
_VARIANTS: dict[str, str] = {
    other: name for name, others in _TABLES["variants"].items() for other in others.split()
}
_MARKS = re.compile("[\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_MYANMAR = re.compile("[\u1000-\u109f]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARTICLE = re.compile(r"(?<!\w)و?ال(?=\w{2})")
# Thai writes some vowels before the consonant that they follow.
_THAI_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
# And letters under this mark are silent.
_THAI_SILENT = re.compile("[\u0e01-\u0e2e][\u0e31-\u0e3a]?\u0e4c")
# "زهرا" is Zahra, not a "zh": h after what would make one sound with it stands alone.
_LONE_H = re.compile("(?<=[زتدذبپسصکكگضظط])(?=[هة])")
# In Persian and Urdu several Arabic letters are said alike, and و before a vowel is a v.
_PERSIAN_V = re.compile("\\bو(?=\\w)|و(?=[ایيی])|(?<=ا)و")
_PERSIAN = str.maketrans("ثصذضظط", "سسزززت")
_NASAL = re.compile("ं(?=[पफबभम])")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")
_VOWELS = re.compile("[aeiouyw]+")
_TWICE = re.compile(r"(.)\1+")

# Countries whose names are short syllables: without vowels nothing would tell them apart.
OF_SYLLABLES = frozenset({"CN", "TW", "HK", "MO", "SG", "KR", "KP", "VN", "MM", "KH", "LA"})
_SLAVIC = frozenset({"RU", "UA", "BY", "BG", "RS", "ME", "MK", "KZ", "KG", "UZ", "TJ", "MD"})
_INDIAN = frozenset({"IN", "NP", "PK"})
_IRANIAN = frozenset({"IR", "AF"})
_OF_PERSIAN_LETTERS = _IRANIAN | {"PK"}
_SPANISH = frozenset({
    "ES", "MX", "AR", "CL", "CO", "PE", "EC", "GT", "HN", "NI", "SV", "CR", "PA", "CU", "DO",
    "PR", "VE", "BO", "PY", "UY", "GQ",
})  # fmt: skip
_LUSOPHONE = frozenset({"BR", "PT", "AO", "MZ", "CV", "GW", "ST", "TL"})
_GREEK = frozenset({"GR", "CY"})

Rules = list[tuple[re.Pattern[str], str]]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return [(re.compile(pattern), sound) for pattern, sound in pairs]


_GENERAL = _rules(
    ("^ch(?=r)", "k"), ("(?<=j)oh(?=n)", "o"),
    ("tch|tsch|tsh|shch|sch|sh|ch", "s"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"),
    ("dh", "d"), ("bh", "b"), ("dj|dzh|zh|j", "g"), ("ck|q", "k"), ("x", "ks"),
    ("c(?=[eiy])", "s"), ("c", "k"), ("ts|tz|z", "s"), ("v", "b"),
)  # fmt: skip
# Offices write "Nikolaj" or "Nikolay", "Olha" or "Olga", "Tsvetkov" or "Cvetkov".
_OF_SLAVS = _rules(
    ("^ch(?=r)", "kh"),
    ("tch|tsch|shch|sch|sh|ch", "s"), ("zh|j(?=ou|i)", "z"), ("j(?=[aeiou])|(?<=[aeiou])j", "y"),
    ("j", "z"), ("kh|gh|h|g", "g"), ("ts|c|z", "s"), ("ph|th", "f"), ("q", "k"), ("x", "ks"),
    ("v", "b"),
)  # fmt: skip
# And "Georgiou" or "Yeoryiou", "Bampis" or "Mpampis".
_OF_GREEKS = _rules(
    ("gh", "g"), ("ph", "f"), ("(?<=[ae])[fvuyb]", ""), ("mp", "b"), ("nt", "d"), ("gk", "k"),
    ("ch|kh|h", "h"), ("th", "t"),
    ("c|q", "k"), ("x", "ks"), ("z", "s"), ("v", "b"), ("ng|gg|g", "y"),
)  # fmt: skip
_OF_INDIANS = [*_rules(("w(?=[aeiou])", "v")), *_GENERAL]
# Bengali writes j for both: "Nazma" or "Najma".
_OF_BENGALIS = [*_rules(("z", "j")), *_OF_INDIANS]
_OF_IRANIANS = [*_rules(("gh|q", "k")), *_OF_INDIANS]
# "Ximena" or "Jimena", "Yesenia" or "Jesenia", "Wilmer" or "Vilmer", "Huamán" or "Guamán"
_OF_SPANIARDS = [
    *_rules(("^x(?=[aeiou])|^y(?=e)", "j"), ("^w", "v"), ("^hua", "gua")),
    *_GENERAL,
]
# "Octávio" or "Otávio", "Baptista" or "Batista", "Wagner" or "Vagner"
_OF_LUSOPHONES = [*_rules(("^w", "v"), ("(?<=[aeiou])[cp](?=t)", "")), *_GENERAL]
# "Mehmed" or "Mehmet": what ends a Turkish word has no voice.
_OF_TURKS = [*_GENERAL, *_rules(("d$", "t"), ("b$", "p"))]
_OF_GEORGIANS = [*_rules(("ph|f", "p"), ("(?<![cstgzdpk])h", "k")), *_GENERAL]
# Western and eastern Armenian say "Karapetyan" and "Garabedian".
_OF_ARMENIANS = [*_rules(("x", "kh")), *_GENERAL, *_rules(("g", "k"), ("d", "t"), ("b", "p"))]
# Tamil has one letter each for k and g, t and d, p and b.
_OF_TAMILS = [
    *_rules(("w(?=[aeiou])", "v")),
    *_GENERAL,
    *_rules(("g", "k"), ("d", "t"), ("b", "p")),
]
_OF_THAIS = _rules(
    ("ph", "p"), ("th", "t"), ("kh", "k"), ("ch|j", "s"), ("h(?=[mnlr])", ""), ("v", "w"),
    ("c|q", "k"), ("z|x", "s"),
)  # fmt: skip
_OF_CHINESE = _rules(
    ("oo|ou(?=n)|wu", "u"), ("uei", "ui"), ("ee|ih|yi", "i"), ("uo|ow|aw", "o"), ("hs|sh|x", "s"),
    ("tz|ts|zh|ch|j|q|c|z", "c"), ("ng(?![aeiou])", "ñ"), ("g|q", "k"), ("b", "p"), ("d", "t"),
    ("(?<=[ktp])h|(?<=[aeiou])h", ""), ("uñ", "oñ"), ("(?:ie|ia|ye|ya)(?=n)", "e"), ("y|w", ""),
)  # fmt: skip
_OF_KOREANS = _rules(
    ("yeo|eo|eu|oo|ou|u", "o"), ("ui|ee|yi", "i"), ("ae|ay|ai", "e"), ("sh", "s"), ("ch|j", "c"),
    ("ng(?![aeiou])", "ñ"), ("g|q", "k"), ("b", "p"), ("d", "t"), ("r", "l"),
    ("(?<=[aeio])h", ""), ("y|w", ""),
)  # fmt: skip
_OF_BURMESE = _rules(
    ("aw?ng|aung|ong", "oñ"), ("aye|ay|ai|ae|ei|ey", "e"), ("aw|au|oe", "o"), ("ar", "a"),
    ("oo", "u"), ("ee|yi", "i"), ("h(?=[lmntw])|(?<=[ktps])h", ""), ("ng(?![aeiou])", "ñ"),
    ("g", "k"), ("b", "p"), ("d", "t"), ("y|w", ""),
)  # fmt: skip
_BY_COUNTRY = {
    **dict.fromkeys(_SLAVIC, _OF_SLAVS),
    **dict.fromkeys(_GREEK, _OF_GREEKS),
    **dict.fromkeys(_INDIAN, _OF_INDIANS),
    **dict.fromkeys(_IRANIAN, _OF_IRANIANS),
    **dict.fromkeys(_SPANISH, _OF_SPANIARDS),
    **dict.fromkeys(_LUSOPHONE, _OF_LUSOPHONES),
    "BD": _OF_BENGALIS,
    "TR": _OF_TURKS,
    "GE": _OF_GEORGIANS,
    "AM": _OF_ARMENIANS,
    "LK": _OF_TAMILS,
    "TH": _OF_THAIS,
}
_LOOSE = str.maketrans("gdb", "ktp")


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return `text` in small Latin letters and digits, words parted by one blank."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFC", text.casefold()))
        if _MYANMAR.search(text):
            text = " ".join(_BURMESE.get(word, word) for word in text.split())
        if _ARABIC.search(text):
            text = _LONE_H.sub("ا", _ARTICLE.sub("", text))
        text = _THAI_VOWEL.sub(r"\2\1", _THAI_SILENT.sub("", text)).replace("ंह", "ngh")
        text = _NASAL.sub("m", text)
        text = anyascii(text.translate(_BEFORE))
    return " ".join(_NOT_LETTER.sub(" ", text.casefold().replace("'", "")).split())


def as_said(text: str, country: str) -> str:
    """Return a name with its letters as they are said in a country: Persian ones in Iran."""
    if country in _OF_PERSIAN_LETTERS and _ARABIC.search(text):
        # The article is Arabic: "الهام" is Elham.
        text = re.sub(r"(?<!\w)ال", "یل", text.translate(_PERSIAN))
        return _PERSIAN_V.sub("ڤ", text)
    return text


def usual(word: str) -> str:
    """Return one of several spellings that no rule joins: "diallo" for "jallow"."""
    return _VARIANTS.get(word, word)


def is_latin(text: str) -> bool:
    """Tell whether a text is written in Latin letters (or in no letters at all)."""
    return text.isascii() or all(
        ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 or not sign.isalpha() for sign in text
    )


@lru_cache(maxsize=100_000)
def bones(word: str, country: str) -> str:
    """Return how a plain word sounds in a country: all its usual spellings have one skeleton.

    Consonants as they sound, and "a" for a vowel at the start: "Yasmin", "Iasmine" and "ياسمين"
    are "asmn". Where names are short syllables their vowels stay: "Hsiao" and "Xiao" are "siao".
    """
    if country in OF_SYLLABLES:
        return _syllables(word, country)
    sounds = _spoken(word, _BY_COUNTRY.get(country, _GENERAL))
    first = "a" if sounds[:1] in tuple("aeiouyw") else sounds[:1]
    found = _TWICE.sub(r"\1", first + _VOWELS.sub("", sounds[1:]))
    return found[:-1] if len(found) > 1 and found.endswith("h") else found


def _syllables(word: str, country: str) -> str:
    if country in {"KR", "KP"}:
        sounds = _spoken(_KOREAN.get(word, word), _OF_KOREANS)
    else:
        rules = _OF_BURMESE if country == "MM" else _OF_CHINESE
        sounds = _spoken(word, rules)
    return _TWICE.sub(r"\1", sounds) or "a"


def _spoken(word: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, sound in rules:
        word = pattern.sub(sound, word)
    return word


@lru_cache(maxsize=100_000)
def loose(skeleton: str) -> str:
    """Return a skeleton in which voiced and voiceless are one: for words across scripts."""
    return _TWICE.sub(r"\1", skeleton.translate(_LOOSE))
