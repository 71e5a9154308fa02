"""Somebody's own addresses and numbers: a new one counts once its letter was opened."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import TooManyTries, count_try, note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import CannotDecrypt, decrypt, encrypt
from commonroot.core.text import masked
from commonroot.people.actions import add_way, typed_way
from commonroot.people.actions.indexing import index
from commonroot.people.models import ContactWay, Person
from commonroot.registration import emails
from commonroot.registration.actions.asking import AskedTooOften

LETTERS_A_DAY = 5
DAYS = 3
SEALED = "own way"
# What tells such a token from that of a link.
PREFIX = "w."


class TheOnlyWay(Refused):
    """Without it nothing would reach them."""


@transaction.atomic
def propose_way(*, person: Person, way_text: str, by: Actor, at: datetime) -> str:
    """Write to a new address of `person`; it as screens may show it. Nothing is kept before its
    letter is opened: whoever mistypes gives no stranger a key to their page.

    Raises NoSuchWay, AskedTooOften.
    """
    kind, value = typed_way(way_text)
    try:
        for who in (person.key, value):
            count_try("own way", who, limit=LETTERS_A_DAY, per=timedelta(days=1), at=at)
    except TooManyTries as error:
        raise AskedTooOften(
            _("This was asked for several times today. Try again tomorrow.")
        ) from error
    until = at + timedelta(days=DAYS)
    said = json.dumps([person.key, kind, value, until.isoformat()])
    sealed = encrypt(said, label=SEALED, ring=settings.KEY_RING)
    token = PREFIX + urlsafe_b64encode(sealed.encode()).decode().rstrip("=")
    emails.post_own_way(person, kind=kind, value=value, token=token, at=at)
    note("way proposed", None, by=by, at=at, person_key=person.key, facts={"kind": kind})
    return masked(value)


def proposed_way(token: str, *, at: datetime) -> tuple[Person, str, str] | None:
    """Whose new address a letter's token is about, its kind and value; None when it is over."""
    sealed = token.removeprefix(PREFIX)
    try:
        opened = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)).decode()
        said = decrypt(opened, label=SEALED, ring=settings.KEY_RING)
    except (CannotDecrypt, ValueError):
        return None
    key, kind, value, until = json.loads(said)
    person = Person.objects.filter(key=key).first()
    if person is None or datetime.fromisoformat(until) <= at:
        return None
    return person, kind, value


@transaction.atomic
def confirm_way(*, token: str, at: datetime) -> ContactWay | None:
    """Somebody opened the letter and pressed the button: from now on it is one of their ways."""
    found = proposed_way(token, at=at)
    if found is None:
        return None
    person, kind, value = found
    way = add_way(person=person, kind=kind, value=value, at=at, confirmed=True, source="link")
    if way.state != ContactWay.State.WORKING:
        way.state = ContactWay.State.WORKING
        way.save(update_fields=["state"])
    by = Actor(kind="link", key=person.key, person_id=person.pk, scope="answer")
    note("way confirmed", way, by=by, at=at, person_key=person.key)
    return way


@transaction.atomic
def prefer_way(*, way: ContactWay, by: Actor, at: datetime) -> None:
    """Write to this one first."""
    ContactWay.objects.filter(person=way.person).exclude(pk=way.pk).update(preferred=False)
    ContactWay.objects.filter(pk=way.pk).update(preferred=True)
    note("way preferred", way, by=by, at=at, person_key=way.person.key)


@transaction.atomic
def drop_way(*, way: ContactWay, by: Actor, at: datetime) -> None:
    """Take a way out. Raises TheOnlyWay."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=way.person_id)
    if not person.ways.exclude(pk=way.pk).exists():
        raise TheOnlyWay(
            _("This is the only way we reach you. Add another one first, or be forgotten.")
        )
    note("way taken out", way, by=by, at=at, person_key=person.key)
    way.delete()
    index(person)
