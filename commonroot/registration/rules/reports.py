"""What each line of a report of a video meeting is worth: plain values in, a verdict each out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commonroot.core.text import tokens
from commonroot.registration.rules.attendance import Known, found
from commonroot.sheets.video.names import is_machine, spellings, without_number
from commonroot.sheets.video.report import Kind, Line
from commonroot.sheets.video.times import MARGIN, Order, Stay, minutes, stay, within


@dataclass(frozen=True)
class Judged:
    """One line with its verdict ("matched", "queued", "dropped", "refused") and why.

    `who` is the mark of who it says it is, `mark` that of the whole line; `registration` the
    primary key of whose place it is.
    """

    line: Line
    verdict: str
    why: str = ""
    who: str = ""
    mark: str = ""
    stay: Stay | None = None
    registration: int | None = None


@dataclass(frozen=True)
class Meeting:
    """What lines are held against: the session's window, how times are read, who is known.

    `hosts` are marks and word sets of those who lead it and are not counted unless they have a
    place; `nobody` are marks of names learnt to be nobody's; `before` marks of lines counted
    before; `mark` makes a keyed mark of a kind and a value; `way` that of an address.
    """

    starts_at: datetime
    ends_at: datetime
    order: Order
    zone: str
    known: Known
    mark: Callable[[str, str], str]
    way: Callable[[str], str]
    host_ways: Collection[str] = ()
    host_names: Collection[frozenset[str]] = ()
    nobody: Collection[str] = ()
    before: Collection[str] = ()
    placed: Collection[int] = field(default_factory=frozenset)


def judged(lines: Iterable[Line], meeting: Meeting) -> list[Judged]:
    """The verdict on each line, in their order."""
    return [_judged(line, meeting) for line in lines]


def _judged(line: Line, meeting: Meeting) -> Judged:
    mark = meeting.mark("report line", "\0".join(_written(line)))
    each = Judged(line=line, verdict="dropped", who=who_mark(line, meeting.mark), mark=mark)
    why = _against(line, meeting, mark=mark)
    if why:
        return replace(each, why=why)
    part, why = _part(line, meeting)
    if why or not each.who:
        return replace(each, verdict="refused", why=why if each.who else "nameless")
    return _known(replace(each, stay=part), meeting)


def _part(line: Line, meeting: Meeting) -> tuple[Stay | None, str]:
    """The part of the session a line says somebody was there, or why that cannot be said.

    A list without times says no part: only how long it was.
    """
    if not line.joined and line.seconds is not None:
        return None, ""
    whole = stay(line, order=meeting.order, zone=meeting.zone)
    if whole is None:
        return None, "time"
    part = within(whole, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    return part, "" if part else "outside"


def _known(each: Judged, meeting: Meeting) -> Judged:
    """Whose line it is; else whether it is nobody's, a host's, or waits for somebody to say it."""
    names = name_words(each.line)
    address = meeting.way(each.line.address) if each.line.address else ""
    match = found(meeting.known, address=address, names=names, alias=each.who)
    if match.who is not None:
        there = match.who in meeting.placed
        verdict, why = ("matched", "") if there else ("queued", "no_place")
        return replace(each, verdict=verdict, why=why, registration=match.who)
    if each.who in meeting.nobody:
        return replace(each, why="nobody")
    if address in meeting.host_ways or any(name in meeting.host_names for name in names):
        return replace(each, why="host")
    return replace(each, verdict="queued", why="several" if match.maybe else "unknown")


def _against(line: Line, meeting: Meeting, *, mark: str) -> str:
    """Why a line does not count whoever it is; "" when it may."""
    if mark in meeting.before:
        return "again"
    if line.in_waiting_room:
        return "waiting"
    if not line.attended:
        return "away"
    if line.kind in {Kind.HOST, Kind.PANELIST}:
        return "host"
    return "machine" if is_machine(line.name) or is_machine(line.original) else ""


def _written(line: Line) -> Sequence[str]:
    """What makes a line the same line in another copy of the report."""
    return (
        line.name, line.original, line.address.casefold(), line.joined, line.left,
        str(line.seconds), str(line.in_waiting_room),
    )  # fmt: skip


def who_mark(line: Line, mark: Callable[[str, str], str]) -> str:
    """The mark of who a line says it is: of its name without a number, else of its address."""
    name = line.original or line.name
    words = " ".join(tokens(without_number(name)) or tokens(name))
    return mark("video name", words or line.address.casefold()) if words or line.address else ""


def name_words(line: Line) -> list[frozenset[str]]:
    """The words of each name a line gives, best first."""
    return [frozenset(tokens(name)) for name in spellings(line.name, line.original)]


def minutes_there(
    stays: Sequence[Stay], told: Sequence[int], *, starts_at: datetime, ends_at: datetime
) -> int:
    """Whole minutes somebody was there: by the times that are known, or by what a list without
    times adds up (`told`, in seconds), whichever says more, but no longer than the session with its
    margins.
    """
    longest = int((ends_at - starts_at + 2 * MARGIN).total_seconds())
    return max(minutes(stays), min(sum(told), longest) // 60)
