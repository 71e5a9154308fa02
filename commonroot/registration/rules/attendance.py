"""Who in a report is whom, and what it takes to have completed a programme: plain values."""

import re
import secrets
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# Longer than any session: so long after its beginning a word at the door still opens nothing.
HERE_BEFORE = timedelta(minutes=30)
HERE_AFTER = timedelta(hours=2)
HERE_TRIES = 12  # an hour and network: two words cannot be found by trying
KEPT_WITHOUT_AGREEMENT = timedelta(days=30)  # after the last session of a series
# Letters of a code on paper: none that is taken for another one.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_GROUPS, CODE_GROUP = 3, 4


@dataclass
class Known:
    """By what those are found who may stand in a report: marks of addresses and of names learnt,
    and the words of their names. Of each there may be several people.
    """

    by_address: dict[str, set[int]] = field(default_factory=dict)
    by_name: dict[frozenset[str], set[int]] = field(default_factory=dict)
    by_alias: dict[str, set[int]] = field(default_factory=dict)
    by_word: dict[str, set[int]] = field(default_factory=dict)
    names_of: dict[int, list[frozenset[str]]] = field(default_factory=dict)

    def add(self, who: int, *, addresses: Iterable[str], names: Iterable[frozenset[str]]) -> None:
        """Make somebody known."""
        for mark in addresses:
            self.by_address.setdefault(mark, set()).add(who)
        for name in names:
            if name:
                self.by_name.setdefault(name, set()).add(who)
                self.names_of.setdefault(who, []).append(name)
                for word in name:
                    self.by_word.setdefault(word, set()).add(who)


@dataclass(frozen=True)
class Found:
    """Who a line is (None: somebody must say it), and who it might be."""

    who: int | None
    maybe: tuple[int, ...] = ()


def found(
    known: Known,
    *,
    address: str,
    names: Sequence[frozenset[str]],
    alias: str,
) -> Found:
    """Who is meant by the mark of an address, names (best first) and the mark of a learnt name.

    The address comes first, then each name, then what was learnt. Of several who share an address
    the name decides; of several with one name nobody does.
    """
    at_address = known.by_address.get(address, set()) if address else set()
    if len(at_address) == 1:
        return Found(next(iter(at_address)))
    for name in names:
        alike = known.by_name.get(name, set())
        alike = alike & at_address or alike
        if len(alike) == 1:
            return Found(next(iter(alike)))
        if alike:
            return Found(None, tuple(alike))
    learnt = known.by_alias.get(alias, set()) if alias else set()
    if len(learnt) == 1:
        return Found(next(iter(learnt)))
    return Found(None, tuple(at_address or learnt))


def likely(known: Known, *, names: Sequence[frozenset[str]]) -> list[int]:
    """Those one of whose names covers one of these or is covered by it: "Kofi", "Kofi Mensah"."""
    sharing = {who for name in names for word in name for who in known.by_word.get(word, ())}
    return sorted(
        who
        for who in sharing
        if any(
            name <= each or each <= name for name in names if name for each in known.names_of[who]
        )
    )


def numbers(text: str) -> tuple[list[int], list[str]]:
    """The numbers somebody keyed in from a paper list ("3, 5 7-9"), and the words that are none.

    A stretch of more than a thousand is none: it was a slip.
    """
    read: list[int] = []
    unread: list[str] = []
    for word in re.split(r"[\s,;]+", text.strip()):
        match = re.fullmatch(r"(\d{1,6})(?:[-–](\d{1,6}))?", word)
        if match is None:
            unread += [word] if word else []
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        if first <= last <= first + 1000:
            read += range(first, last + 1)
        else:
            unread.append(word)
    return list(dict.fromkeys(read)), unread


def may_say_here(*, starts_at: datetime | None, ends_at: datetime | None, at: datetime) -> bool:
    """Whether people may say now that they are there: from half an hour before the start until two
    hours after the end.
    """
    if starts_at is None or ends_at is None:
        return False
    return starts_at - HERE_BEFORE <= at <= ends_at + HERE_AFTER


@dataclass(frozen=True)
class Asked:
    """What a programme asks for: how many sessions (None: all), from how many minutes on each
    counts, and how many excused ones count as if somebody had come.
    """

    sessions: int | None = None
    minutes: int = 0
    excused: int = 0


@dataclass(frozen=True)
class Reached:
    """How far somebody is: sessions that count, of how many asked for, of how many there are.

    `minutes` are those measured; excused sessions are among `counted` only as far as they count.
    """

    counted: int
    asked: int
    there_are: int
    excused: int
    minutes: int

    @property
    def complete(self) -> bool:
        """Whether it is enough; where there is no session nobody completes anything."""
        return self.asked > 0 and self.counted >= self.asked


def reached(
    states: Mapping[Hashable, tuple[str, int | None]], *, asked: Asked, there_are: int
) -> Reached:
    """How far somebody is whose sessions stand in `states`: state and minutes, of each session.

    Minutes nobody measured are enough. Who was excused is counted as far as the rule allows it.
    """
    came = [
        minutes
        for state, minutes in states.values()
        if state == "attended" and (minutes is None or minutes >= asked.minutes)
    ]
    excused = sum(state == "excused" for state, _minutes in states.values())
    return Reached(
        counted=len(came) + min(excused, asked.excused),
        asked=min(asked.sessions or there_are, there_are) if there_are else 0,
        there_are=there_are,
        excused=excused,
        minutes=sum(minutes or 0 for _state, minutes in states.values()),
    )


def new_certificate_code(*, choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Twelve letters in three groups, as they stand on the paper: 59 bits."""
    letters = [choose(CODE_LETTERS) for _ in range(CODE_GROUPS * CODE_GROUP)]
    return grouped("".join(letters))


def grouped(code: str) -> str:
    """A code as somebody typed it, in the form it is stored in: capitals, in groups of four."""
    bare = "".join(letter for letter in code.upper() if letter.isalnum())
    return "-".join(bare[n : n + CODE_GROUP] for n in range(0, len(bare), CODE_GROUP))[:40]


ENOUGH_ANSWERS = 5


def may_show_feedback(answers: int) -> bool:
    """Whether what was said of a session is shown: below five somebody might be recognised."""
    return answers >= ENOUGH_ANSWERS
