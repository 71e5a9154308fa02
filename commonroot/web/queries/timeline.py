"""One timeline of a person: everything of every area, the newest first, fifty at a time.

Each source first tells only when something happened; the rows themselves are read for one page.
So a long life costs little more than a short one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from commonroot.people.models import Person
from commonroot.programmes.queries.words import day_words

PAGE = 50
MOST = 5000  # of each source: a bound, not a number anybody reaches

KINDS = {
    "courses": gettext_lazy("Courses"),
    "work": gettext_lazy("Work"),
    "after": gettext_lazy("After the course"),
    "circles": gettext_lazy("Circles"),
    "letters": gettext_lazy("Letters"),
    "agreements": gettext_lazy("Agreements"),
    "details": gettext_lazy("Details"),
}


@dataclass(frozen=True)
class Reach:
    """What of a person is open to somebody: everything by the register, else some programmes.

    `by_team`: they look after the people of one of those, and so may reach them.
    """

    register: bool
    programmes: frozenset[int]
    by_team: bool = False

    def __bool__(self) -> bool:
        return self.register or bool(self.programmes)

    @property
    def with_ways(self) -> bool:
        """Whether addresses and numbers are open too."""
        return self.register or self.by_team


@dataclass(frozen=True)
class Words:
    """What an entry says: a title, perhaps a second line, where it leads, its tone."""

    title: str
    text: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Happening:
    """An entry of the timeline."""

    at: datetime
    title: str
    text: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Source:
    """One table that tells of a person.

    `moments` are the fields that say when, the first that is not empty; `rows` finds what may be
    seen; `say` puts the rows of one page into words, by primary key.
    """

    kind: str
    moments: tuple[str, ...]
    rows: Callable[[Person, Reach], QuerySet[Any]]
    say: Callable[[Sequence[Any]], Iterator[Words]]
    with_: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A page of the timeline: its entries, which page of how many, and numbers by kind."""

    entries: list[Happening]
    number: int
    pages: int
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Everything there is, of every kind."""
        return sum(self.counts.values())


def page(
    person: Person,
    *,
    sources: Sequence[Source],
    reach: Reach,
    at: datetime,
    kind: str = "",
    number: int = 1,
    size: int = PAGE,
) -> Shown:
    """Page `number` of what happened until `at`, of one `kind` or of all; the last one at most."""
    found: list[tuple[datetime, int, int]] = []
    counts = dict.fromkeys(KINDS, 0)
    for place, source in enumerate(sources):
        rows = source.rows(person, reach).order_by().values_list("pk", *source.moments)[:MOST]
        when = [(_moment(moments), place, pk) for pk, *moments in rows]
        past = [entry for entry in when if entry[0] <= at]
        counts[source.kind] += len(past)
        if kind in {"", source.kind}:
            found += past
    found.sort(reverse=True)
    pages = max(1, -(-len(found) // size))
    number = min(max(number, 1), pages)
    wanted = found[(number - 1) * size : number * size]
    return Shown(_read(wanted, sources, person, reach), number, pages, counts)


def _read(
    wanted: list[tuple[datetime, int, int]], sources: Sequence[Source], *about: Any
) -> list[Happening]:
    """The entries in words, in their order: one query for each source that is on the page."""
    told: dict[tuple[int, int], Words] = {}
    for place in sorted({place for _at, place, _pk in wanted}):
        source = sources[place]
        pks = [pk for _at, its, pk in wanted if its == place]
        rows = list(source.rows(*about).filter(pk__in=pks).select_related(*source.with_))
        told |= {(place, row.pk): words for row, words in zip(rows, source.say(rows), strict=True)}
    return [
        Happening(moment, **vars(told[place, pk]))
        for moment, place, pk in wanted
        if (place, pk) in told
    ]


def _moment(moments: Iterable[datetime | date | None]) -> datetime:
    """The first that is known; a day counts from its beginning."""
    first = next(moment for moment in moments if moment is not None)
    return first if isinstance(first, datetime) else midnight(first)


def midnight(day: date) -> datetime:
    """The beginning of a day, for sorting."""
    return datetime.combine(day, time(), tzinfo=UTC)


def rows(happenings: Iterable[Happening], *, today: date, zone: str) -> list[dict[str, str]]:
    """Happenings as `{% timeline %}` takes them."""
    return [
        {
            "date": day_words(one.at.astimezone(ZoneInfo(zone)).date(), today=today, short=True),
            "title": one.title,
            "text": one.text,
            "url": one.url,
            "tone": one.tone,
        }
        for one in happenings
    ]
