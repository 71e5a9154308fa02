"""One cell as text: what spreadsheets made of numbers and dates, made plain again."""

import re
from datetime import date, datetime, time, timedelta

FORMULA_SIGNS = "=+\\-@＝＋－＠"
INVISIBLE = "\\s'\ufeff\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069"
# Starts a formula in some spreadsheet: a sign, or a tab or line break, after what is not seen.
DANGEROUS = re.compile(rf"(?:[{INVISIBLE}]*[{FORMULA_SIGNS}])|(?:[{INVISIBLE}]*[\t\r\n])")
# A long whole number that a spreadsheet or a script turned into a decimal one.
DECIMAL_TAIL = re.compile(r"(?<![\d.])(\d{7,15})\.0(?!\d)")


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: a leading ' where one could start."""
    return "'" + text if DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Take off the ' that `guarded` put before a text; the exact inverse."""
    return text[1:] if text.startswith("'") and DANGEROUS.match(text, 1) else text


def plain(text: str) -> str:
    """Return the text of a CSV cell without export marks and decimal tails."""
    if text.startswith("'"):
        text = unguarded(text)
    return DECIMAL_TAIL.sub(r"\1", text) if ".0" in text else text


def cell_text(value: object) -> str:
    """Return a workbook's cell as text: whole numbers without ".0", dates as ISO."""
    if isinstance(value, str):
        return "" if value in {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"} else plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value)
