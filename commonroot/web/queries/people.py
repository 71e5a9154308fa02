"""The list of people: who is in it, how fresh it is, and what stands in its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.circles.queries import directory
from commonroot.consent.models import Agreement
from commonroot.consent.queries import register, to_be_asked
from commonroot.consent.rules import Purpose
from commonroot.core.places import country_name, country_names
from commonroot.core.text import tokens
from commonroot.engagement.models import Participation, Wave
from commonroot.people.models import Membership, Person
from commonroot.people.queries import fresh_since, freshness, person, with_way, with_word, words
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words
from commonroot.registration.models import Registration
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
    place: str
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


def wanted_people(
    wanted: Wanted, *, at: datetime, language: str, typo: bool = False
) -> QuerySet[Person]:
    """Everybody in the register who is asked for, in their sorting order."""
    people = register(at=at)
    if wanted.country:
        people = people.filter(country=wanted.country)
    if wanted.course == "any":
        people = people.filter(pk__in=Participation.objects.values("person"))
    elif wanted.course:
        people = people.filter(_took_part(Programme.objects.filter(key=wanted.course)))
    if wanted.fresh:
        people = people.filter(_is_fresh(wanted.fresh, at=at))
    if wanted.basis:
        people = to_be_asked(people)
    return _found(wanted.q, people, language=language, typo=typo) if wanted.q else people


def _is_fresh(state: str, *, at: datetime) -> Q:
    year, three = fresh_since(at=at)
    return {
        "fresh": Q(confirmed_at__gt=year),
        "ageing": Q(confirmed_at__lte=year, confirmed_at__gte=three),
        "old": Q(confirmed_at=None) | Q(confirmed_at__lt=three),
    }[state]


def _took_part(programmes: QuerySet[Programme] | list[int]) -> Q:
    claims = Registration.objects.filter(session__programme__in=programmes).exclude(
        state=Registration.State.CANCELLED
    )
    return Q(pk__in=Participation.objects.filter(programme__in=programmes).values("person")) | Q(
        pk__in=claims.values("person")
    )


def _found(text: str, people: QuerySet[Person], *, language: str, typo: bool) -> QuerySet[Person]:
    """Each word begins a name or place of theirs, or that of their country, circle or course."""
    by_way = with_way(text)
    if by_way is not None:
        return people.filter(by_way)
    asked = words(text)
    if not asked:
        return people.none()
    courses = [(pk, str(title)) for pk, title in Programme.objects.values_list("pk", "title")]
    circles = [(circle.pk, str(circle)) for circle in directory()]
    countries = country_names(language).items()
    for word in asked:
        either = with_word(word, typo=typo)
        if codes := _named(word, countries):
            either |= Q(country__in=codes)
        if in_courses := _named(word, courses):
            either |= _took_part(in_courses)
        if in_circles := _named(word, circles):
            members = Membership.objects.filter(circle__in=in_circles, until=None)
            either |= Q(pk__in=members.values("person"))
        people = people.filter(either)
    return people


def _named(word: str, things: Iterable[tuple[K, str]]) -> list[K]:
    """Those of `things` a word of whose name begins with `word`."""
    forms = tuple(tokens(word))
    return [key for key, name in things if any(known.startswith(forms) for known in tokens(name))]


def page(
    wanted: Wanted, *, after: str, at: datetime, language: str, today: date, figures: Figures
) -> Page:
    """Fifty rows after the person with the key `after`, in a fixed number of queries."""
    found = wanted_people(wanted, at=at, language=language)
    total = figures.people if wanted.is_everybody else found.count()
    alike = bool(wanted.q) and total < FEW
    if alike:
        wider = wanted_people(wanted, at=at, language=language, typo=True)
        more = wider.count()
        alike = more > total
        found, total = (wider, more) if alike else (found, total)
    last = person(after) if after else None
    if last is not None:
        found = found.filter(sort_key__gte=last.sort_key).filter(
            Q(sort_key__gt=last.sort_key) | Q(pk__gt=last.pk)
        )
    people = list(found.only(*SHOWN)[: PAGE + 1])
    shown = people[:PAGE]
    return Page(
        lines=lines(shown, at=at, language=language, today=today),
        total=total,
        alike=alike,
        more=len(people) > PAGE,
        last=shown[-1].key if shown else "",
    )


def lines(people: list[Person], *, at: datetime, language: str, today: date) -> list[Line]:
    """The rows of these people: seven queries, however many they are."""
    beside = _Beside(people, at=at)
    return [_line(one, beside, at=at, language=language, today=today) for one in people]


class _Beside:
    """What stands beside the names of a page, fetched in one go for all of them."""

    def __init__(self, people: list[Person], *, at: datetime) -> None:
        ids = [one.pk for one in people]
        self.courses = {course.pk: course for course in courses()}
        self.circles = {circle.pk: circle for circle in directory()}
        self.by_country = {
            c.country: c for c in self.circles.values() if c.kind == Circle.Kind.COUNTRY
        }
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


def courses() -> QuerySet[Programme]:
    """Every programme by its newest, with what a list says of it."""
    return Programme.objects.only("key", "title", "starts_on").order_by("-starts_on", "-pk")


def course_words(course: Programme) -> str:
    """ "The Struggle for Health, 2026"."""
    return f"{course.title}, {course.starts_on.year}" if course.starts_on else str(course.title)


def _line(one: Person, beside: _Beside, *, at: datetime, language: str, today: date) -> Line:
    took_part = [beside.courses[pk] for pk in beside.took_part.get(one.pk, ())]
    last = max(took_part, key=lambda course: (str(course.starts_on or ""), course.pk), default=None)
    circle, tone = _circle_words(one, beside)
    state, count, unit = freshness(one, at=at)
    return Line(
        key=one.key,
        name=one.shown_name,
        place=", ".join(
            filter(None, (one.city, country_name(one.country, language) if one.country else ""))
        ),
        course=course_words(last) if last else "",
        circle=circle,
        circle_tone=tone,
        state=state,
        age=age(count, unit),
        next=_next_words(one, beside, today=today),
    )


def _circle_words(one: Person, beside: _Beside) -> tuple[str, str]:
    """The circle somebody belongs with and its tone, or why none is named."""
    circle = beside.circles.get(beside.member_of.get(one.pk, 0))
    said = beside.said.get((one.pk, Purpose.COUNTRY_CIRCLE))
    if circle is None:
        if said in (Agreement.State.REFUSED, Agreement.State.WITHDRAWN):
            return _("said no to the circle"), ""
        if said != Agreement.State.GIVEN:
            return _("circle: not asked"), ""
        circle = beside.by_country.get(one.country)
        if circle is None:
            return (_("no circle yet"), "clay") if one.country else (_("country not known"), "")
    quiet = circle.state == Circle.State.DORMANT
    return _("%(circle)s (quiet)") % {"circle": circle} if quiet else str(circle), ""


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
