"""Links to my page: fresh ones by letter, the one that opens everything, the calendar's."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import TooManyTries, count_try, note
from commonroot.accounts.roles import Actor
from commonroot.core.text import masked
from commonroot.people.actions import (
    code_token,
    confirm,
    end_link,
    open_link,
    set_risk,
    typed_way,
    way_mark,
)
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import link
from commonroot.people.rules import PAGE_DAYS
from commonroot.registration import emails, rules
from commonroot.registration.actions.asking import AskedTooOften

LINKS_AN_HOUR = 5
CODE_TRIES_AN_HOUR = 30
WORDS_DAYS = 365
WORDS = "code"  # what six words open
FRESH = "fresh"  # what a mailed fresh link opens: the button that opens everything


@transaction.atomic
def send_fresh_links(*, way_text: str, by: Actor, at: datetime) -> str:
    """Send a fresh link to everybody who is reached that way; the way as it may be shown.

    The answer is the same whether or not somebody is. Each person gets a letter of their own: a
    shared number never shows another person's page. Raises NoSuchWay, AskedTooOften.
    """
    kind, value = typed_way(way_text)
    try:
        count_try("fresh link", value, limit=LINKS_AN_HOUR, per=timedelta(hours=1), at=at)
    except TooManyTries as error:
        raise AskedTooOften(
            _("We were asked for this several times. Look for our letters there, or wait an hour.")
        ) from error
    ways = ContactWay.objects.filter(mark=way_mark(kind, value)).select_related("person")
    for way in ways.order_by("pk"):
        send_fresh_link(way=way, by=by, at=at)
    return masked(value)


@transaction.atomic
def send_fresh_link(*, way: ContactWay, by: Actor, at: datetime) -> None:
    """Send one person a link that can be swapped once, within twenty minutes, for all we hold.

    Unused it opens the page alone, for a day; as long as any where somebody's hand passes it on.
    """
    token = open_link(
        person=way.person,
        scope=Link.Scope.PAGE,
        thing=FRESH,
        way=way,
        days=PAGE_DAYS if emails.is_reached_by_hand(way) else 1,
        fresh=True,
        at=at,
    )
    emails.post_fresh_link(way.person, way, token=token, at=at)
    note("fresh link sent", None, by=by, at=at, person_key=way.person.key)


@transaction.atomic
def open_fully(*, link: Link, by: Actor, at: datetime) -> str | None:
    """Use a mailed fresh link: it ends, and a new one opens everything for the minutes left.

    Returns the new token; None when it is not a fresh link, or its minutes are over.
    """
    if link.thing != FRESH or link.fresh_until is None or link.fresh_until <= at:
        return None
    # Two presses at once: the row is free for one of them.
    unused = Link.objects.select_for_update().filter(pk=link.pk, revoked_at=None)
    if not unused.exists():
        return None
    end_link(link=link, by=by, at=at)
    return open_link(
        person=link.person,
        scope=Link.Scope.PAGE,
        way=link.way,
        days=1,
        fresh_until=link.fresh_until,
        at=at,
    )


@transaction.atomic
def open_feed(*, person: Person, by: Actor, at: datetime) -> str:
    """A new address for the person's own calendar; the one before stops. Returns its token."""
    Link.objects.filter(person=person, scope=Link.Scope.FEED, revoked_at=None).update(revoked_at=at)
    token = open_link(person=person, scope=Link.Scope.FEED, days=None, at=at)
    note("calendar opened", None, by=by, at=at, person_key=person.key)
    return token


@transaction.atomic
def draw_words(*, person: Person, by: Actor, at: datetime) -> str:
    """Six new words that open the page of `person`, shown once; those drawn before end.

    Whoever types them has shown who they are as well as by a fresh link: keep them like a key.
    """
    Link.objects.filter(person=person, thing=WORDS, revoked_at=None).update(revoked_at=at)
    words = rules.new_code()
    open_link(
        person=person,
        scope=Link.Scope.PAGE,
        thing=WORDS,
        days=WORDS_DAYS,
        token=code_token(words),
        at=at,
    )
    note("six words drawn", None, by=by, at=at, person_key=person.key)
    return words


@transaction.atomic
def open_by_code(*, text: str, network: str, at: datetime) -> str | None:
    """The token of the page that six typed words open, all of it for twenty minutes; or None.

    Known and unknown words cost the same. Raises TooManyTries: a few tries an hour from one
    network, so that nobody guesses.
    """
    count_try("six words", network, limit=CODE_TRIES_AN_HOUR, per=timedelta(hours=1), at=at)
    found = link(code_token(rules.typed_code(text)), at=at)
    if found is None or found.thing != WORDS:
        return None
    # Whoever typed a number that nobody reached yet has shown nothing: no mark of it may be left.
    fresh = not found.person.provisional
    return open_link(person=found.person, scope=Link.Scope.PAGE, days=1, fresh=fresh, at=at)


@transaction.atomic
def say_details_are_right(*, person: Person, risk: str, by: Actor, at: datetime) -> None:
    """The person read their details and saved them; only they may ask for less care than before."""
    if person.risk != risk:
        set_risk(person=person, risk=risk, by=by, at=at)
    if not person.provisional:
        confirm(person=person, way=None, by=by, at=at)
