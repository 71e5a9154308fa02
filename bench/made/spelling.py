"""Cyrillic and Greek names in Latin letters, in the several ways people and offices do it."""

import re

RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo/e/e", "ж": "zh/j/zh",
    "з": "z", "и": "i", "й": "y/j/i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u/ou/u", "ф": "f", "х": "kh/h/kh", "ц": "ts/c/ts",
    "ч": "ch/tch/ch", "ш": "sh/ch/sh", "щ": "shch/sch/shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu/ju/iu", "я": "ya/ja/ia",
}  # fmt: skip
UKRAINIAN = RUSSIAN | {
    "г": "h/g/h", "ґ": "g", "и": "y/i/y", "і": "i", "ї": "yi/ji/i", "є": "ye/je/ie",
    "й": "y/j/i", "’": "", "'": "",
}  # fmt: skip
GREEK = {
    "ου": "ou", "αι": "ai/e/ai", "ει": "ei/i/i", "οι": "oi/i/oi", "γγ": "gg/yy/ng", "γκ": "gk/g/gk",
    "μπ": "mp/b/b", "ντ": "nt/d/nt", "ευ": "ef/ev/eu", "αυ": "af/av/au",
    "α": "a", "β": "v/b/v", "γ": "g/y/g", "δ": "d", "ε": "e", "ζ": "z", "η": "i/e/i",
    "θ": "th", "ι": "i", "κ": "k/c/k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x/ks/x", "ο": "o",
    "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y/i/y", "φ": "f/ph/f",
    "χ": "ch/h/kh", "ψ": "ps", "ω": "o",
}  # fmt: skip
TABLES = {"ru_RU": RUSSIAN, "uk_UA": UKRAINIAN, "el_GR": GREEK}
ACCENTS = str.maketrans("άέήίόύώϊϋΐΰΆΈΉΊΌΎΏ", "αεηιουωιυιυΑΕΗΙΟΥΩ")


def spelt(word: str, *, locale: str) -> list[str]:
    """Return the Latin spellings of a word, one for each way of spelling, the usual first."""
    table = TABLES[locale]
    signs = re.findall("|".join(sorted(table, key=len, reverse=True)) + "|.", _bare(word))
    found = []
    for way in range(3):
        latin = ""
        for sign in signs:
            options = table.get(sign, sign).split("/")
            latin += options[min(way, len(options) - 1)]
        found.append("-".join(part.capitalize() for part in latin.split("-")))
    return found


def _bare(word: str) -> str:
    return word.translate(ACCENTS).lower()
