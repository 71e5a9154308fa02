"""Days and years in cells; the order of day and month is decided for a whole column."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Literal

from commonroot.core.text import folded
from commonroot.sheets.sayings import Saying, say
from commonroot.sheets.values.blanks import is_blank

Order = Literal["dmy", "mdy", "ymd", "unsure"]

LANGUAGES = ("en", "es", "pt", "fr", "ar", "ru", "uk", "tr", "id", "sw", "de", "it")
NUMERIC = re.compile(r"^(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})(?:\D.*)?$", re.DOTALL)
YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
WORDED = re.compile(r"\d+|[^\W\d_]+")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
SHORT_YEAR = re.compile(r"^['’´`](\d{2})$")
# Lists reach back some decades, births a lifetime: a short year up to here is of this century.
LAST_SHORT_YEAR = 35
LONGEST_DAY = 80
EXCEL_DAY_ZERO = date(1899, 12, 30)
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 3)


def date_order(values: Iterable[str]) -> Order:
    """Return how a column writes days: by the values that can only be read one way.

    Day first if some first number exceeds 12 and no second one does (month first vice versa);
    if both occur, the more frequent. "ymd" when every day begins with its year.
    """
    day_first = month_first = year_first = slashed = 0
    for value in values:
        text = value[:LONGEST_DAY].strip().translate(ARABIC_DIGITS)
        if YEAR_FIRST.match(text) or COMPACT.match(text):
            year_first += 1
            continue
        match = NUMERIC.match(text)
        if not match:
            continue
        slashed += 1
        first, second = int(match[1]), int(match[2])
        day_first += 12 < first <= 31 and second <= 12
        month_first += 12 < second <= 31 and first <= 12
    if day_first == month_first:
        return "ymd" if year_first and not slashed else "unsure"
    return "dmy" if day_first > month_first else "mdy"


def as_date(text: str, order: Order) -> tuple[date | None, Saying | None]:
    """Return the day, or None and what is wrong; blank cells give None, None.

    Days with a year first or a month in words are read whatever the order; a numeric day that
    could be two days is not guessed at when the order is "unsure" (equal readings are read).
    """
    bare = " ".join(text[:LONGEST_DAY].translate(ARABIC_DIGITS).split()).strip("\"' ")
    if is_blank(bare):
        return None, None
    match = YEAR_FIRST.match(bare) or COMPACT.match(bare)
    if match:
        return _day((int(match[1]), int(match[2]), int(match[3])), text=bare)
    match = NUMERIC.match(bare)
    if match and (len(match[1]) < 3 or len(match[3]) < 3):
        return _numeric(bare, match, order=order)
    if SERIAL.match(bare) and 20_000 <= float(bare) < 60_000:
        return EXCEL_DAY_ZERO + timedelta(days=int(float(bare))), None
    return _worded(bare)


def as_year(text: str) -> tuple[int | None, Saying | None]:
    """Return the first year a cell names ("2014", "2013/14", "'14"), or what is wrong."""
    bare = text[:LONGEST_DAY].translate(ARABIC_DIGITS).strip()
    if is_blank(bare):
        return None, None
    match = YEAR.search(bare)
    if match:
        return int(match[1]), None
    short = SHORT_YEAR.match(bare)
    if short:
        return _full_year(short[1]), None
    return None, say("bad_year", text=bare)


def as_born(text: str, order: Order) -> tuple[date | None, int | None, Saying | None]:
    """Return day and year of a birth; only the year when no more is written."""
    if re.fullmatch(r"\s*(?:19|20)\d{2}(?:\.0)?\s*", text.translate(ARABIC_DIGITS)):
        return None, as_year(text)[0], None
    day, problem = as_date(text, order)
    if day is not None:
        return day, day.year, None
    year = as_year(text)[0] if problem else None
    if year is None:
        # "03/04/62": the day is unsure, the year is not
        match = NUMERIC.match(text[:LONGEST_DAY].strip())
        if match and len(match[3]) == 2:
            year = _full_year(match[3])
    return None, year, problem


def _numeric(text: str, match: re.Match[str], *, order: Order) -> tuple[date | None, Saying | None]:
    first, second, third = int(match[1]), int(match[2]), match[3]
    if len(match[1]) == 2 and order == "ymd" and len(third) <= 2:
        return _day((_full_year(match[1]), second, int(third)), text=text)
    year = int(third) if len(third) == 4 else _full_year(third)
    # What can be read only one way is read that way, whatever the others of the column do.
    if first > 12 and second > 12:
        return None, say("no_such_day", text=text)
    if first > 12 or first == second or (order in {"dmy", "ymd"} and second <= 12):
        return _day((year, second, first), text=text)
    if second > 12 or order == "mdy":
        return _day((year, first, second), text=text)
    if "." in text:  # points are written by those who put the day first
        return _day((year, second, first), text=text)
    return None, say("unsure_date", text=text)


def _worded(text: str) -> tuple[date | None, Saying | None]:
    """Read "26-Sep-1951", "Mar 22, 2025 7:13 PM", "14 de julio de 2015"."""
    words = WORDED.findall(text)
    month = next((_months()[folded(word)] for word in words if folded(word) in _months()), None)
    numbers = [word for word in words if word.isdigit()]
    if month is None or len(numbers) < 2:
        return None, say("bad_date", text=text)
    year = next((int(number) for number in numbers if len(number) == 4), None)
    days = [number for number in numbers if len(number) <= 2]
    if not days:
        return None, say("bad_date", text=text)
    if year is None:
        if len(days) < 2:
            return None, say("bad_date", text=text)
        year = _full_year(days[1])
    return _day((year, month, int(days[0])), text=text)


def _day(parts: tuple[int, int, int], *, text: str) -> tuple[date | None, Saying | None]:
    try:
        return date(*parts), None
    except ValueError:
        return None, say("no_such_day", text=text)


def _full_year(short: str) -> int:
    year = int(short)
    if len(short) > 2:
        return year
    return year + (2000 if year <= LAST_SHORT_YEAR else 1900)


@cache
def _months() -> Mapping[str, int]:
    """Return {month name: its number} in the languages of the lists, long and short."""
    from babel import Locale

    found: dict[str, int] = {}
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    key = folded(name).strip(". ")
                    if key and not key.isdigit():
                        found.setdefault(key, number)
    # What tables of a language do not hold, but lists do
    found |= {
        "sept": 9,
        "set": 9,
        "setembro": 9,
        "aout": 8,
        "fev": 2,
        "fevr": 2,
        "mai": 5,
        "мая": 5,
    }
    return found
