"""The list of people: who is in it, how fresh it is, and what stands in its rows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.consent.models import Agreement
from commonroot.consent.queries import register, to_be_asked
from commonroot.consent.rules import Purpose
from commonroot.core.places import country_name
from commonroot.engagement.models import Participation, Wave
from commonroot.people.models import Membership, Person
from commonroot.people.queries import fresh_since, freshness, person
from commonroot.programmes.queries.words import day_words
from commonroot.registration.models import Registration
from commonroot.web.queries.around import Around, course_of, found, took_part
from commonroot.web.queries.counted import remembered
from commonroot.web.queries.words import age

K = TypeVar("K")
PAGE = 50
FEW = 3  # below this many found, names that are written nearly like it are looked for as well
SHOWN = ("key", "shown_name", "sort_key", "country", "city", "confirmed_at")


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for: words searched, and the words of the filter sentence."""

    q: str = ""
    course: str = ""  # a programme's key, or "any": took part in some course
    country: str = ""
    fresh: str = ""  # fresh, ageing or old
    basis: str = ""  # "unknown": never asked
    nearly: str = ""  # "yes": names may be spelled a little otherwise

    @property
    def is_everybody(self) -> bool:
        """Whether nothing was asked for."""
        return self == Wanted()


@dataclass(frozen=True)
class Figures:
    """The register in numbers, of people."""

    people: int
    fresh: int
    ageing: int
    to_ask: int
    left_out: int
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A row of the list, in words."""

    key: str
    name: str
    city: str
    country: str
    course: str
    circle: str
    circle_tone: str  # "", "muted" or "clay"
    state: str
    age: str
    next: str


@dataclass(frozen=True)
class Page:
    """A page of the list: its rows, how many there are in all, whether names are only alike."""

    lines: list[Line]
    total: int
    alike: bool
    more: bool
    last: str


def figures(*, at: datetime, change: int) -> Figures:
    """The numbers of the whole register; counted once after each change."""
    return remembered("register", change, at=at, count=lambda: _figures(at=at))


def _figures(*, at: datetime) -> Figures:
    year, three = fresh_since(at=at)
    people = register(at=at).order_by()
    counted = people.values("country").annotate(
        people=Count("pk"),
        fresh=Count("pk", filter=Q(confirmed_at__gt=year)),
        known=Count("pk", filter=Q(confirmed_at__gte=three)),
    )
    rows = list(counted)
    total, fresh = sum(row["people"] for row in rows), sum(row["fresh"] for row in rows)
    return Figures(
        people=total,
        fresh=fresh,
        ageing=sum(row["known"] for row in rows) - fresh,
        to_ask=to_be_asked(people).count(),
        left_out=Person.objects.filter(provisional=False).count() - total,
        countries=tuple(sorted(row["country"] for row in rows if row["country"])),
    )


def wanted_people(wanted: Wanted, *, at: datetime, around: Around) -> QuerySet[Person]:
    """Everybody in the register who is asked for, in their sorting order."""
    people = register(at=at)
    if wanted.country:
        people = people.filter(country=wanted.country)
    if wanted.course == "any":
        people = people.filter(pk__in=Participation.objects.values("person"))
    elif wanted.course:
        course = course_of(around, wanted.course)
        people = people.filter(took_part([course.pk] if course else []))
    if wanted.fresh:
        people = people.filter(_is_fresh(wanted.fresh, at=at))
    if wanted.basis:
        people = to_be_asked(people)
    if not wanted.q:
        return people
    return found(wanted.q, people, around=around, typo=bool(wanted.nearly))


def _is_fresh(state: str, *, at: datetime) -> Q:
    year, three = fresh_since(at=at)
    return {
        "fresh": Q(confirmed_at__gt=year),
        "ageing": Q(confirmed_at__lte=year, confirmed_at__gte=three),
        "old": Q(confirmed_at=None) | Q(confirmed_at__lt=three),
    }[state]


def page(
    wanted: Wanted, *, after: str, at: datetime, around: Around, today: date, figures: Figures
) -> Page:
    """Fifty rows after the person with the key `after`, in a bounded number of queries."""
    asked = wanted_people(wanted, at=at, around=around)
    last = person(after) if after else None
    rows = _rows(asked, last)
    alike = bool(wanted.nearly)
    if wanted.q and last is None and len(rows) < FEW and not alike:
        wider = wanted_people(replace(wanted, nearly="yes"), at=at, around=around)
        nearly = _rows(wider, None)
        if len(nearly) > len(rows):
            asked, rows, alike = wider, nearly, True
    if wanted.is_everybody:
        total = figures.people
    else:
        # A first page that holds everybody needs no counting.
        total = len(rows) if last is None and len(rows) <= PAGE else asked.count()
    shown = rows[:PAGE]
    return Page(
        lines=lines(shown, at=at, around=around, today=today),
        total=total,
        alike=alike,
        more=len(rows) > PAGE,
        last=shown[-1].key if shown else "",
    )


def _rows(people: QuerySet[Person], after: Person | None) -> list[Person]:
    """Fifty-one of `people` after that one, so that the page knows whether there are more."""
    if after is not None:
        people = people.filter(sort_key__gte=after.sort_key).filter(
            Q(sort_key__gt=after.sort_key) | Q(pk__gt=after.pk)
        )
    return list(people.only(*SHOWN)[: PAGE + 1])


def lines(people: list[Person], *, at: datetime, around: Around, today: date) -> list[Line]:
    """The rows of these people: five queries, however many they are."""
    beside = _Beside(people, at=at, around=around)
    return [_line(one, beside, at=at, today=today) for one in people]


class _Beside:
    """What stands beside the names of a page, fetched in one go for all of them."""

    def __init__(self, people: list[Person], *, at: datetime, around: Around) -> None:
        ids = [one.pk for one in people]
        self.around = around
        self.took_part: dict[int, list[int]] = {}
        for pk, course in Participation.objects.filter(person__in=ids).values_list(
            "person", "programme"
        ):
            self.took_part.setdefault(pk, []).append(course)
        self.coming: dict[int, datetime] = {}
        claims = (
            Registration.objects.filter(person__in=ids)
            .exclude(state=Registration.State.CANCELLED)
            .values("person", "session__programme")
            .annotate(
                last=Max("asked_at"),
                next=Min("session__starts_at", filter=Q(session__starts_at__gt=at)),
            )
        )
        for claim in claims:
            self.took_part.setdefault(claim["person"], []).append(claim["session__programme"])
            if claim["next"]:
                known = self.coming.get(claim["person"], claim["next"])
                self.coming[claim["person"]] = min(known, claim["next"])
        members = Membership.objects.filter(person__in=ids, until=None)
        self.member_of = dict(members.order_by("-since").values_list("person", "circle"))
        said = Agreement.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=at),
            person__in=ids,
            purpose__in=(Purpose.REGISTER, Purpose.COUNTRY_CIRCLE, Purpose.FOLLOW_UP),
        )
        self.said = {
            (pk, purpose): state
            for pk, purpose, state in said.values_list("person", "purpose", "state")
        }
        # The soonest of a programme comes last, and stays.
        waves = Wave.objects.filter(sent_at=None, due_on__gte=at.date()).order_by("-due_on")
        self.waves = dict(waves.values_list("programme", "due_on"))


def _line(one: Person, beside: _Beside, *, at: datetime, today: date) -> Line:
    around = beside.around
    took_part = [
        around.courses[pk] for pk in beside.took_part.get(one.pk, ()) if pk in around.courses
    ]
    last = max(took_part, key=lambda course: (course.starts_on, course.pk), default=None)
    circle, tone = _circle_words(one, beside)
    state, count, unit = freshness(one, at=at)
    return Line(
        key=one.key,
        name=one.shown_name,
        city=one.city,
        country=country_name(one.country, around.language) if one.country else "",
        course=last.name if last else "",
        circle=circle,
        circle_tone=tone,
        state=state,
        age=age(count, unit),
        next=_next_words(one, beside, today=today),
    )


def _circle_words(one: Person, beside: _Beside) -> tuple[str, str]:
    """The circle somebody belongs with and its tone, or why none is named."""
    circle = beside.around.circles.get(beside.member_of.get(one.pk, 0))
    said = beside.said.get((one.pk, Purpose.COUNTRY_CIRCLE))
    if circle is None:
        if said in (Agreement.State.REFUSED, Agreement.State.WITHDRAWN):
            return _("said no to the circle"), ""
        if said != Agreement.State.GIVEN:
            return _("circle: not asked"), ""
        circle = beside.around.by_country.get(one.country)
        if circle is None:
            return (_("no circle yet"), "clay") if one.country else (_("country not known"), "")
    return (
        _("%(circle)s (quiet)") % {"circle": circle.name} if circle.is_quiet else circle.name
    ), ""


def _next_words(one: Person, beside: _Beside, *, today: date) -> str:
    """What is next: they come, they will be asked how it went, or they were never asked."""
    if one.pk in beside.coming:
        return _("Comes %(day)s") % {
            "day": day_words(beside.coming[one.pk].date(), today=today, short=True)
        }
    if beside.said.get((one.pk, Purpose.FOLLOW_UP)) == Agreement.State.GIVEN:
        waves = [
            beside.waves[course]
            for course in beside.took_part.get(one.pk, ())
            if course in beside.waves
        ]
        if waves:
            return _("Ask on %(day)s") % {"day": day_words(min(waves), today=today, short=True)}
    if beside.said.get((one.pk, Purpose.REGISTER)) == Agreement.State.UNKNOWN:
        return _("To be asked")
    return ""
