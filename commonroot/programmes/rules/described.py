"""A programme as a file describes it: plain values between the file and the database."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from commonroot.programmes.rules.dates import NO_DATE, When

Texts = dict[str, str]


@dataclass
class QuestionDescribed:
    """Something asked of whoever registers."""

    code: str
    prompt: Texts
    explanation: Texts
    kind: str
    choices: list[Texts]
    required: bool


@dataclass
class PartDescribed:
    """A part of a session."""

    title: Texts
    minutes: int | None
    who: Texts = field(default_factory=dict)
    exercise: str = ""


@dataclass
class SessionDescribed:
    """A meeting; `code` stays when the file is changed, `phase` and `stream` count from 0.

    `open_to` is "" where the file does not say it: then what was set stays. `members_days`: how
    many days before it the places that members had first are for anyone.
    """

    code: str
    title: Texts
    phase: int | None = None
    when: When = NO_DATE
    wall_time: time | None = None
    time_zone: str = "UTC"
    minutes: int = 120
    summary: Texts = field(default_factory=dict)
    learn: list[Texts] = field(default_factory=list)
    presenter_words: Texts = field(default_factory=dict)
    places: int | None = None
    by_registration: bool = False
    recording: str = "no"
    join_address: str = ""
    cancelled: bool = False
    open_to: str = ""
    members_days: int = 7
    stream: int | None = None
    parts: list[PartDescribed] = field(default_factory=list)
    questions: list[QuestionDescribed] = field(default_factory=list)


@dataclass
class PhaseDescribed:
    """A stretch of a programme."""

    title: Texts
    rule: Texts
    purpose: Texts


@dataclass
class ProgrammeDescribed:
    """All of a programme; `fields` are those of the model with the same names."""

    code: str
    fields: dict[str, Any]
    phases: list[PhaseDescribed]
    sessions: list[SessionDescribed]
    streams: list[Texts] = field(default_factory=list)
    apply_by: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
