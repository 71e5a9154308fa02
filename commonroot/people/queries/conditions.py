"""What people can be found by in the register: names, places, languages, work, circles, ways.

How carefully somebody is treated is no field, and never becomes one: a list must not show it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.circles.queries import directory
from commonroot.core.filters.fields import (
    Field,
    How,
    column,
    column_empty,
    column_not,
    hows,
)
from commonroot.core.places import country_name, language_name
from commonroot.people.models import (
    Offer,
    Person,
    SpokenLanguage,
)
from commonroot.people.queries import meanings


def conditions() -> tuple[Field, ...]:
    """The fields of people, in the order in which they are offered."""
    return (*_who(), *_together(), *_reach(), *_details())


def _who() -> tuple[Field, ...]:
    who = _("Who they are")
    return (
        Field(
            "name",
            _("Name"),
            hows(How("begins", _("are called %(values)s"), meanings.called, "words")),
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
            hows(
                How(
                    "begins",
                    _("live in a place called %(values)s"),
                    meanings.word_of("place"),
                    "words",
                )
            ),
            who,
        ),
        Field(
            "spoken",
            _("Languages they speak"),
            hows(
                How("speak", _("speak %(values)s, if only a little"), meanings.speaks("speak")),
                How("work", _("can work in %(values)s"), meanings.speaks("work")),
                How("fluent", _("are fluent in %(values)s"), meanings.speaks("fluent")),
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
                    meanings.word_of("org"),
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
                How("in", _("are in %(values)s"), meanings.in_circle),
                How("not", _("are not in %(values)s"), meanings.not_in_circle),
                How("contact", _("are the contact of %(values)s"), meanings.contact_of),
                How("some", _("are in a circle"), meanings.in_some_circle, "nothing"),
                How("none", _("are not in a circle"), meanings.in_no_circle, "nothing"),
            ),
            group,
            _circles,
        ),
        Field(
            "theme",
            _("Theme"),
            hows(
                How("in", _("are interested in %(values)s"), meanings.interested),
                How("not", _("did not name %(values)s"), meanings.not_interested),
            ),
            group,
            _themes,
        ),
        Field(
            "offer",
            _("Offer"),
            hows(
                How("in", _("offer to %(values)s"), meanings.offers),
                How("not", _("do not offer to %(values)s"), meanings.not_offers),
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
                How("mail", _("have an e-mail address that works"), meanings.has_mail, "nothing"),
                How("phone", _("have only a phone number"), meanings.only_phone, "nothing"),
                How(
                    "broken", _("have no address or number that works"), meanings.broken, "nothing"
                ),
                How("none", _("left no address and no number"), meanings.no_way, "nothing"),
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
                How("in", _("have details %(values)s"), meanings.fresh, is_indexed=True),
                How(
                    "before",
                    _("last confirmed their details before %(values)s"),
                    meanings.confirmed_before,
                    "day",
                    is_indexed=True,
                ),
                How(
                    "since",
                    _("confirmed their details since %(values)s"),
                    meanings.day("confirmed_at__gte"),
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
                    meanings.day("created_at__gte"),
                    "day",
                    is_indexed=True,
                ),
                How(
                    "before",
                    _("were added before %(values)s"),
                    meanings.day("created_at__lt"),
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
            hows(How("open", _("may be in the register twice"), meanings.may_be_twice, "nothing")),
            group,
        ),
    )


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
