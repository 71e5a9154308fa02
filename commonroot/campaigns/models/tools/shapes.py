"""The words in which a tool is declared."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Type(StrEnum):
    """What can be written in a field, and how it stands in `Entry.said`."""

    LINE = "line"  # str, one line
    TEXT = "text"  # str, some lines
    NUMBER = "number"  # int or float, between `least` and `most`
    CHOICE = "choice"  # str, a code of `choices`
    SEVERAL = "several"  # list of codes of `choices`
    YES_NO = "yes_no"  # bool
    DATE = "date"  # "2027-03-31"
    MOMENT = "moment"  # "2027-03-31T18:00", by the campaign's own clock
    ENTRY = "entry"  # str, the key of an entry of kind `of`
    MEMBER = "member"  # not in `said`: the entry's Task says who
    DUE = "due"  # not in `said`: the entry's Task says until when


@dataclass(frozen=True)
class Field:
    """One field of a kind: its words, what may be written, help where it is written.

    `label` and `help` are lazy translations. `longest` counts letters of a line or a text.
    `inside`: never shown beyond the team, however far its tool is shared.
    """

    code: str
    label: Any
    type: Type = Type.LINE
    help: Any = ""
    example: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    of: str = ""
    least: float | None = None
    most: float | None = None
    longest: int = 4000
    needed: bool = False
    inside: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of entry: a demand, a target's chart, an actor of the map.

    `named_by`: the field that names it in lists and links. `single`: a campaign has one of it.
    `parent`: the kind it belongs to. `restricted`: for those alone who read notes on dangers.
    """

    code: str
    name: Any
    several: Any
    fields: tuple[Field, ...]
    named_by: str
    single: bool = False
    parent: str = ""
    restricted: bool = False
    most: int = 500

    def field(self, code: str) -> Field:
        """The field of that code; KeyError where there is none."""
        return next(one for one in self.fields if one.code == code)


@dataclass(frozen=True)
class Tool:
    """One tool: what it is for, the questions that help, and its kinds.

    `exercise`: the exercise of a session in which it opens blank (`SessionPart.Exercise`).
    `sharable`: whether it can be shared beyond the team at all.
    """

    code: str
    name: Any
    why: Any
    kinds: tuple[Kind, ...]
    questions: tuple[Any, ...] = ()
    exercise: str = ""
    sharable: bool = True
