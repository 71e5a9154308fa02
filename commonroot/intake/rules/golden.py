"""What several rows say of one person, made one: the newest word, then the most frequent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commonroot.core.text import folded, tokens
from commonroot.intake.rules.lists import said_on

DETAILS = ("country", "city", "organisation", "language")
BROKEN = frozenset({"bouncing", "broken", "cleaned", "hard bounce", "soft bounce"})
LEFT = frozenset({"unsubscribed", "spam complaint", "previous spam complaint", "never subscribed"})
SUBSCRIBED = frozenset({"subscribed", "previous bounce"})
LETTERS_OF_A_WORD = 2


@dataclass(frozen=True)
class Way:
    """An address or number; `broken` if letters came back from it."""

    kind: str
    value: str
    broken: bool = False


@dataclass(frozen=True)
class Work:
    """An organisation besides the one that stands on the person, or a part in one."""

    organisation: str
    role: str
    on: date | None


@dataclass(frozen=True)
class Course:
    """A course that a row says they were in, in `year` or 0; `on` is when the row was written."""

    title: str
    year: int
    role: str
    on: date | None


@dataclass(frozen=True)
class Word:
    """A yes or no that a list says: of "register" or "news"; `on` is when it was said."""

    purpose: str
    state: str
    on: date | None
    source: str = ""


@dataclass
class Golden:
    """One person as several rows say. `names` are (kind of FurtherName, text); `said` the day each
    detail was said, None where no row tells.
    """

    name: str = ""
    details: dict[str, str] = field(default_factory=dict)
    said: dict[str, date | None] = field(default_factory=dict)
    likely_country: str = ""
    names: list[tuple[str, str]] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)


def golden(rows: Sequence[Mapping[str, Any]], *, name: str = "") -> Golden:
    """One person from the fields of their rows, in the order of the sheet.

    `name`: how somebody already known is called; other forms of it become further names.
    """
    found = Golden()
    chosen = _best([row for row in rows if row.get("name")], "name", whole=True)
    found.name = name or (chosen["name"] if chosen else "")
    found.said["name"] = said_on(chosen) if chosen else None
    for detail in DETAILS:
        row = _best([row for row in rows if row.get(detail)], detail)
        if row is not None:
            found.details[detail] = row[detail]
            found.said[detail] = said_on(row)
    likely = Counter(row["likely_country"] for row in rows if row.get("likely_country"))
    found.likely_country = likely.most_common(1)[0][0] if likely else ""
    parts = [row for row in rows if row.get("given") and row.get("family")]
    if chosen is not None and (of := [row for row in parts if row.get("name") == found.name]):
        found.details |= {"given_name": of[-1]["given"], "family_name": of[-1]["family"]}
    found.names = _further_names(rows, found.name)
    found.ways = _ways(rows)
    found.works = _works(rows, found.details.get("organisation", ""))
    found.courses = _courses(rows)
    found.words = _words(rows)
    found.identifiers = list(
        dict.fromkeys(
            (row["service"], row["identifier"])
            for row in rows
            if row.get("identifier") and row.get("service")
        )
    )
    return found


def _best(
    rows: Sequence[Mapping[str, Any]], detail: str, *, whole: bool = False
) -> Mapping[str, Any] | None:
    """The row whose detail stands: newest first, then the most frequent, then the last one.

    `whole`: a name in full before one with initials or of one word.
    """
    if not rows:
        return None
    often = Counter(folded(row[detail]) for row in rows)

    def rank(place: int) -> tuple[bool, date, int, int]:
        row = rows[place]
        full = not whole or _is_whole(row[detail])
        return full, said_on(row) or date.min, often[folded(row[detail])], place

    return rows[max(range(len(rows)), key=rank)]


def _is_whole(name: str) -> bool:
    words = name.replace(".", ". ").split()
    return len(words) > 1 and all(len(word.strip(".")) >= LETTERS_OF_A_WORD for word in words)


def _further_names(rows: Sequence[Mapping[str, Any]], name: str) -> list[tuple[str, str]]:
    """Other forms that say more than the name that stands: another script, other words."""
    found: dict[str, tuple[str, str]] = {}
    stands = set(tokens(name))
    for row in rows:
        text = row.get("name", "")
        new = {word for word in tokens(text) if len(word) >= LETTERS_OF_A_WORD} - stands
        if not new or not stands:
            continue
        other_script = folded(text).isascii() != folded(name).isascii()
        found.setdefault(folded(text), ("script" if other_script else "spelling", text))
    return list(found.values())


def _ways(rows: Sequence[Mapping[str, Any]]) -> list[Way]:
    broken = {mail for row in rows if row.get("status") in BROKEN for mail in row.get("emails", ())}
    mails = dict.fromkeys(mail for row in rows for mail in row.get("emails", ()))
    phones = dict.fromkeys(phone for row in rows for phone in row.get("phones", ()))
    return [
        *(Way("mail", mail, broken=mail in broken) for mail in mails),
        *(Way("phone", phone) for phone in phones),
    ]


def _works(rows: Sequence[Mapping[str, Any]], stands: str) -> list[Work]:
    """Every organisation but the one that stands, and every part in one, with its newest day."""
    found: dict[tuple[str, str], Work] = {}
    for row in rows:
        # Beside a course a part is the part in the course.
        organisation = row.get("organisation", "")
        role = "" if row.get("course") else row.get("role", "")
        if not organisation or (not role and folded(organisation) == folded(stands)):
            continue
        key = (folded(organisation), folded(role))
        days = [said_on(row), found[key].on if key in found else None]
        found[key] = Work(organisation, role, max(filter(None, days), default=None))
    # "Nurses' union" and "Nurses' union, chair" are one.
    with_role = {organisation for organisation, role in found if role}
    return [
        work
        for (organisation, role), work in found.items()
        if role or organisation not in with_role
    ]


def _courses(rows: Sequence[Mapping[str, Any]]) -> list[Course]:
    """Every course of the rows, once a year and part, with the newest day of a row that says so."""
    found: dict[tuple[str, int, str], Course] = {}
    for row in rows:
        title, role, on = row.get("course", ""), row.get("role", ""), said_on(row)
        if not title:
            continue
        year = row.get("year") or (on.year if on else 0)
        key = (folded(title), year, folded(role))
        days = [on, found[key].on if key in found else None]
        found[key] = Course(title, year, role, max(filter(None, days), default=None))
    return list(found.values())


def _words(rows: Sequence[Mapping[str, Any]]) -> list[Word]:
    """What the rows say of agreements, each once, the earliest first."""
    words: dict[Word, None] = {}
    for row in rows:
        source = row.get("service", "")
        agreed_on = date.fromisoformat(row["agreed_on"]) if row.get("agreed_on") else None
        status_on = date.fromisoformat(row["status_on"]) if row.get("status_on") else None
        if row.get("agreed") is True:
            words[Word("register", "given", agreed_on or said_on(row), source)] = None
        elif row.get("agreed") is False:
            words[Word("news", "refused", agreed_on or said_on(row), source)] = None
        status = row.get("status", "")
        if not source or status not in LEFT | SUBSCRIBED:
            continue
        joined = agreed_on or said_on(row)
        if status != "never subscribed" and (joined or status in SUBSCRIBED):
            words[Word("news", "given", joined, source)] = None
        if status in LEFT:
            words[Word("news", "withdrawn", status_on, source)] = None
    # What has no day counts as said last; a no after a yes of the same day.
    return sorted(words, key=lambda word: (word.on or date.max, word.state != "given"))
