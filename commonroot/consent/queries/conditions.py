"""What people can be found by in their agreements. What is found passes the gate like any list."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose, is_asked
from commonroot.core.filters.fields import Field, How, Link, hows

Values = tuple[str, ...]
NO = (Agreement.State.REFUSED, Agreement.State.WITHDRAWN)
PURPOSES = {
    Purpose.REGISTER: _("being in our register"),
    Purpose.FOLLOW_UP: _("being asked later how it goes"),
    Purpose.COUNTRY_CIRCLE: _("telling the circle in their country"),
    Purpose.THEME_CIRCLE: _("telling a theme circle"),
    Purpose.NEWS: _("news of the network"),
    Purpose.ALUMNI_GROUP: _("the alumni group"),
    Purpose.DIRECTORY: _("being in the directory"),
    Purpose.TEACHING: _("being asked to teach"),
    Purpose.NAMING: _("being named beside their work"),
    Purpose.PICTURES: _("pictures"),
    Purpose.PUBLIC_LISTING: _("being named in public"),
}


def conditions() -> tuple[Field, ...]:
    """The fields of agreements."""
    return (
        Field(
            "agreement",
            _("Agreements"),
            hows(
                How("yes", _("said yes to %(values)s"), _said_yes),
                How("no", _("said no to %(values)s"), _said_no),
                How("unasked", _("did not say yes or no to %(values)s"), _said_nothing),
                How(
                    "unknown",
                    _("came with an old list and were never asked"),
                    _never_asked,
                    "nothing",
                ),
            ),
            _("Agreements"),
            lambda: [(purpose.value, words) for purpose, words in PURPOSES.items()],
        ),
    )


def _asked(values: Values) -> list[str]:
    """Those of `values` that people are asked for."""
    return [purpose.value for purpose in PURPOSES if purpose in values and is_asked(purpose)]


def _said_yes(values: Values, *, at: datetime, link: Link) -> Q:
    return link(_standing(values, at).filter(state=Agreement.State.GIVEN))


def _said_no(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Agreement.objects.filter(purpose__in=_asked(values), state__in=NO))


def _said_nothing(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(_standing(values, at).filter(state__in=(Agreement.State.GIVEN, *NO)))


def _never_asked(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Agreement.objects.filter(purpose=Purpose.REGISTER, state=Agreement.State.UNKNOWN))


def _standing(values: Values, at: datetime) -> QuerySet[Agreement]:
    return Agreement.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=at), purpose__in=_asked(values)
    )
