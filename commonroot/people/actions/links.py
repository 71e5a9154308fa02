"""Links: secret addresses that open something for one person."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.keys import mark, token_hash
from commonroot.people import rules
from commonroot.people.models import ContactWay, Link, Person


@transaction.atomic
def open_link(
    *,
    person: Person,
    scope: str,
    at: datetime,
    thing: str = "",
    way: ContactWay | None = None,
    days: int | None = rules.PAGE_DAYS,
    fresh: bool = False,
    fresh_until: datetime | None = None,
    token: str = "",
) -> str:
    """A new link; returns its token, which is stored nowhere. `days=None`: it never runs out.

    `token` is given where it was not drawn here: `code_token` of six words.
    """
    token = token or secrets.token_urlsafe(16)
    Link.objects.create(
        person=person,
        scope=scope,
        thing=thing,
        way=way,
        token_hash=token_hash(token),
        fresh_until=at + timedelta(minutes=rules.FRESH_MINUTES) if fresh else fresh_until,
        expires_at=None if days is None else at + timedelta(days=days),
        created_at=at,
    )
    return token


def answer_link(
    *,
    person: Person,
    thing: str,
    way: ContactWay | None = None,
    days: int | None = rules.ANSWER_DAYS,
    at: datetime,
) -> str:
    """A link for a letter that asks one thing ("kind:key") and opens nothing else; its token."""
    return open_link(person=person, scope=Link.Scope.ANSWER, thing=thing, way=way, days=days, at=at)


def stop_link(*, person: Person, thing: str, at: datetime) -> str:
    """What stops letters of one kind, for ever; its token."""
    return open_link(person=person, scope=Link.Scope.UNSUBSCRIBE, thing=thing, days=None, at=at)


def code_token(words: str) -> str:
    """The token of a link that is opened by typing words: keyed, so that a dump cannot be searched
    for them.
    """
    return mark("code", " ".join(words.casefold().split()), ring=settings.KEY_RING)


@transaction.atomic
def end_link(*, link: Link, by: Actor, at: datetime) -> None:
    """End one link."""
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    note("link ended", link, by=by, at=at, person_key=link.person.key)


@transaction.atomic
def unmake_links(*, person: Person, opened_at: datetime) -> int:
    """Delete the links of `person` that were to open at that moment, with a letter that was taken
    back before it left; how many.
    """
    return Link.objects.filter(person=person, created_at=opened_at).delete()[0]
