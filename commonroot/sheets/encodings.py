"""Which encoding a text file was saved in, and repairing text that was read in the wrong one."""

import re
import unicodedata
from functools import cache

# Single-byte encodings of old spreadsheets; of equal scores the earlier one wins.
CANDIDATES = (
    "cp1252", "cp1251", "cp1256", "cp1250", "cp1254", "cp1253", "cp1255", "koi8_r",
    "mac_roman", "cp850",
)  # fmt: skip
# The letters that make up most of ordinary text, by script.
FREQUENT = {
    "CYRILLIC": frozenset("оеаинтсрвлкмідяпуы"),
    "GREEK": frozenset("αοιετσνηυρπκμλςίάόήέ"),
    "ARABIC": frozenset("اليمونرتبةدسعهكفقحشجأ"),
    "HEBREW": frozenset("יוהלאשרתבמנ"),
    "LATIN": frozenset("áàâãäåçéèêëíìîïñóòôõöøúùûüœæşğıčćšžřěůőűąęłńśźżđ"),
}
# Signs that stand in names and headings without being letters.
PLAIN_SIGNS = frozenset("«»–—‘’“”„…·°ºª¿¡€№ \xa0•؛،؟")
WORDS = re.compile(r"[^\s,;|\t\"()/@.:]+")
# Pairs that ordinary text does not hold but UTF-8 read as something else is full of.
SUSPICIOUS = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[\u0420\u0421\u0413\u0412][^\\w\\s]|[\u0420\u0421][\u00a0\u0402-\u040f\u0452-\u045f]"
    "|[\u251c\u2500-\u257f\u221a\u02c7]"
)


def decoded(content: bytes) -> tuple[str, str, bool]:
    """Return the text, the name of its encoding, and whether that was a guess."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding, False
    wide = _wide(content)
    if wide:
        return content.decode(wide, errors="replace"), wide, True
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    encoding = _guess(content)
    return content.decode(encoding, errors="replace"), encoding, True


def _wide(content: bytes) -> str | None:
    """Name UTF-16 without its mark: every other byte of ASCII signs is zero."""
    head = content[:2000]
    if head.count(0) < len(head) // 10 or len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _guess(content: bytes) -> str:
    lines = [line for line in content.split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines)[:60_000]
    foreign = sum(byte > 127 for byte in sample) or 1
    best, best_score = "latin-1", 0.0
    for encoding in CANDIDATES:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text) / foreign
        if score > best_score + 1e-6:
            best, best_score = encoding, score
    # A good guess gives nearly every foreign sign a place in a word. Else two-byte
    # encodings (Chinese, Japanese, Korean) are likelier, which the library knows better.
    if best_score < 0.25:
        best = _library_guess(sample) or best
    return best


def _library_guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return match.encoding if match else None


def _plausibility(text: str) -> float:
    """Score how much a text looks like words: high for frequent letters of one script."""
    score = 0.0
    for word in WORDS.findall(text):
        if word.isascii():
            continue
        scripts = {_script(sign) for sign in word if sign.isalpha()}
        if len(scripts) > 1:
            score -= len(word)
            continue
        script = scripts.pop() if scripts else ""
        frequent = FREQUENT.get(script, frozenset())
        for before, sign in zip(" " + word, word, strict=False):
            if sign.isascii():
                continue
            if sign.isalpha():
                score += 1.0 if sign.lower() in frequent else -0.1
                # Latin letters with accents stand apart; a row of them is another script
                score -= 1.2 if script == "LATIN" and not before.isascii() else 0
                # "сТрАна": capitals after small letters come of a wrong table
                score -= 1.0 if sign.isupper() and before.islower() else 0
            elif sign not in PLAIN_SIGNS and not unicodedata.combining(sign):
                score -= 1.5
    return score


@cache
def _script(sign: str) -> str:
    return unicodedata.name(sign, "?").split(" ")[0]


def mended(text: str) -> str:
    """Undo mojibake ("BelÃ©m" to "Belém"); text that is not broken comes back unchanged."""
    if text.isascii() or not SUSPICIOUS.search(text):
        return text
    import ftfy

    return ftfy.fix_encoding(text)
