"""Text in any script: folding for search and sorting, masking for screens."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
_SPLIT = re.compile(r"[^\w]+", re.UNICODE)
MASK_SHOWN = 2


def one_line(text: str) -> str:
    """`text` without line breaks and control characters, blanks collapsed: fit for a name or a header."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(kept.split())


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
    words = [word for word in _SPLIT.split(folded(text)) if word]
    latin = [word for word in _SPLIT.split(romanised(text)) if word]
    return list(dict.fromkeys(words + latin))


def sort_key(name: str) -> str:
    """By what a name is sorted under collation C: Latin names first, then each script in its order."""
    return folded(one_line(name))[:200]


def masked(address: str) -> str:
    """An address as it may stand on a screen: "am…@example.org", "+254…21"."""
    local, at, host = address.partition("@")
    if at:
        return f"{local[:MASK_SHOWN]}…@{host}"
    return f"{address[:4]}…{address[-MASK_SHOWN:]}"
