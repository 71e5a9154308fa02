"""The list of people: who is in it, how fresh it is, how a page of it is found quickly."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from hashlib import blake2s
from json import dumps

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.consent.queries import conditions as of_consent
from commonroot.consent.queries import register, to_be_asked
from commonroot.core.filters.compiling import Plan, plan
from commonroot.core.filters.fields import Field, fields_of
from commonroot.core.filters.sentence import sentence
from commonroot.core.filters.value import EVERYBODY, Filter, as_json, parts_of
from commonroot.engagement.queries import conditions as of_engagement
from commonroot.intake.queries import conditions as of_intake
from commonroot.people.models import Person
from commonroot.people.queries import conditions as of_people
from commonroot.people.queries import fresh_since, person
from commonroot.people.queries.ranking import found
from commonroot.web.queries.around import Around, beside
from commonroot.web.queries.counted import remembered
from commonroot.web.queries.lines import Line, lines
from commonroot.web.queries.ordering import NAME, Order, all_in, first

PAGE = 50
FEW = 3  # below this many found, names that are written nearly like it are looked for as well
COUNTED = 5_000  # people: lists that mean so many at most are counted while one waits
USUAL_COLUMNS = ("course", "confirmed", "next")


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for: words searched, a filter, an order and columns."""

    q: str = ""
    asked: Filter = EVERYBODY
    nearly: bool = False  # names may be spelled a little otherwise
    order: Order = NAME
    columns: tuple[str, ...] = USUAL_COLUMNS

    @property
    def is_everybody(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.q and not self.asked


@dataclass(frozen=True)
class Figures:
    """The register in numbers, of people."""

    people: int
    fresh: int
    ageing: int
    to_ask: int
    left_out: int


@dataclass(frozen=True)
class Page:
    """A page of the list: its rows, whether there are more, whether names are only alike.

    `total` is None for a list of so many that counting takes longer than showing it.
    """

    lines: list[Line]
    total: int | None
    alike: bool
    more: bool
    last: str


@dataclass(frozen=True)
class Found:
    """Who is asked for: the best first (`best`), or a list to be put in its order."""

    people: QuerySet[Person]
    best: list[int] | None = None
    most: int | None = None  # how many there are at most, where that is known


@cache
def fields() -> dict[str, Field]:
    """Everything that people can be found by, whichever area knows it."""
    areas = (of_people, of_engagement, of_consent, of_intake)
    return fields_of(*(one for area in areas for one in area.conditions()))


def figures(*, at: datetime, change: int) -> Figures:
    """The numbers of the whole register; counted once after each change."""
    return remembered("register", change, at=at, count=lambda: _figures(at=at))


def _figures(*, at: datetime) -> Figures:
    year, three = fresh_since(at=at)
    people = register(at=at).order_by()
    counted = people.aggregate(
        people=Count("pk"),
        fresh=Count("pk", filter=Q(confirmed_at__gt=year)),
        known=Count("pk", filter=Q(confirmed_at__gte=three)),
    )
    total, fresh = counted["people"], counted["fresh"]
    return Figures(
        people=total,
        fresh=fresh,
        ageing=counted["known"] - fresh,
        to_ask=to_be_asked(people).count(),
        left_out=Person.objects.filter(provisional=False).count() - total,
    )


def wanted_people(wanted: Wanted, *, at: datetime, around: Around) -> QuerySet[Person]:
    """Everybody in the register who is asked for, in the order asked for."""
    who = who_is(wanted, at=at, around=around)
    if who.best is None:
        return all_in(who.people, wanted.order)
    return all_in(register(at=at).filter(pk__in=who.best), wanted.order)


def who_is(wanted: Wanted, *, at: datetime, around: Around) -> Found:
    """Those in the register who are asked for. What the gate leaves out is never looked at."""
    people = register(at=at).order_by()
    planned = _plan(wanted, at=at)
    people = people.filter(planned.condition)
    if not wanted.q:
        return Found(people, most=planned.most)
    search = found(wanted.q, people, beside=lambda word: beside(word, around), typo=wanted.nearly)
    return Found(people.filter(search.condition), best=search.best, most=planned.most)


def _plan(wanted: Wanted, *, at: datetime) -> Plan:
    if not wanted.asked:
        return Plan(Q(), None)
    return plan(wanted.asked, Person.objects.all(), fields=fields(), at=at)


def page(
    wanted: Wanted,
    *,
    after: str,
    at: datetime,
    around: Around,
    today: date,
    figures: Figures,
    change: int,
    count: bool = False,
) -> Page:
    """Fifty rows after the person with the key `after`, in a bounded number of queries.

    `count`: how many there are in all is said even if that takes a while.
    """
    who = who_is(wanted, at=at, around=around)
    alike = wanted.nearly
    if who.best is not None and len(who.best) < FEW and not alike and not after:
        wider = who_is(replace(wanted, nearly=True), at=at, around=around)
        if wider.best is not None and len(wider.best) > len(who.best):
            who, alike = wider, True
    last = person(after) if after else None
    rows = _rows(who, wanted.order, after=last)
    shown = rows[:PAGE]
    if last is None and len(rows) <= PAGE:
        total: int | None = len(rows)  # a first page that holds everybody needs no counting
    else:
        total = how_many(wanted, who, at=at, figures=figures, change=change, count=count)
    return Page(
        lines=lines(shown, wanted.columns, at=at, around=around, today=today),
        total=total,
        alike=alike,
        more=len(rows) > PAGE,
        last=shown[-1].key if shown else "",
    )


def _rows(who: Found, order: Order, *, after: Person | None) -> list[Person]:
    """Fifty-one people after that one, so that the page knows whether there are more."""
    if who.best is None:
        return first(who.people, order, after=after, most=PAGE + 1)
    start = who.best.index(after.pk) + 1 if after is not None and after.pk in who.best else 0
    ids = who.best[start : start + PAGE + 1]
    people = Person.objects.in_bulk(ids)
    return [people[pk] for pk in ids if pk in people]


def how_many(
    wanted: Wanted,
    who: Found,
    *,
    at: datetime,
    figures: Figures,
    change: int,
    count: bool = False,
) -> int | None:
    """How many are asked for in all; None where that takes long and `count` does not insist."""
    if wanted.is_everybody:
        return figures.people
    if who.best is not None:
        return len(who.best)
    if wanted.q:
        return who.people.count() if count else None
    if count or (who.most is not None and who.most <= COUNTED):
        return remembered(count_name(wanted.asked), change, at=at, count=who.people.count)
    return None


def count_name(asked: Filter) -> str:
    """Under what the number of a list is remembered; says nothing of what is asked."""
    said = dumps(as_json(asked), ensure_ascii=False, sort_keys=True)
    return f"list {blake2s(said.encode(), digest_size=12).hexdigest()}"


def described(wanted: Wanted) -> str:
    """The list as a sentence: what was searched, and the filter."""
    said = sentence(wanted.asked, fields=fields(), everybody=_("Everybody in the register"))
    if not wanted.q:
        return said
    return _("%(list)s, found by “%(words)s”") % {"list": said, "words": wanted.q}


def asked_fields(wanted: Wanted) -> list[str]:
    """By what a list was narrowed, for the audit trail: fields, never what was asked for."""
    return sorted({part.field for part in parts_of(wanted.asked)} | ({"q"} if wanted.q else set()))
