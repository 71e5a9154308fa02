"""Which column of a list holds which field, and cells that no field can hold.

A cell that its field cannot hold as it stands is kept beside it under its column's name (the field
`other`, a line a column), so that whoever brought a list gets the same words back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LONGEST_LABEL, LONGEST_NOTE, LONGEST_OTHER = 120, 4000, 20_000
PERSON = frozenset({"person", "individual", "politician", "official", "office holder"})
GROUP = frozenset(
    {"group", "coalition", "movement", "union", "network", "community", "alliance", "campaign"}
)
INSTITUTION = frozenset(
    {
        "institution", "organization", "organisation", "ministry", "company", "agency", "bank",
        "party", "government", "business", "media",
    }
)  # fmt: skip
RELATIONS = {
    "influences": "influences", "influence": "influences", "funds": "funds", "funder": "funds",
    "employs": "employs", "employer": "employs", "votes for": "votes", "family": "family",
    "ally": "ally", "allies": "ally", "allied with": "ally",
}  # fmt: skip
RELATION_WORDS = {"votes": "votes for"}
DIRECTIONS = frozenset({"directed", "mutual", "undirected"})
SURENESS = frozenset({"sure", "likely", "guess", "unknown"})
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", ":": "\\:"}


@dataclass(frozen=True)
class Column:
    """One column: its heading, its field, the value in a cell (None: none fits), and its words."""

    heading: str
    field: str
    read: Callable[[str], Any]
    show: Callable[[Any], str] = str


def _code(codes: frozenset[str]) -> Callable[[str], str | None]:
    return lambda text: text.casefold() if text.casefold() in codes else None


def _what(text: str) -> str | None:
    for word in (part.strip().casefold() for part in text.split("|")):
        for code, words in (("person", PERSON), ("group", GROUP), ("institution", INSTITUTION)):
            if word in words:
                return code
    return None


def _number(least: float, most: float) -> Callable[[str], float | int | None]:
    def read(text: str) -> float | int | None:
        try:
            number = float(text)
        except ValueError:
            return None
        if not least <= number <= most:
            return None
        return int(number) if number.is_integer() else number

    return read


def _line(longest: int) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        plain = " ".join(text.split())
        return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"

    return read


def _text(text: str) -> str | None:
    return text if len(text) <= LONGEST_NOTE else None


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _yes(text: str) -> bool | None:
    return True if text.casefold() in {"yes", "true", "1"} else None


def _yes_word(_value: Any) -> str:
    return "yes"


def _number_word(value: Any) -> str:
    return f"{value:g}"


TEAM_ONLY = "Team only"
LABEL = Column("Label", "label", _line(LONGEST_LABEL))
_COMMON = (
    Column("Source", "source", _line(500)),
    Column("Confidence", "confidence", _code(SURENESS)),
    Column("As of", "updated", _day),
)
ACTOR_COLUMNS = (
    LABEL,
    Column("Type", "what", _what),
    Column("Description", "note", _text),
    Column("Office", "office", _line(200)),
    Column("Target", "target", _yes, _yes_word),
    Column("Side", "x", _number(-5, 5), _number_word),
    Column("Influence", "y", _number(0, 10), _number_word),
    *_COMMON,
)
TIE_COLUMNS = (
    Column(
        "Type",
        "relation",
        lambda text: RELATIONS.get(text.casefold()),
        lambda code: RELATION_WORDS.get(code, code),
    ),
    Column("Description", "note", _text),
    Column("Direction", "direction", _code(DIRECTIONS)),
    Column("Strength", "strength", _number(1, 5), _number_word),
    *_COMMON,
)


def said_of(cells: Mapping[str, str], columns: tuple[Column, ...]) -> dict[str, Any]:
    """{field: value} of {heading: cell}; what no field holds as it stands is in `other`."""
    known = {column.heading: column for column in columns}
    said: dict[str, Any] = {}
    beside: dict[str, str] = {}
    for heading, text in cells.items():
        column = known.get(heading)
        value = column.read(text) if column and text else None
        if column and value is not None:
            said[column.field] = value
        if text and not (column and value is not None and column.show(value) == text):
            beside[heading] = text
    if beside:
        said["other"] = lines_of(beside)
    return said


def cells_of(said: Mapping[str, Any], columns: tuple[Column, ...]) -> dict[str, str]:
    """{heading: cell} of {field: value}; words kept beside come back while they still say it."""
    beside = beside_of(said.get("other") or "")
    cells = {}
    for column in columns:
        value = said.get(column.field)
        kept = beside.pop(column.heading, "")
        if kept and column.read(kept) == value:
            cells[column.heading] = kept
        else:
            cells[column.heading] = "" if value is None else column.show(value)
    return cells | beside


def lines_of(beside: Mapping[str, str]) -> str:
    """{heading: cell} as lines that people can read."""
    return "\n".join(f"{_escaped(name)}: {_escaped(text)}" for name, text in beside.items())


def beside_of(lines: str) -> dict[str, str]:
    """{heading: cell} of such lines; a line without a colon is a heading without a cell."""
    found = {}
    for line in lines.split("\n"):
        name, text = _halves(line)
        if name:
            found[name] = text
    return found


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(letter, letter) for letter in text)


def _halves(line: str) -> tuple[str, str]:
    """The heading and the cell of a line, each with its signs as they were."""
    plain = {"n": "\n", "r": "\r"}
    parts: list[list[str]] = [[]]
    letters = iter(line)
    for letter in letters:
        if letter == "\\":
            after = next(letters, "\\")
            parts[-1].append(plain.get(after, after))
        elif letter == ":" and len(parts) == 1:
            parts.append([])
        else:
            parts[-1].append(letter)
    name, *rest = ("".join(part).strip() for part in parts)
    return name, "".join(rest)
