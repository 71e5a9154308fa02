"""Being told of a date: asked for once, told once, and then forgotten."""

from datetime import datetime, timedelta

from django.db import transaction

from commonroot.accounts.actions import count_try, note
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.text import masked
from commonroot.messaging.actions import cancel_letters
from commonroot.messaging.models import Letter
from commonroot.people.actions import add_person, add_way, open_link, typed_way, way_mark
from commonroot.people.queries import working_way
from commonroot.programmes import emails
from commonroot.programmes.models import DateWish, Programme, Session

TRIES_AN_HOUR = 5
LONGEST = timedelta(days=730)


@transaction.atomic
def wish_for_date(
    *,
    programme: Programme,
    session: Session | None,
    way_text: str,
    language: str,
    network: str,
    by: Actor,
    at: datetime,
) -> str:
    """Remember that somebody wants to be told of a date; gives the address as screens may show it.

    It is agreed to for this alone. One letter says so and takes it back; what happens is the same
    whether or not anybody is known there. Raises people.NoSuchWay and accounts.TooManyTries.
    """
    kind, value = typed_way(way_text)
    hour = timedelta(hours=1)
    count_try("wish from", network, limit=TRIES_AN_HOUR * 4, per=hour, at=at)
    count_try("wish as", value, limit=TRIES_AN_HOUR, per=hour, at=at)
    about = session.key if session is not None else programme.key
    once = f"wish:{about}:{way_mark(kind, value)}:{at:%Y-%m-%d}"
    if Letter.objects.filter(once=once).exists():
        return masked(value)
    person = add_person(
        shown_name=masked(value),
        origin="registration",
        by=by,
        at=at,
        provisional=True,
        details={"language": language},
    )
    way = add_way(person=person, kind=kind, value=value, at=at)
    wish = DateWish.objects.create(programme=programme, session=session, person=person, asked_at=at)
    consent.serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(wish),
        until=at + LONGEST,
        by=by,
        at=at,
    )
    token = open_link(
        person=person, scope="answer", thing=f"date_wish:{wish.key}", way=way, days=None, at=at
    )
    emails.post_wish_kept(wish=wish, way=way, token=token, once=once, at=at)
    note("date wished for", wish, by=by, at=at, person_key=person.key)
    return masked(value)


@transaction.atomic
def tell_date(*, wish: DateWish, session: Session, by: Actor, at: datetime) -> bool:
    """Write to whoever waits that there is a date: `session` has it. Once; whether it was due."""
    wish = DateWish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    way = working_way(wish.person)
    if wish.told_at is not None:
        return False
    wish.told_at = at
    wish.save(update_fields=["told_at"])
    note("date told", wish, by=by, at=at, person_key=wish.person.key)
    if way is not None:
        emails.post_date(wish=wish, session=session, way=way, at=at)
    return True


@transaction.atomic
def drop_wish(*, wish: DateWish, by: Actor, at: datetime) -> None:
    """Nothing more about this date: what was kept for it goes, whether or not it was told."""
    person = wish.person
    cancel_letters(
        person_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(audience_of(wish)),
        at=at,
    )
    note("wish dropped", wish, by=by, at=at, person_key=person.key)
    wish.delete()
    if person.provisional and not person.date_wishes.exists():
        person.delete()


def audience_of(wish: DateWish) -> Audience:
    """Before whom: those who run the programme."""
    return Audience(AudienceKind.PROGRAMME, wish.programme.key)
