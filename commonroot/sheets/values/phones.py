"""Phone numbers in cells, made E.164 with the country of their row."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from commonroot.sheets.cells import DECIMAL_TAIL
from commonroot.sheets.sayings import Saying, say

ZERO_IN_BRACKETS = re.compile(r"\(\s*0\s*\)")
# A stroke after a country or network code stands inside a number ("+7912/3076163").
INNER_STROKE = re.compile(r"^(\+\d{2,7}|\(?\d{2,5}\)?) ?/ ?(?=\d[\d -]{4,}$)")
IN_WORDS = re.compile(r"[(\[][^()\[\]\d]*[)\]]|[^\W\d_]{4,}[.:]?", re.UNICODE)
EXPONENT = re.compile(r"^\s*\d(?:[.,]\d+)?[eE]\+?\d{1,2}\s*$")
SEVERAL = re.compile(r" ?[/;|\n] ?| ?, ?(?=[+\d(])| (?=\(?\+\d)| (?:or|o|ou|y|et|и|или|أو) ")
LABELS = re.compile(r"(?:ext|extension|int|доб)\W*\d{1,5}\s*$", re.IGNORECASE)
BLANK_RUNS = re.compile(r"[^\S\n]+")
LINE_BREAKS = re.compile(r" ?\n\s*")
LONGEST_CELL = 500
FEWEST_DIGITS = 6


def split_phones(text: str) -> list[str]:
    """Return the numbers of a cell that holds several."""
    joined = LINE_BREAKS.sub("\n", BLANK_RUNS.sub(" ", text[:LONGEST_CELL]))
    joined = INNER_STROKE.sub(r"\1 ", joined.strip())
    return [part for part in SEVERAL.split(joined) if sum(sign.isdigit() for sign in part) >= 4]


def is_rounded(text: str) -> bool:
    """Tell whether a spreadsheet has rounded a number away ("9.65E+12")."""
    return bool(EXPONENT.match(text))


def without_words(text: str) -> str:
    """Return a text without its longer words and remarks in brackets ("(personal) 0712…")."""
    return " ".join(IN_WORDS.sub(" ", text).split())


def looks_like_phone(text: str) -> bool:
    """Tell whether a text is made as phone numbers are: enough digits, little else."""
    digits = sum(sign.isdigit() for sign in text)
    letters = sum(sign.isalpha() for sign in text)
    return FEWEST_DIGITS <= digits <= 17 and letters <= 3


@lru_cache(maxsize=20_000)
def as_phone(text: str, country: str | None) -> str | None:
    """Return the number as E.164, or None; `country` (ISO2) is where the row's person lives.

    A number that names its own country keeps it. Else it is read as one of `country`; failing
    that, as one whose leading + got lost. Numbers no network could give out are None.
    """
    if len(text) > LONGEST_CELL or is_rounded(text):
        return None
    digits, international = _digits(text)
    if not FEWEST_DIGITS <= len(digits) <= 17:
        return None
    tries: list[tuple[str, str | None]] = []
    if international:
        tries.append(("+" + digits, None))
        if ZERO_IN_BRACKETS.search(text):
            # Ivorian and Italian numbers keep their zero abroad
            tries.append(("+" + _bare_digits(text).removeprefix("00"), None))
    elif country:
        code = str(phonenumbers.country_code_for_region(country))
        home, abroad = (digits, country), ("+" + digits, None)
        # "254712345678" in Kenya: the code was typed and its + lost
        spelt_out = code != "0" and digits.startswith(code) and len(digits) >= len(code) + 7
        tries += [abroad, home] if spelt_out else [home, abroad]
    elif not digits.startswith("0"):
        tries.append(("+" + digits, None))
    parsed = [number for number in (_parsed(*one) for one in tries) if number is not None]
    for number in parsed:
        if phonenumbers.is_valid_number(number):
            return _written(number)
    # Numbering plans change faster than libraries and old lists: a possible length will do,
    # but only where the country is known and not just hoped for.
    for number in parsed[: 1 if (international or country) else 0]:
        if phonenumbers.is_possible_number(number):
            return _written(number)
    return None


def phone_problem(text: str, country: str | None) -> Saying:
    """Return why `as_phone` gave nothing for a text."""
    shown = " ".join(text.split())
    if is_rounded(text):
        return say("rounded_phone", text=shown)
    if country is None and looks_like_phone(text):
        return say("homeless_phone", text=shown)
    return say("bad_phone", text=shown)


def _digits(text: str) -> tuple[str, bool]:
    """Return the bare digits, and whether they begin with a country code."""
    text = unicodedata.normalize("NFKC", DECIMAL_TAIL.sub(r"\1", text.strip()))
    text = LABELS.sub("", text)
    head = text.lstrip(" '\"(:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\u200e\u202a")
    digits = _bare_digits(text)
    if head.startswith("+") or digits.startswith("00"):
        return _bare_digits(ZERO_IN_BRACKETS.sub("", text)).removeprefix("00"), True
    return digits, False


def _bare_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _parsed(text: str, country: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None


def _written(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
