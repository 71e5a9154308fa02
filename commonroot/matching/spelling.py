"""How a word sounds whatever its script and spelling: plain letters and consonant skeletons."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Letters that anyascii leaves out or writes in ways that do not meet the usual Latin spelling.
_BEFORE = str.maketrans({
    "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ى": "y", "ة": "h", "ؤ": "w", "ئ": "y", "ـ": "",
    "ا": "a", "ع": "a", "ء": "", "و": "w", "ي": "y", "ی": "y", "ک": "k", "ث": "th", "خ": "kh",
    "ذ": "dh", "ش": "sh", "غ": "gh", "ظ": "z", "ض": "d", "ص": "s", "ط": "t", "ح": "h", "چ": "ch",
    "پ": "p", "ژ": "j", "گ": "g",
    "ं": "n", "ঁ": "n", "ং": "n", "ँ": "n", "ष": "sh", "श": "sh", "শ": "sh", "ষ": "sh",
    "ъ": "", "ь": "", "х": "kh", "щ": "sh", "ё": "e", "й": "y", "ж": "j", "ц": "s", "є": "e", "ї": "i",
    "’": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'",
})  # fmt: skip
_MARKS = re.compile("[\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")
_ARTICLE = re.compile(r"(?<!\w)(?:و?ال)(?=\w{2})")
_MYANMAR = re.compile("[\u1000-\u109f]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_VOWELS = re.compile("[aeiouyw]+")
_TWICE = re.compile(r"(.)\1+")
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"(?:tch|tsch|tsh|sch|shch|sh|ch)", "s"),
        (r"ph", "f"),
        (r"kh", "k"),
        (r"gh", "g"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"bh", "b"),
        (r"dj|dzh|zh|j", "g"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ts|tz|z", "s"),
        (r"v", "b"),
    ]
]
_LOOSE = str.maketrans("gdb", "ktp")
# Countries whose names are short syllables: without vowels nothing would tell them apart.
OF_SYLLABLES = frozenset({"CN", "TW", "HK", "MO", "SG", "KR", "KP", "VN", "MM", "KH", "LA"})
_ROMANISATIONS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"oo|ou(?=n)|wu", "u"),
        (r"ee|ih|yi", "i"),
        (r"yeo|eo|uo|ow|aw", "o"),
        (r"aye|ae|ay|eh|ey", "e"),
        (r"hs|sh|x|th(?=[aeiou])", "s"),
        (r"tz|ts|zh|ch|j|q|c|z", "c"),
        (r"ng(?![aeiou])", "ñ"),
        (r"g|q", "k"),
        (r"b", "p"),
        (r"d", "t"),
        (r"h(?=[lmnt])|(?<=[ktp])h|(?<=[aeiou])h", ""),
        (r"uñ", "oñ"),
        (r"(?:ie|ia|ye|ya)(?=n)", "e"),
        (r"y|w", ""),
    ]
]
# Korean family names go by several romanisations that no rule joins.
_SURNAMES = {
    other: name
    for name, others in {
        "lee": "yi rhee ri i", "park": "bak pak pag bag", "choi": "choe choy", "jung": "jeong chung cheong",
        "kang": "gang", "cho": "jo joh", "lim": "im rim", "shin": "sin", "yoo": "yu ryu you", "noh": "roh no",
        "kim": "gim", "kwon": "gweon kweon gwon", "ahn": "an", "seo": "suh sur", "moon": "mun",
        "huh": "heo hur", "shim": "sim", "woo": "u wu", "oh": "o",
    }.items()
    for other in others.split()
}  # fmt: skip
_BURMESE = {
    "အောင်": "aung", "မောင်": "maung", "စိုး": "soe", "လင်း": "linn", "လင်": "lin", "ကျော်": "kyaw", "ဇော်": "zaw",
    "ဝင်း": "win", "မြင့်": "myint", "မြတ်": "myat", "သန်း": "than", "ထွန်း": "htun", "နိုင်": "naing", "မင်း": "min",
    "ခင်": "khin", "ခိုင်": "khaing", "စန်း": "san", "စု": "su", "ဆု": "hsu", "ဆွေ": "swe", "ရွှေ": "shwe", "ဖြူ": "phyu",
    "ဖြိုး": "phyo", "ဖြိုင်": "phyaing", "သီတာ": "thida", "သူ": "thu", "သိန်း": "thein", "သက်": "thet", "သင်း": "thin",
    "သန့်": "thant", "သွယ်": "thwe", "သာ": "thar", "လှ": "hla", "လှိုင်": "hlaing", "လွင်": "lwin", "မိုး": "moe", "မေ": "may",
    "မာ": "mar", "မြ": "mya", "မူ": "mu", "နု": "nu", "နွယ်": "nwe", "နီ": "ni", "နန္ဒာ": "nanda", "ညီ": "nyi", "ညို": "nyo",
    "ညိမ်း": "nyein", "ငြိမ်း": "nyein", "ငယ်": "nge", "အေး": "aye", "အိ": "ei", "အိမ်": "ein", "ဥမ္မာ": "ohnmar", "ဦး": "u",
    "ဒေါ်": "daw", "ကို": "ko", "ကြီး": "gyi", "ကြည်": "kyi", "ကျင်": "kyin", "ချို": "cho", "ချစ်": "chit", "ချမ်း": "chan",
    "ဇင်": "zin", "ဇာ": "zar", "ဇေယျာ": "zeyar", "တင်": "tin", "တင့်": "tint", "တိုး": "toe", "ထက်": "htet", "ထိုက်": "htike",
    "ဖုန်း": "phone", "ဘို": "bo", "ဗိုလ်": "bo", "ဗညား": "banyar", "ပြည့်": "pyae", "ပိုင်": "paing", "ဝေ": "wai",
    "ဝါ": "war", "ယု": "yu", "ယမင်း": "yamin", "ရီ": "yi", "ရာဇာ": "yarzar", "ရန်": "yan", "စံ": "san", "စည်": "si", "စော": "saw",
    "နော်": "naw", "နန်း": "nan", "ဟိန်း": "hein", "ဟန်": "han", "ဝဏ္ဏ": "wunna", "သိင်္ဂီ": "theingi",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Return `text` in small Latin letters and digits, words parted by one blank."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFC", text.casefold()))
        if _MYANMAR.search(text):
            text = " ".join(_BURMESE.get(word, word) for word in text.split())
        if _ARABIC.search(text):
            text = _ARTICLE.sub("", text)
        text = anyascii(text.translate(_BEFORE))
    return " ".join(_NOT_LETTER.sub(" ", text.casefold().replace("'", "")).split())


def is_latin(text: str) -> bool:
    """Tell whether a text is written in Latin letters (or in no letters at all)."""
    if text.isascii():
        return True
    return all(
        ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 or not sign.isalpha() for sign in text
    )


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Return the consonants of a plain word as they sound; a vowel at its start stays as "a".

    Words of one sound in several spellings meet: "Yasmin", "Iasmine" and "ياسمين" are "asmn".
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    first, rest = word[:1], _VOWELS.sub("", word[1:])
    found = _TWICE.sub(r"\1", ("a" if first and first in "aeiouyw" else first) + rest)
    return found[:-1] if len(found) > 1 and found.endswith("h") else found


@lru_cache(maxsize=50_000)
def syllables(word: str) -> str:
    """Return a plain word of a language of short syllables, its several romanisations made one.

    "Hsiao-ching" and "Xiaojing", "Rhee Young" and "Lee Yong" are one; vowels tell such words apart.
    """
    word = _SURNAMES.get(word, word)
    for pattern, sound in _ROMANISATIONS:
        word = pattern.sub(sound, word)
    return _TWICE.sub(r"\1", word) or "a"


def loose(bones: str) -> str:
    """Return a skeleton in which voiced and voiceless are one: for words across scripts."""
    return _TWICE.sub(r"\1", bones.translate(_LOOSE))
