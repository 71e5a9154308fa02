"""What may stand in a field of a tool: from what was typed to what is kept."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol


class FieldLike(Protocol):
    """What has to be known of a field to read what was typed into it (`models.tools.Field`)."""

    @property
    def type(self) -> str: ...
    @property
    def choices(self) -> Sequence[tuple[str, Any]]: ...
    @property
    def least(self) -> float | None: ...
    @property
    def most(self) -> float | None: ...
    @property
    def longest(self) -> int: ...
    @property
    def needed(self) -> bool: ...


class Amiss(ValueError):
    """What was typed cannot stand in the field. `why` is a code, `bound` the limit it met."""

    def __init__(self, why: str, bound: float | None = None) -> None:
        super().__init__(why)
        self.why, self.bound = why, bound


# Of a campaign's own time, and of what it looks back on. Half typed, a year is 0026.
YEARS = range(1800, 2200)
YES = frozenset({True, "on", "yes", "true", "True", "1"})
# Groups of exactly three digits after a stop or a comma, all by the same sign.
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*")
NOT_SAID = "-"  # what a button sends that takes an answer back
TEXTS = frozenset({"line", "text"})
# What says who and until when stands in the entry's task, not among what it says.
OF_TASK = frozenset({"member", "due"})


def cleaned(field: FieldLike, raw: object) -> Any:
    """What is kept of `raw`, as typed or as already kept; None for nothing. Raises Amiss.

    Cleaning twice is cleaning once. Whether a key names an entry or a member, the action sees.
    """
    value = _READERS[str(field.type)](field, raw)
    if value is None and field.needed:
        raise Amiss("needed")
    return value


def _text(field: FieldLike, raw: object) -> str | None:
    words = "" if raw is None else str(raw).replace("\r\n", "\n").replace("\x00", "")
    words = " ".join(words.split()) if field.type == "line" else words.strip()
    if len(words) > field.longest:
        raise Amiss("longer", field.longest)
    return words or None


def _key(_field: FieldLike, raw: object) -> str | None:
    return str(raw or "").strip() or None


def _number(field: FieldLike, raw: object) -> float | int | None:
    words = "".join(str("" if raw is None else raw).split()).replace("٫", ".").replace("٬", ",")
    if not words:
        return None
    # 1,000 is a thousand to some and one to others, as 1.000 is: nobody's thousand becomes one.
    if isinstance(raw, str) and THOUSANDS.fullmatch(words):
        words = re.sub("[.,]", "", words)
    try:
        number = float(words.replace(",", "."))
    except ValueError:
        raise Amiss("number") from None
    if not math.isfinite(number):
        raise Amiss("number")
    if field.least is not None and number < field.least:
        raise Amiss("less", field.least)
    if field.most is not None and number > field.most:
        raise Amiss("more", field.most)
    return int(number) if number.is_integer() else number


def _choice(field: FieldLike, raw: object) -> str | None:
    code = "" if raw == NOT_SAID else str(raw or "")
    if code and code not in {one for one, _label in field.choices}:
        raise Amiss("choice")
    return code or None


def _several(field: FieldLike, raw: object) -> list[str] | None:
    given = [raw] if isinstance(raw, str) else raw
    codes = {str(one) for one in given if one} if isinstance(given, Sequence) else set()
    known = [code for code, _label in field.choices]
    if codes - set(known):
        raise Amiss("choice")
    return [code for code in known if code in codes] or None


def _yes_no(_field: FieldLike, raw: object) -> bool | None:
    # A box that is not ticked says nothing: there is no third state to lose.
    return True if raw in YES else None


def _date(_field: FieldLike, raw: object) -> str | None:
    words = raw.isoformat() if isinstance(raw, date) else str(raw or "").strip()
    try:
        day = date.fromisoformat(words) if words else None
    except ValueError:
        raise Amiss("date") from None
    if day is not None and day.year not in YEARS:
        raise Amiss("date")
    return day.isoformat() if day else None


def _moment(_field: FieldLike, raw: object) -> str | None:
    words = raw.isoformat() if isinstance(raw, datetime) else str(raw or "").strip()
    try:
        moment = datetime.fromisoformat(words) if words else None
    except ValueError:
        raise Amiss("moment") from None
    if moment is not None and moment.year not in YEARS:
        raise Amiss("moment")
    # By the campaign's own clock: what zone a browser thinks it is in does not matter.
    return moment.replace(tzinfo=None).isoformat(timespec="minutes") if moment else None


_READERS = {
    "line": _text,
    "text": _text,
    "number": _number,
    "choice": _choice,
    "several": _several,
    "yes_no": _yes_no,
    "date": _date,
    "moment": _moment,
    "entry": _key,
    "member": _key,
    "due": _date,
}


def joined(type_of: str, *, theirs: Any, mine: Any) -> str | None:
    """Both words in one field, theirs first; None where a field cannot hold two."""
    if type_of not in TEXTS or not theirs or not mine:
        return None
    return f"{theirs} / {mine}" if type_of == "line" else f"{theirs}\n\n{mine}"
