"""Courses and circles by name, and whom a word means by them; kept until something changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeVar

from django.db.models import F, Q

from commonroot.circles.models import Circle
from commonroot.circles.queries import directory
from commonroot.core.places import country_names
from commonroot.core.text import tokens
from commonroot.engagement.models import Participation
from commonroot.people.models import Membership, Person
from commonroot.people.queries.ranking import Rows
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration
from commonroot.web.queries.counted import remembered

K = TypeVar("K")


@dataclass(frozen=True)
class Course:
    """A programme as lists name it: "The Struggle for Health, 2026"."""

    pk: int
    key: str
    name: str
    starts_on: str  # ISO day, "" without one
    words: tuple[str, ...]


@dataclass(frozen=True)
class Round:
    """A circle as lists name it."""

    pk: int
    name: str
    country: str  # of a country circle, else ""
    is_quiet: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class Around:
    """Every course, the newest first, and every circle, by primary key; some by country."""

    language: str
    courses: dict[int, Course]
    circles: dict[int, Round]
    by_country: dict[str, Round]


def around(*, at: datetime, change: int, language: str) -> Around:
    """What people are seen with; read once after each change, per language."""
    return remembered(f"around {language}", change, at=at, count=lambda: _around(language))


def _around(language: str) -> Around:
    programmes = Programme.objects.only("key", "title", "starts_on").order_by(
        F("starts_on").desc(nulls_last=True), "-pk"
    )
    courses = {
        one.pk: Course(
            pk=one.pk,
            key=one.key,
            name=f"{one.title}, {one.starts_on.year}" if one.starts_on else str(one.title),
            starts_on=one.starts_on.isoformat() if one.starts_on else "",
            words=tuple(tokens(" ".join(one.title.values()))),
        )
        for one in programmes
    }
    circles = {
        one.pk: Round(
            pk=one.pk,
            name=str(one.name),
            country=one.country if one.kind == Circle.Kind.COUNTRY else "",
            is_quiet=one.state == Circle.State.DORMANT,
            words=tuple(tokens(" ".join(one.name.values()))),
        )
        for one in directory()
    }
    by_country = {one.country: one for one in circles.values() if one.country}
    return Around(language=language, courses=courses, circles=circles, by_country=by_country)


def beside(word: str, around: Around) -> list[Rows]:
    """Whom a word of a search means by their country, a course or a circle."""
    means: list[Rows] = []
    if codes := _named(word, country_words(around.language)):
        theirs = Q(country__in=codes)
        means.append(Rows(Person.objects.filter(theirs), "pk", own=theirs))
    if courses := _named(word, ((one.pk, one.words) for one in around.courses.values())):
        claims = Registration.objects.filter(session__programme__in=courses).exclude(
            state=Registration.State.CANCELLED
        )
        means.append(Rows(Participation.objects.filter(programme__in=courses)))
        means.append(Rows(claims))
    if circles := _named(word, ((one.pk, one.words) for one in around.circles.values())):
        members = Membership.objects.filter(circle__in=circles, until=None)
        means.append(Rows(members))
    return means


@cache
def country_words(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(code, words of its name) of every country."""
    return tuple((code, tuple(tokens(name))) for code, name in country_names(language).items())


def _named(word: str, things: Iterable[tuple[K, tuple[str, ...]]]) -> list[K]:
    """Those of `things` one of whose words begins with `word`."""
    forms = tuple(tokens(word))
    return [key for key, known in things if any(one.startswith(forms) for one in known)]
