"""Whom a letter may be for: what people can be found by, and the gate for each purpose."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonroot.consent.queries import allowed, register
from commonroot.consent.queries import conditions as of_consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.filters.compiling import plan
from commonroot.core.filters.fields import Field, fields_of
from commonroot.core.filters.sentence import sentence
from commonroot.core.filters.value import EVERYBODY, Filter, FilterNotUnderstood, from_json
from commonroot.engagement.queries import conditions as of_engagement
from commonroot.intake.queries import conditions as of_intake
from commonroot.mailings.models import Mailing
from commonroot.people.models import Person
from commonroot.people.queries import conditions as of_people

# What organisers may write to many for, in the words of the choice.
PURPOSES: dict[Purpose, Any] = {
    Purpose.NEWS: _("News of the network"),
    Purpose.ALUMNI_GROUP: _("Something for the alumni group"),
    Purpose.FOLLOW_UP: _("How it goes since a course"),
    Purpose.TEACHING: _("Asking whether somebody would teach"),
    Purpose.THIS_PROGRAMME: _("Something of a course they are in"),
}


@cache
def fields() -> dict[str, Field]:
    """Everything that people can be found by, whichever area knows it."""
    areas = (of_people, of_engagement, of_consent, of_intake)
    return fields_of(*(one for area in areas for one in area.conditions()))


def audience_of(purpose: str, *, programme_key: str = "") -> Audience:
    """Before whom a letter of that purpose is."""
    if purpose == Purpose.THIS_PROGRAMME:
        return Audience(AudienceKind.PROGRAMME, programme_key)
    alumni = purpose == Purpose.ALUMNI_GROUP
    return Audience(AudienceKind.ALUMNI if alumni else AudienceKind.SCHOOL)


def audience_of_mailing(mailing: Mailing) -> Audience:
    """Before whom that mailing is."""
    programme = mailing.programme
    return audience_of(mailing.purpose, programme_key=programme.key if programme else "")


def agreed(purpose: str, *, programme_key: str = "", at: datetime) -> QuerySet[Person]:
    """Everybody whom the gate lets be written to for that purpose."""
    audience = audience_of(purpose, programme_key=programme_key)
    known = Person.objects.filter(provisional=False).order_by()
    return allowed(known, "", purpose=Purpose(purpose), audience=audience, at=at)


def known(*, at: datetime) -> QuerySet[Person]:
    """Everybody whom organisers see in a list anyway: who is not written to is counted of these."""
    return register(at=at).order_by()


def asked(content: Any) -> Filter:
    """A stored filter; what can no longer be read of it asks for nothing."""
    try:
        return from_json(content, fields=fields())
    except FilterNotUnderstood:
        return EVERYBODY


def can_be_read(content: Any) -> bool:
    """Whether a stored filter still means what it meant: a letter leaves by no other."""
    try:
        from_json(content, fields=fields())
    except FilterNotUnderstood:
        return False
    return True


def condition(content: Any, *, at: datetime) -> Q:
    """The stored filter as a condition on people; nobody where it cannot be read."""
    if not can_be_read(content):
        return Q(pk__in=[])
    found = asked(content)
    # Not an empty condition, which would vanish beside another one.
    everybody = Q(pk__isnull=False)
    if not found:
        return everybody
    return plan(found, Person.objects.all(), fields=fields(), at=at).condition


def filter_words(content: Any, *, everybody: str = "") -> str:
    """The stored filter as a sentence."""
    return sentence(asked(content), fields=fields(), everybody=everybody or str(_("Everybody")))
