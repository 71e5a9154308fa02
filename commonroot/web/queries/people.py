"""The list of people: who is in it, how fresh it is, how a page of it is found quickly."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2s
from json import dumps

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.consent.queries import register, to_be_asked
from commonroot.core.filters.compiling import Plan, plan
from commonroot.core.filters.sentence import sentence
from commonroot.core.filters.value import EVERYBODY, Filter, as_json, parts_of
from commonroot.mailings.queries import fields
from commonroot.people.models import Person
from commonroot.people.queries import fresh_since, person
from commonroot.people.queries.ranking import found
from commonroot.web.queries.around import Around, beside
from commonroot.web.queries.counted import remembered
from commonroot.web.queries.lines import Line, lines
from commonroot.web.queries.ordering import NAME, SHOWN, Order, all_in, first

PAGE = 50
FEW = 3  # below this many found, names that are written nearly like it are looked for as well
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
    """Who is asked for: all of them in order (`best`), or a list to be walked in its order."""

    people: QuerySet[Person]
    best: list[int] | None = None
    is_exact: bool = False  # somebody is called just as was searched
    begins: str = ""  # names that begin so come first


def figures(*, at: datetime, change: int) -> Figures:
    """The numbers of the whole register; counted once after each change."""
    return remembered("register", change, at=at, count=lambda: _figures(at=at))


def _figures(*, at: datetime) -> Figures:
    year, three = fresh_since(at=at)
    people = register(at=at).order_by()
    seen = people.aggregate(
        people=Count("pk"),
        fresh=Count("pk", filter=Q(confirmed_at__gt=year)),
        known=Count("pk", filter=Q(confirmed_at__gte=three)),
    )
    unasked = to_be_asked(Person.objects.order_by())
    return Figures(
        people=seen["people"],
        fresh=seen["fresh"],
        ageing=seen["known"] - seen["fresh"],
        to_ask=people.filter(pk__in=unasked.values("pk")).count(),
        left_out=Person.objects.filter(provisional=False).count() - seen["people"],
    )


def wanted_people(wanted: Wanted, *, at: datetime, around: Around) -> QuerySet[Person]:
    """Everybody in the register who is asked for, in the order asked for."""
    who = who_is(wanted, at=at, around=around)
    if who.best is None:
        return all_in(who.people, wanted.order)
    return all_in(register(at=at).filter(pk__in=who.best), wanted.order)


def wanted_ids(wanted: Wanted, *, at: datetime, around: Around) -> list[int]:
    """Their primary keys, in the order asked for; nobody is looked up twice."""
    who = who_is(wanted, at=at, around=around)
    if who.best is None:
        people = all_in(who.people, wanted.order)
    elif wanted.q:  # the best first, there; here as they were asked for
        people = all_in(Person.objects.filter(pk__in=who.best), wanted.order, few=True)
    else:
        return who.best
    return list(people.values_list("pk", flat=True))


def who_is(wanted: Wanted, *, at: datetime, around: Around) -> Found:
    """Those in the register who are asked for. What the gate leaves out is never looked at."""
    people = register(at=at).order_by()
    planned = _plan(wanted, at=at)
    people = people.filter(planned.condition)
    if not wanted.q:
        return _in_order(people, wanted, most=planned.most)
    search = found(wanted.q, people, beside=lambda word: beside(word, around), typo=wanted.nearly)
    people = people.filter(search.condition)
    if search.best is not None:
        return Found(people, search.best, search.is_exact)
    most = planned.most if search.most is None else search.most
    return replace(_in_order(people, wanted, most=most), begins=search.begins)


def _in_order(people: QuerySet[Person], wanted: Wanted, *, most: int | None) -> Found:
    """Few are looked up and sorted at once; many are walked."""
    if most is None:
        return Found(people)
    sorted_people = all_in(people, wanted.order, few=True)
    return Found(people, list(sorted_people.values_list("pk", flat=True)))


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
    is_short = wanted.q and who.best is not None and len(who.best) < FEW
    if is_short and not (who.is_exact or alike or after):
        wider = who_is(replace(wanted, nearly=True), at=at, around=around)
        if wider.best is not None and len(wider.best) > len(who.best or ()):
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
        return first(who.people, order, after=after, most=PAGE + 1, begins=who.begins)
    start = who.best.index(after.pk) + 1 if after is not None and after.pk in who.best else 0
    ids = who.best[start : start + PAGE + 1]
    people = Person.objects.only(*SHOWN).in_bulk(ids)
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
    if not count:
        return None
    if wanted.q:
        return who.people.count()
    return remembered(count_name(wanted.asked), change, at=at, count=who.people.count)


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
