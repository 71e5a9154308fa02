"""Members and organisations, as organisers see them through the gate."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.places import country_name
from commonroot.core.small_numbers import tell
from commonroot.people.models import NetworkMembership, Organisation, Person
from commonroot.people.queries import network
from commonroot.programmes.queries.words import day_words

SCHOOL = Audience(AudienceKind.SCHOOL)
PER_PAGE = 50


@dataclass(frozen=True)
class MemberLine:
    """A member, or somebody who would like to be one."""

    key: str
    person_key: str
    name: str
    basis: str
    since: str


@dataclass(frozen=True)
class Members:
    """Whom organisers may see of those who belong, a page of them, and how many are left out.

    `countries` are numbers of all by the one rule of small numbers, since not all are shown one by
    one: [{label, value, text}], the most first; `few` countries have fewer than five.
    """

    page: Page[NetworkMembership]
    lines: list[MemberLine]
    asked: list[MemberLine]
    total: int
    left_out: int
    countries: list[dict[str, Any]]
    few: int


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in the list."""

    key: str
    name: str
    country: str
    tie: str
    roles: str


@dataclass(frozen=True)
class PersonLine:
    """Somebody of ours in an organisation."""

    key: str
    name: str
    role: str
    until: str


def members(*, at: datetime, today: date, page: str = "") -> Members:
    """Members by how long, a page of them; those who wait for an answer, first come first."""
    standing = network.members(at=at)
    seen = allowed(standing, "person", purpose=Purpose.NEWS, audience=SCHOOL, at=at)
    shown = Paginator(seen, PER_PAGE).get_page(page)
    total = standing.count()
    asked = [_member(row, row.asked_at.date(), today=today) for row in network.memberships_asked()]
    countries, few = _by_country(standing)
    return Members(
        page=shown,
        lines=[_member(row, row.since, today=today) for row in shown],
        asked=asked,
        total=total,
        left_out=total - shown.paginator.count,
        countries=countries,
        few=few,
    )


def _by_country(standing: QuerySet[NetworkMembership]) -> tuple[list[dict[str, Any]], int]:
    rows = standing.order_by().values("person__country").annotate(n=Count("pk"))
    told = tell({row["person__country"] or "": row["n"] for row in rows}).shown
    language = get_language() or "en"
    named = [
        (country_name(code, language) if code else _("not said"), number)
        for code, number in told.items()
        if number is not None
    ]
    bars = [
        {"label": label, "value": number, "text": _("%(n)s or more") % {"n": number}}
        for label, number in sorted(named, key=lambda pair: (-pair[1], pair[0]))
    ]
    return bars, sum(number is None for number in told.values())


def _member(row: NetworkMembership, day: date | None, *, today: date) -> MemberLine:
    return MemberLine(
        key=row.key,
        person_key=row.person.key,
        name=row.person.shown_name,
        basis=_basis(row.basis),
        since=day_words(day, today=today, short=True) if day else "",
    )


def _basis(code: str) -> str:
    """How somebody became a member; the names of the choices say who may."""
    return {
        "joined": _("joined"),
        "endorsed": _("joined, and supports our aims"),
        "applied": _("applied"),
        "affiliated": _("through an organisation that is affiliated"),
    }[code]


def organisations(*, today: date) -> list[OrganisationLine]:
    """All organisations by name, with how close each is today."""
    lines = []
    for one in network.organisations():
        tie = network.tie(one, on=today)
        standing = [role for role in one.roles.all() if role.until is None or role.until > today]
        lines.append(
            OrganisationLine(
                key=one.key,
                name=one.name,
                country=country_name(one.country, get_language() or "en") if one.country else "",
                tie=str(tie.get_kind_display()) if tie else _("none yet"),
                roles=", ".join(str(role.get_kind_display()) for role in standing),
            )
        )
    return lines


def ours_in(found: Organisation, *, at: datetime, today: date) -> tuple[list[PersonLine], int]:
    """Who of ours is in an organisation, those of today first, and how many are left out."""
    said = network.belonging_to(found)
    keys = {one.person_id for one in said}
    people = Person.objects.filter(pk__in=keys)
    seen = {
        person.pk: person
        for person in allowed(people, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
    }
    lines, shown = [], set()
    for one in said:
        person = seen.get(one.person_id)
        if person is None or one.person_id in shown:
            continue
        shown.add(one.person_id)
        until = day_words(one.until, today=today, short=True) if one.until else ""
        lines.append(PersonLine(person.key, person.shown_name, one.role, until))
    return lines, len(keys) - len(lines)


def words_in(school: Circle, text: str) -> str:
    """One of the school's own texts in the reader's language, else in its own."""
    texts = getattr(school, text)
    return str(texts.chosen((get_language() or "en", *school.languages))[0])
