"""Joining the network from the first page: one field, one letter that asks to confirm."""

from datetime import datetime, timedelta

from django.db import transaction

from commonroot.accounts.actions import count_try
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.text import masked
from commonroot.messaging.models import Letter
from commonroot.people.actions import add_person, add_way, open_link, typed_way, way_mark
from commonroot.programmes import emails

TRIES_AN_HOUR = 5


@transaction.atomic
def join_network(*, way_text: str, language: str, network: str, by: Actor, at: datetime) -> str:
    """Write to an address and ask whether it may get news; gives it as screens may show it.

    What happens is the same whether or not anybody is known there: a provisional person holds the
    request until the letter's link is used. The same address gets one such letter a day.
    Raises people.NoSuchWay and accounts.TooManyTries.
    """
    kind, value = typed_way(way_text)
    once = f"join:{way_mark(kind, value)}:{at:%Y-%m-%d}"
    hour = timedelta(hours=1)
    count_try("join from", network, limit=TRIES_AN_HOUR * 4, per=hour, at=at)
    count_try("join as", value, limit=TRIES_AN_HOUR, per=hour, at=at)
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
    consent.answer(
        person=person,
        purpose=Purpose.NEWS,
        yes=True,
        how="form",
        form="join",
        by=by,
        at=at,
        confirmed=False,
        wording=current_wordings().get(Purpose.NEWS),
        language=language,
    )
    token = open_link(person=person, scope="page", way=way, at=at)
    emails.post_join(person=person, way=way, token=token, once=once, at=at)
    return masked(value)
