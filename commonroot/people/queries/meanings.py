"""What the conditions on people mean, as conditions for the database."""

from datetime import UTC, date, datetime, time

from django.db.models import Q, QuerySet

from commonroot.core.filters.compiling import asked_of_each
from commonroot.core.filters.fields import Link, Match
from commonroot.core.text import tokens
from commonroot.people import rules
from commonroot.people.models import (
    ContactWay,
    Interest,
    Membership,
    Offer,
    Pair,
    SearchKey,
    SpokenLanguage,
)
from commonroot.people.queries.care import in_high_care
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
# Nobody learns by narrowing a list what it does not show: how people in high care are reached.
NOT_HIDDEN = ~in_high_care()


def called(values: Values, *, at: datetime, link: Link) -> Q:
    [text] = values
    by_way = with_way(text)
    if by_way is not None:
        return by_way
    found = Q() if words(text) else Q(pk__in=())
    for word in words(text):
        found &= with_word(word)
    return found


def word_of(kind: str) -> Match:
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


def speaks(level: str) -> Match:
    def match(values: Values, *, at: datetime, link: Link) -> Q:
        return link(SpokenLanguage.objects.filter(language__in=values, level__in=ATLEAST[level]))

    return match


def members(values: Values) -> QuerySet[Membership]:
    return Membership.objects.filter(circle__key__in=values, until=None)


def in_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return link(members(values))


def not_in_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(members(values))


def contact_of(values: Values, *, at: datetime, link: Link) -> Q:
    return link(members(values).filter(role=Membership.Role.CONTACT))


def in_some_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Membership.objects.filter(until=None))


def in_no_circle(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(Membership.objects.filter(until=None))


def interested(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Interest.objects.filter(theme__key__in=values))


def not_interested(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(Interest.objects.filter(theme__key__in=values))


def offers(values: Values, *, at: datetime, link: Link) -> Q:
    return link(Offer.objects.filter(kind__in=values))


def not_offers(values: Values, *, at: datetime, link: Link) -> Q:
    return ~link(Offer.objects.filter(kind__in=values))


def has_mail(values: Values, *, at: datetime, link: Link) -> Q:
    return link(ContactWay.objects.filter(kind=MAIL, state=WORKING)) & NOT_HIDDEN


def only_phone(values: Values, *, at: datetime, link: Link) -> Q:
    phones = ContactWay.objects.filter(kind=PHONE, state=WORKING)
    mails = ContactWay.objects.filter(kind=MAIL, state=WORKING)
    return link(phones) & ~asked_of_each(mails) & NOT_HIDDEN


def broken(values: Values, *, at: datetime, link: Link) -> Q:
    broken = ContactWay.objects.filter(state=BROKEN)
    working = ContactWay.objects.filter(state=WORKING)
    return link(broken) & ~asked_of_each(working) & NOT_HIDDEN


def no_way(values: Values, *, at: datetime, link: Link) -> Q:
    # Who has no row elsewhere stands in no index but this; whoever is in high care always does.
    return link(SearchKey.objects.filter(value=rules.NO_WAY))


def may_be_twice(values: Values, *, at: datetime, link: Link) -> Q:
    open_pairs = Pair.objects.filter(state__in=(Pair.State.OPEN, Pair.State.UNSURE))
    return link(open_pairs, "left") | link(open_pairs, "right")


def fresh(values: Values, *, at: datetime, link: Link) -> Q:
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


def confirmed_before(values: Values, *, at: datetime, link: Link) -> Q:
    return Q(confirmed_at__lt=start_of(values[0])) | Q(confirmed_at=None)


def day(lookup: str) -> Match:
    def match(values: Values, *, at: datetime, link: Link) -> Q:
        return Q(**{lookup: start_of(values[0])})

    return match


def start_of(day: str) -> datetime:
    """The first moment of a day written as 2026-11-22, in UTC."""
    return datetime.combine(date.fromisoformat(day), time(), UTC)
