"""What people can be found by in their courses and in what came after.

Promises and answers are found only of those who agreed to be asked: through the gate.
"""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.filters.fields import Field, How, Link, hows
from commonroot.engagement.models import FollowUp, Participation, Promise
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration

Values = tuple[str, ...]
TAUGHT = (Participation.Role.PRESENTER, Participation.Role.ORGANISER)
# What an organiser may look for. Why somebody could not be asked may be what endangers them.
ANSWERS = (FollowUp.State.SENT, FollowUp.State.ANSWERED, FollowUp.State.SILENT)


def conditions() -> tuple[Field, ...]:
    """The fields of courses, promises and follow-ups."""
    courses, after = _("Courses"), _("What came after")
    return (
        Field(
            "course",
            _("Course"),
            hows(
                How("in", _("took part in %(values)s, or have a place"), _took_part),
                How("not", _("did not take part in %(values)s"), _did_not),
                How("taught", _("taught or organised in %(values)s"), _taught),
                How("some", _("took part in a course"), _in_some, "nothing"),
                How("none", _("took part in no course yet"), _in_none, "nothing"),
            ),
            courses,
            _courses,
        ),
        Field(
            "year",
            _("Year of a course"),
            hows(How("in", _("took part in a course of %(values)s"), _in_year)),
            courses,
            _years,
        ),
        Field(
            "background",
            _("Where they were starting from"),
            hows(How("in", _("were, when they came, %(values)s"), _from)),
            courses,
            lambda: Participation.Background.choices,
        ),
        Field(
            "promise",
            _("Promise"),
            hows(
                How("made", _("made a promise"), _promised, "nothing"),
                How("due", _("made a promise that is due"), _promise_due, "nothing"),
            ),
            after,
        ),
        Field(
            "follow_up",
            _("Follow-up"),
            hows(How("in", _("were asked how it went: %(values)s"), _asked)),
            after,
            lambda: [(state.value, state.label) for state in ANSWERS],
        ),
    )


def _participations(values: Values) -> QuerySet[Participation]:
    return Participation.objects.filter(programme__key__in=values)


def _claims(values: Values) -> QuerySet[Registration]:
    return Registration.objects.filter(session__programme__key__in=values).exclude(
        state__in=(
            Registration.State.CANCELLED,
            Registration.State.LAPSED,
            Registration.State.DECLINED,
        )
    )


def _took_part(values: Values, *, at: datetime, link: Link) -> Q:
    return link(_participations(values)) | link(_claims(values))


def _did_not(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(_participations(values)) & ~link(_claims(values))


def _taught(values: Values, *, at: datetime, link: Link) -> Q:
    return link(_participations(values).filter(role__in=TAUGHT))


def _in_some(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Participation.objects.all())


def _in_none(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(Participation.objects.all())


def _in_year(values: Values, *, at: datetime, link: Link) -> Q:
    years = [int(value) for value in values if value.isascii() and value.isdigit()]
    return link(Participation.objects.filter(programme__starts_on__year__in=years))


def _from(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Participation.objects.filter(background__in=values))


def _promised(values: Values, *, at: datetime, link: Link) -> Q:
    return link(_through_the_gate(Promise.objects.all(), at=at))


def _promise_due(values: Values, *, at: datetime, link: Link) -> Q:
    return link(_through_the_gate(Promise.objects.filter(due_on__lte=at.date()), at=at))


def _asked(values: Values, *, at: datetime, link: Link) -> Q:
    states = [state.value for state in ANSWERS if state in values]
    return link(_through_the_gate(FollowUp.objects.filter(state__in=states), at=at))


def _through_the_gate(rows: QuerySet, *, at: datetime) -> QuerySet:
    return allowed(rows, "person", purpose=Purpose.FOLLOW_UP, audience=SCHOOL, at=at)


def _courses() -> list[tuple[str, str]]:
    programmes = Programme.objects.only("key", "title", "starts_on").order_by(
        F("starts_on").desc(nulls_last=True), "-pk"
    )
    return [
        (one.key, f"{one.title}, {one.starts_on.year}" if one.starts_on else str(one.title))
        for one in programmes
    ]


def _years() -> list[tuple[str, str]]:
    known = Programme.objects.exclude(starts_on=None).dates("starts_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in known]
