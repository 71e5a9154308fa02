"""Text in any script: folding for search and sorting, masking for screens."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
_SPLIT = re.compile(r"[^\w]+")
_NOT_SOUND = re.compile(r"[^b-df-hj-np-tvxz]+")
_TWICE = re.compile(r"(.)\1+")
_INNER = str.maketrans("“”«»", "‘’‹›")
SKELETON_FROM = 3  # letters of a word: shorter ones, and initials, sound like too many
MASK_SHOWN = 2


def one_line(text: str) -> str:
    """`text` without line breaks and control characters, blanks collapsed: fit for a name or a
    header.
    """
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(kept.split())


def for_quotes(text: str) -> str:
    """`text` as it stands inside “…”: quotation marks of its own become the inner ones."""
    return text.translate(_INNER)


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """`text` in its own script, lower case, without accents, Arabic letter forms made one."""
    plain = unicodedata.normalize("NFKD", text.translate(_ARABIC)).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def romanised(text: str) -> str:
    """`text` in plain Latin letters, so that a name is found from either script."""
    return anyascii(unicodedata.normalize("NFC", text)).casefold()


def tokens(text: str) -> list[str]:
    """The searchable words of `text`: folded in its own script and romanised, each once."""
    latin = [word for word in _SPLIT.split(romanised(text)) if word]
    return list(dict.fromkeys(_words(folded(text)) + latin))


def _words(text: str) -> list[str]:
    """The words of `text`; a vowel sign written as a mark belongs to its word."""
    if text.isascii():
        return [word for word in _SPLIT.split(text) if word]
    joined = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return "".join(joined).split()


def skeletons(text: str) -> list[tuple[str, str]]:
    """(script, consonants) of each word: how a name meets itself in another script.

    The script is "latin" or "other". "سلمى" and "Salma" both are "slm", "शर्मा" and "Sharma" "srm".
    """
    found = []
    for word in _words(one_line(text).translate(_ARABIC)):
        latin = romanised(word).replace("sh", "s").replace("q", "k").replace("w", "")
        bare = _TWICE.sub(r"\1", _NOT_SOUND.sub("", latin))
        bare = bare[:-1] if bare[1:].endswith("h") else bare
        if bare and len(word) >= SKELETON_FROM:
            found.append(("latin" if folded(word).isascii() else "other", bare))
    return list(dict.fromkeys(found))


# The first word of Unicode's names of letters, and the ISO 15924 code of their script.
_SCRIPTS = {
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr",
    "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh",
    "ETHIOPIC": "Ethi", "MYANMAR": "Mymr", "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr",
    "TIBETAN": "Tibt", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "CJK": "Hani", "HANGUL": "Hang",
    "HIRAGANA": "Hira", "KATAKANA": "Kana",
}  # fmt: skip


def script(text: str) -> str:
    """The script of the first letter of `text` that has one, as ISO 15924 writes it; or ""."""
    names = (unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha())
    return next((_SCRIPTS[name] for name in names if name in _SCRIPTS), "")


def sort_key(name: str) -> str:
    """By what a name is sorted under collation C: Latin names first, then each script in its
    order.
    """
    return folded(one_line(name))[:200]


def isolated(text: str) -> str:
    """A text that keeps its own direction within a sentence that may have another.

    For words put together in Python; templates write `<bdi>` (Unicode's first strong isolate).
    """
    return f"\u2068{text}\u2069"


def masked(address: str) -> str:
    """An address as it may stand on a screen: "am…@example.org", "+254…21"."""
    local, at, host = address.partition("@")
    if at:
        return f"{local[:MASK_SHOWN]}…@{host}"
    return f"{address[:4]}…{address[-MASK_SHOWN:]}"
