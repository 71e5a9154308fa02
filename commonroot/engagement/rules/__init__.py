"""Rules of the years after, over plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from commonroot.engagement.rules.closing import initials

TAKE_BACK = timedelta(minutes=10)  # a circle letter waits so long before it leaves
SECOND_TRY = timedelta(days=14)  # those silent are written to once more
SILENT = timedelta(days=30)  # after that the wave ends for them
LATE_WAVE = timedelta(days=30)  # a wave older than this at the close is left out
INTRODUCTION_WAITS = timedelta(days=7)
SMALL = 5  # a number of people below this is not told to somebody outside

# Months after the end of a course (0 is two weeks), and whether only those new to activism are
# asked.
STEPS: tuple[tuple[int, bool], ...] = (
    (0, False), (3, True), (6, False), (12, False), (24, True), (60, False),
)  # fmt: skip


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


@dataclass(frozen=True)
class Step:
    """One round of questions: months after the end (0 is two weeks), the day, and who is asked."""

    months: int
    due_on: date
    only_new: bool


def wave_plan(*, ended_on: date, closed_on: date) -> list[Step]:
    """The rounds of a course that ended on that day; those long past when it is closed are left
    out.
    """
    steps = [
        Step(
            months,
            months_after(ended_on, months) if months else ended_on + timedelta(days=14),
            only_new,
        )
        for months, only_new in STEPS
    ]
    return [step for step in steps if closed_on - step.due_on <= LATE_WAVE]


class Standing(StrEnum):
    """How somebody stands to the register."""

    IN = "in"
    NO = "no"
    PAUSED = "paused"
    WAITING = "waiting"
    NOT_ASKED = "not_asked"


def standing(*, passes: bool, said_no: bool, paused: bool, asked: bool) -> Standing:
    """How somebody stands to the register: what the gate says first, then what they said."""
    if passes:
        return Standing.IN
    if said_no:
        return Standing.NO
    if paused:
        return Standing.PAUSED
    return Standing.WAITING if asked else Standing.NOT_ASKED


@dataclass(frozen=True)
class Alumna:
    """Somebody a circle might hear of. `told`: the gate lets that circle be told about them.

    `counts`: they belong to what the letter is about (live in the country, worked on the theme);
    somebody from elsewhere who made a project with them is named beside it and counted nowhere.
    """

    key: str
    name: str
    told: bool
    counts: bool
    offers: str = ""
    wants: str = ""


@dataclass(frozen=True)
class Work:
    """A project as its makers and organisers left it. `makers`: (person key, how they want to
    appear: name, initials or unnamed).
    """

    key: str
    title: str
    language: str
    kind: str
    summary: str
    comment: str
    makers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shown:
    """A project as a circle reads it: names or initials of those named, and how many more made it.

    `keys`: whose whole names they are; two people may be called alike.
    """

    work: Work
    names: tuple[str, ...]
    others: int
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a letter to a circle may say, and what only its margin says."""

    named: tuple[Alumna, ...]
    told: tuple[str, ...]  # keys of everybody counted or named
    counted: int
    left_out: int
    not_named: int
    works: tuple[Shown, ...]
    without_comment: tuple[Work, ...]


def compose(people: Iterable[Alumna], works: Sequence[Work]) -> Content:
    """Who is named and counted, project by project; pure, so that every case can be tried.

    Named is whom the gate lets; who made a project and did not ask to be named beside any is
    counted
    and not named, since few people and one project would give them away.
    """
    everyone = {person.key: person for person in people}
    made: dict[str, bool] = {}
    for work in works:
        for key, naming in work.makers:
            made[key] = made.get(key, False) or naming == "name"
    named = tuple(p for p in everyone.values() if p.told and made.get(p.key, p.counts))
    names = {person.key: person.name for person in named}
    short: dict[str, None] = {}
    shown = []
    for work in works:
        beside = tuple(key for key, naming in work.makers if naming == "name" and key in names)
        initialled = [
            key
            for key, naming in work.makers
            if naming == "initials" and key in everyone and everyone[key].told
        ]
        short |= dict.fromkeys(initialled)
        shown.append(
            Shown(
                work=work,
                names=(
                    *(names[key] for key in beside),
                    *(initials(everyone[key].name) for key in initialled),
                ),
                others=len(work.makers) - len(beside) - len(initialled),
                keys=beside,
            )
        )
    counted = [person for person in everyone.values() if person.counts and person.told]
    return Content(
        named=named,
        told=tuple(dict.fromkeys([*(p.key for p in counted), *(p.key for p in named), *short])),
        counted=len(counted),
        left_out=sum(1 for person in everyone.values() if person.counts and not person.told),
        not_named=sum(1 for person in counted if person.key not in names),
        works=tuple(shown),
        without_comment=tuple(work for work in works if not work.comment),
    )


def reading_minutes(words: int) -> int:
    """How long a letter takes to read, at 150 words a minute, at least one."""
    return max(1, round(words / 150))


def is_further_introduced(one: str, other: str) -> bool:
    """Whether of two introductions of one person `one` stands: the further, a no before all."""
    order = (
        "suggested", "wanted", "permission", "introduced", "answered", "known", "active",
        "left", "no_fit", "not_now", "declined",
    )  # fmt: skip
    return order.index(one) > order.index(other)


def says_more(one: str, other: str) -> bool:
    """Whether of two rows of one round `one` stands: an answer, and before all a withdrawal."""
    order = (
        "not_asked", "unreachable", "bounced", "paused", "sent", "silent", "unsafe", "answered",
        "withdrawn",
    )  # fmt: skip
    return order.index(one) > order.index(other)
