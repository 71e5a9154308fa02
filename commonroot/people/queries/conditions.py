"""What people can be found by in the register: names, places, languages, work, circles, ways.

How carefully somebody is treated is no field, and never becomes one: a list must not show it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.circles.queries import directory
from commonroot.core.filters.fields import (
    Field,
    How,
    Link,
    Match,
    column,
    column_empty,
    column_not,
    hows,
)
from commonroot.core.places import country_name, language_name
from commonroot.core.text import tokens
from commonroot.people.models import (
    ContactWay,
    Interest,
    Membership,
    Offer,
    Pair,
    Person,
    SearchKey,
    SpokenLanguage,
)
from commonroot.people.queries.people import fresh_since
from commonroot.people.queries.searching import LAST, with_way, with_word, words

Values = tuple[str, ...]
MAIL, PHONE = ContactWay.Kind.MAIL, ContactWay.Kind.PHONE
WORKING, BROKEN = ContactWay.State.WORKING, ContactWay.State.BROKEN
ATLEAST = {
    "speak": ("some", "works", "fluent", "native"),
    "work": ("works", "fluent", "native"),
    "fluent": ("fluent", "native"),
}


def conditions() -> tuple[Field, ...]:
    """The fields of people, in the order in which they are offered."""
    return (*_who(), *_together(), *_reach(), *_details())


def _who() -> tuple[Field, ...]:
    who = _("Who they are")
    return (
        Field(
            "name",
            _("Name"),
            hows(How("begins", _("are called %(values)s"), _called, "words")),
            who,
            is_typed=True,
        ),
        Field(
            "country",
            _("Country"),
            hows(
                How("in", _("live in %(values)s"), column("country"), is_indexed=True),
                How("not", _("do not live in %(values)s"), column_not("country")),
                How(
                    "unknown",
                    _("live in a country that is not known"),
                    column_empty("country"),
                    "nothing",
                    is_indexed=True,
                ),
            ),
            who,
            lambda: _countries("country"),
            _country,
        ),
        Field(
            "origin_country",
            _("Country they come from"),
            hows(
                How("in", _("come from %(values)s"), column("origin_country"), is_indexed=True),
                How("not", _("do not come from %(values)s"), column_not("origin_country")),
            ),
            who,
            lambda: _countries("origin_country"),
            _country,
        ),
        Field(
            "city",
            _("City"),
            hows(How("begins", _("live in a place called %(values)s"), _word_of("place"), "words")),
            who,
        ),
        Field(
            "spoken",
            _("Languages they speak"),
            hows(
                How("speak", _("speak %(values)s, if only a little"), _speaks("speak")),
                How("work", _("can work in %(values)s"), _speaks("work")),
                How("fluent", _("are fluent in %(values)s"), _speaks("fluent")),
            ),
            who,
            lambda: _languages(SpokenLanguage.objects.order_by()),
            _language,
        ),
        Field(
            "language",
            _("Language of letters"),
            hows(
                How("in", _("get letters in %(values)s"), column("language"), is_indexed=True),
                How("not", _("do not get letters in %(values)s"), column_not("language")),
            ),
            who,
            lambda: _languages(Person.objects.order_by()),
            _language,
        ),
        Field(
            "organisation",
            _("Organisation"),
            hows(
                How(
                    "begins",
                    _("belong to an organisation called %(values)s"),
                    _word_of("org"),
                    "words",
                )
            ),
            who,
        ),
    )


def _together() -> tuple[Field, ...]:
    group = _("Circles, themes and offers")
    return (
        Field(
            "circle",
            _("Circle"),
            hows(
                How("in", _("are in %(values)s"), _in_circle),
                How("not", _("are not in %(values)s"), _not_in_circle),
                How("contact", _("are the contact of %(values)s"), _contact_of),
                How("some", _("are in a circle"), _in_some_circle, "nothing"),
                How("none", _("are not in a circle"), _in_no_circle, "nothing"),
            ),
            group,
            _circles,
        ),
        Field(
            "theme",
            _("Theme"),
            hows(
                How("in", _("are interested in %(values)s"), _interested),
                How("not", _("did not name %(values)s"), _not_interested),
            ),
            group,
            _themes,
        ),
        Field(
            "offer",
            _("Offer"),
            hows(
                How("in", _("offer to %(values)s"), _offers),
                How("not", _("do not offer to %(values)s"), _not_offers),
            ),
            group,
            lambda: Offer.Kind.choices,
        ),
    )


def _reach() -> tuple[Field, ...]:
    return (
        Field(
            "reach",
            _("How they are reached"),
            hows(
                How("mail", _("have an e-mail address that works"), _has_mail, "nothing"),
                How("phone", _("have only a phone number"), _only_phone, "nothing"),
                How("broken", _("have no address or number that works"), _broken, "nothing"),
                How("none", _("left no address and no number"), _no_way, "nothing"),
            ),
            _("Details and where they are from"),
        ),
    )


def _details() -> tuple[Field, ...]:
    group = _("Details and where they are from")
    return (
        Field(
            "confirmed",
            _("How fresh the details are"),
            hows(
                How("in", _("have details %(values)s"), _fresh, is_indexed=True),
                How(
                    "before",
                    _("last confirmed their details before %(values)s"),
                    _confirmed_before,
                    "day",
                    is_indexed=True,
                ),
                How(
                    "since",
                    _("confirmed their details since %(values)s"),
                    _day("confirmed_at__gte"),
                    "day",
                    is_indexed=True,
                ),
            ),
            group,
            lambda: (
                ("fresh", _("under a year old")),
                ("ageing", _("one to three years old")),
                ("old", _("older than three years")),
                ("never", _("never confirmed")),
            ),
        ),
        Field(
            "added",
            _("When they were added"),
            hows(
                How(
                    "since",
                    _("were added since %(values)s"),
                    _day("created_at__gte"),
                    "day",
                    is_indexed=True,
                ),
                How(
                    "before",
                    _("were added before %(values)s"),
                    _day("created_at__lt"),
                    "day",
                    is_indexed=True,
                ),
            ),
            group,
        ),
        Field(
            "source",
            _("Where they come from"),
            hows(
                How("in", _("came to us so: %(values)s"), column("origin"), is_indexed=True),
                How("not", _("did not come to us so: %(values)s"), column_not("origin")),
            ),
            group,
            lambda: Person.Origin.choices,
        ),
        Field(
            "double",
            _("Doubles"),
            hows(How("open", _("may be in the register twice"), _may_be_twice, "nothing")),
            group,
        ),
    )


def _called(values: Values, *, at: datetime, link: Link) -> Q:
    [text] = values
    by_way = with_way(text)
    if by_way is not None:
        return by_way
    found = Q() if words(text) else Q(pk__in=())
    for word in words(text):
        found &= with_word(word)
    return found


def _word_of(kind: str) -> Match:
    """The condition that somebody has each word, or one beginning so, among those of that kind."""

    def match(values: Values, *, at: datetime, link: Link) -> Q:
        [text] = values
        forms = [form for word in words(text) for form in tokens(word)[:1]]
        if not forms:
            return Q(pk__in=())
        linked = [
            link(SearchKey.objects.filter(kind=kind, value__gte=form, value__lt=form + LAST))
            for form in forms
        ]
        if len(linked) == 1:
            return linked[0]
        found = Q()
        for one in linked:
            found &= one
        return found

    return match


def _speaks(level: str) -> Match:
    def match(values: Values, *, at: datetime, link: Link) -> Q:
        return link(SpokenLanguage.objects.filter(language__in=values, level__in=ATLEAST[level]))

    return match


def _members(values: Values) -> QuerySet[Membership]:
    return Membership.objects.filter(circle__key__in=values, until=None)


def _in_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return link(_members(values))


def _not_in_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(_members(values))


def _contact_of(values: Values, *, at: datetime, link: Link) -> Q:
    return link(_members(values).filter(role=Membership.Role.CONTACT))


def _in_some_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Membership.objects.filter(until=None))


def _in_no_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(Membership.objects.filter(until=None))


def _interested(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Interest.objects.filter(theme__key__in=values))


def _not_interested(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(Interest.objects.filter(theme__key__in=values))


def _offers(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Offer.objects.filter(kind__in=values))


def _not_offers(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(Offer.objects.filter(kind__in=values))


def _has_mail(values: Values, *, at: datetime, link: Link) -> Q:
    return link(ContactWay.objects.filter(kind=MAIL, state=WORKING))


def _only_phone(values: Values, *, at: datetime, link: Link) -> Q:
    phones = ContactWay.objects.filter(kind=PHONE, state=WORKING)
    return link(phones) & ~link(ContactWay.objects.filter(kind=MAIL, state=WORKING))


def _broken(values: Values, *, at: datetime, link: Link) -> Q:
    broken = ContactWay.objects.filter(state=BROKEN)
    return link(broken) & ~link(ContactWay.objects.filter(state=WORKING))


def _no_way(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(ContactWay.objects.all())


def _may_be_twice(values: Values, *, at: datetime, link: Link) -> Q:
    open_pairs = Pair.objects.filter(state__in=(Pair.State.OPEN, Pair.State.UNSURE))
    return link(open_pairs, "left") | link(open_pairs, "right")


def _fresh(values: Values, *, at: datetime, link: Link) -> Q:
    year, three = fresh_since(at=at)
    known = {
        "fresh": Q(confirmed_at__gt=year),
        "ageing": Q(confirmed_at__lte=year, confirmed_at__gte=three),
        "old": Q(confirmed_at__lt=three),
        "never": Q(confirmed_at=None),
    }
    found = Q(pk__in=())
    for value in values:
        found |= known.get(value, Q(pk__in=()))
    return found


def _confirmed_before(values: Values, *, at: datetime, link: Link) -> Q:
    return Q(confirmed_at__lt=start_of(values[0])) | Q(confirmed_at=None)


def _day(lookup: str) -> Match:
    def match(values: Values, *, at: datetime, link: Link) -> Q:
        return Q(**{lookup: start_of(values[0])})

    return match


def start_of(day: str) -> datetime:
    """The first moment of a day written as 2026-11-22, in UTC."""
    return datetime.combine(date.fromisoformat(day), time(), UTC)


def _countries(field: str) -> list[tuple[str, str]]:
    """The countries that occur, by name."""
    known = Person.objects.order_by().exclude(**{field: ""})
    return _by_name(known.values_list(field, flat=True).distinct(), _country)


def _languages(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """The languages that occur, by name."""
    return _by_name(rows.values_list("language", flat=True).distinct(), _language)


def _by_name(codes: Iterable[str], name: Callable[[str], str]) -> list[tuple[str, str]]:
    return sorted(((code, name(code)) for code in codes), key=lambda pair: pair[1])


def _country(code: str) -> str:
    return country_name(code, _reader())


def _language(code: str) -> str:
    return language_name(code, _reader())


def _reader() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _circles() -> list[tuple[str, str]]:
    return [(one.key, str(one.name)) for one in directory()]


def _themes() -> list[tuple[str, str]]:
    return [(one.key, str(one.name)) for one in directory().filter(kind=Circle.Kind.THEME)]
