"""What a report of a video meeting says, before anybody asks when or who that was."""

from dataclasses import dataclass, field
from enum import StrEnum


class Shape(StrEnum):
    """The shapes in which reports were given out over the years, by their headings."""

    MEETING = "A"  # 2020–21
    MEETING_BLOCK = "B"  # the same under a block about the meeting
    MEETING_WAITING = "C"  # about 2022–23: with the waiting room, also over the whole account
    TITLED = "D"  # from about 2024, with or without its block
    UNIQUE = "E"  # one row a person, the minutes added up
    WEBINAR = "F"  # the attendee report of a webinar
    REGISTRATION = "G"  # who registered; says nothing of who came
    API = "api"  # the answer of the participants' address of the API, version 2


class Kind(StrEnum):
    """In which part of a report a line stands."""

    PARTICIPANT = "participant"
    HOST = "host"
    PANELIST = "panelist"


@dataclass(frozen=True)
class Line:
    """One line: somebody's one connection. Times are texts as written, zone and order unsaid.

    `number` is its 1-based line in the file; `original` is the name in brackets, which somebody had
    before they changed it in the meeting; `seconds` is how long it says it was.
    """

    number: int
    name: str
    original: str = ""
    address: str = ""
    joined: str = ""
    left: str = ""
    seconds: int | None = None
    kind: Kind = Kind.PARTICIPANT
    in_waiting_room: bool = False
    attended: bool = True


@dataclass(frozen=True)
class Report:
    """One file: its shape, what its block says of the meeting, and its lines."""

    shape: Shape
    lines: list[Line]
    topic: str = ""
    host_name: str = ""
    host_address: str = ""

    @property
    def says_who_came(self) -> bool:
        """Whether presence can be read from it at all."""
        return self.shape != Shape.REGISTRATION


@dataclass
class Block:
    """What stands above the lines about the meeting itself."""

    topic: str = ""
    host: str = ""
    found: set[str] = field(default_factory=set)
