"""Somebody as one side of a comparison: what is known of them, ready to stand beside another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commonroot.core.places import country_name
from commonroot.matching.describe import city_of
from commonroot.matching.spelling import plain
from commonroot.people.models import ContactWay, EarlierCourse, Person
from commonroot.people.queries.records import further_names_of, ways_of
from commonroot.ui.parts.comparing import by_letter, compared, same_words

MAIL = ContactWay.Kind.MAIL
SHOWN_COURSES = 2


@dataclass(frozen=True)
class Side:
    """What one side says; texts as people write them, empty where it says nothing.

    `country` is an ISO code, and `supposed` says that nobody wrote it; `courses`, `born` and
    `agreed` are in words already.
    """

    name: str
    further: tuple[str, ...] = ()
    city: str = ""
    country: str = ""
    supposed: bool = False
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    organisation: str = ""
    born: str = ""
    courses: tuple[str, ...] = ()
    agreed: str = ""


def sides_of(
    people: Sequence[Person],
    *,
    courses: Mapping[int, tuple[str, ...]],
    **more: Mapping[int, Any],
) -> list[Side]:
    """People as sides; of those in high care only the name they chose.

    `courses` are those held here, the newest first: {primary key: names}; what old lists tell of
    follows them. `more` gives further fields of Side: {primary key: value}.
    """
    ways, names, earlier = ways_of(people), further_names_of(people), _earlier(people)
    return [
        Side(name=one.shown_name)
        if one.is_high
        else Side(
            name=one.shown_name,
            further=tuple(names[one.pk]),
            city=one.city,
            country=one.country,
            phones=tuple(value for kind, value in ways[one.pk] if kind != MAIL),
            emails=tuple(value for kind, value in ways[one.pk] if kind == MAIL),
            organisation=one.organisation,
            courses=(*courses.get(one.pk, ()), *earlier.get(one.pk, ()))[:SHOWN_COURSES],
            **{field: values[one.pk] for field, values in more.items() if one.pk in values},
        )
        for one in people
    ]


def _earlier(people: Sequence[Person]) -> dict[int, list[str]]:
    """{primary key: "Campaign Strategy 2014", as a row of a list says it, the newest first}."""
    rows = EarlierCourse.objects.filter(person__in=[one.pk for one in people])
    found: dict[int, list[str]] = {}
    for pk, title, year in rows.order_by("-year", "pk").values_list("person", "title", "year"):
        found.setdefault(pk, []).append(f"{title} {year}" if year else title)
    return found


def compared_rows(one: Side, other: Side, *, language: str) -> list[dict[str, Any]]:
    """Both sides as `{% compare %}` takes them; what neither says is left out."""
    rows = [_name(one, other), *_place(one, other, language=language)]
    digits: dict[str, Any] = {"alike": _last_digits, "marking": by_letter, "ltr": True}
    letters: dict[str, Any] = {"marking": by_letter, "ltr": True}
    words: dict[str, Any] = {"alike": same_words}
    for label, here, there, how in (
        (_("Phone"), one.phones, other.phones, digits),
        (_("E-mail"), one.emails, other.emails, letters),
        (_("Organisation"), _some(one.organisation), _some(other.organisation), words),
        (_("Born"), _some(one.born), _some(other.born), {"marking": by_letter}),
        (_("Course"), one.courses, other.courses, words),
        (_("Agreed to"), _some(one.agreed), _some(other.agreed), words),
    ):
        if here or there:
            rows.append(compared(label, here, there, **how))
    return rows


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _last_digits(phone: str) -> str:
    """By what two numbers are one, whether or not the country stands before them."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-8:]


def _name(one: Side, other: Side) -> dict[str, Any]:
    """Names, the further ones below; the same when any of them are, in whatever order or script."""
    names = [{_sound(name) for name in (side.name, *side.further)} for side in (one, other)]
    alike = _anything if names[0] & names[1] else same_words
    row = compared(_("Name"), (one.name,), (other.name,), alike=alike, large=True)
    for key, side in (("one_note", one), ("other_note", other)):
        if side.further:
            row[key] = _("also %(names)s") % {"names": _(", ").join(side.further)}
    return row


def _anything(_text: str) -> str:
    return "same"


def _sound(name: str) -> tuple[str, ...]:
    return tuple(sorted(plain(name).split()))


def _place(one: Side, other: Side, *, language: str) -> list[dict[str, Any]]:
    """Cities and countries: the same when all that both say is."""
    texts = [_some(_place_words(side, language=language)) for side in (one, other)]
    if not any(texts):
        return []
    # A country that nobody wrote says nothing by itself: it was guessed from the rest.
    countries = ("", "") if one.supposed or other.supposed else (one.country, other.country)
    # As when people are compared, one city may have several names, known by its country.
    cities = [city_of(side.city, one.country or other.country) for side in (one, other)]
    said = ((cities[0], cities[1]), countries)
    both = [(here, there) for here, there in said if here and there]
    alike = _anything if all(here == there for here, there in both) else same_words
    row = compared(_("Place"), *texts, alike=alike)
    if not both:
        row["state"] = "unknown"
    for key, side in (("one_note", one), ("other_note", other)):
        if side.supposed and side.country:
            row[key] = _("the country is supposed")
    return [row]


def _place_words(side: Side, *, language: str) -> str:
    parts = (side.city, country_name(side.country, language) if side.country else "")
    return _(", ").join(part for part in parts if part)
