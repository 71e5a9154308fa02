"""Joining: one letter that asks to confirm, for news alone or as a member of the network."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import count_try
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import masked, one_line
from commonroot.messaging.models import Letter
from commonroot.people.actions import add_person, add_way, open_link, typed_way, way_mark
from commonroot.people.actions import network as belonging
from commonroot.people.models import NetworkMembership, Person
from commonroot.people.queries import working_way
from commonroot.people.queries.network import to_welcome
from commonroot.programmes import emails

TRIES_AN_HOUR = 5
NAME_LENGTH = 120


class NoMembers(Refused):
    """The school has no members."""


class NotSupported(Refused):
    """Members support the aims of the network, and this was not said."""


@transaction.atomic
def join_network(*, way_text: str, language: str, network: str, by: Actor, at: datetime) -> str:
    """Write to an address and ask whether it may get news; gives it as screens may show it.

    What happens is the same whether or not anybody is known there: a provisional person holds the
    request until the letter's link is used. The same address gets one such letter a day.
    Raises people.NoSuchWay and accounts.TooManyTries.
    """
    return _asked_in(way_text, name="", language=language, network=network, by=by, at=at)[0]


@transaction.atomic
def join_as_member(
    *,
    school: Circle,
    name: str,
    way_text: str,
    supports: bool,
    language: str,
    network: str,
    by: Actor,
    at: datetime,
) -> str:
    """Ask to belong to the network; gives the address as screens may show it.

    As with news, nothing counts until the letter's link is used. Where members apply or are
    affiliated, organisers decide then.
    Raises NoMembers, NotSupported, people.NoSuchWay and accounts.TooManyTries.
    """
    if not school.members_by:
        raise NoMembers(_("This network takes nobody in at the moment."))
    if school.members_by == Circle.Basis.ENDORSED and not supports:
        raise NotSupported(
            _("Members support what is written above. Say so, or ask for news alone.")
        )
    shown, person = _asked_in(
        way_text,
        name=one_line(name)[:NAME_LENGTH],
        language=language,
        network=network,
        by=by,
        at=at,
    )
    if person is not None:
        belonging.belong(
            person=person,
            basis=school.members_by,
            at_once=school.members_by in {Circle.Basis.JOINED, Circle.Basis.ENDORSED},
            by=by,
            at=at,
        )
    return shown


@transaction.atomic
def welcome_members(*, at: datetime) -> int:
    """Write to members whose address is proven and whom nobody has welcomed yet; how many."""
    posted = 0
    for membership in to_welcome():
        if belonging.welcomed(membership=membership, at=at):
            posted += _welcome(membership, at=at)
    return posted


def _welcome(membership: NetworkMembership, *, at: datetime) -> bool:
    way = working_way(membership.person)
    if way is None:
        return False
    token = open_link(person=membership.person, scope="page", way=way, at=at)
    emails.post_welcome(membership=membership, way=way, token=token, at=at)
    return True


@transaction.atomic
def not_taken_in(*, membership: NetworkMembership, by: Actor, at: datetime) -> None:
    """Say no to somebody who asked to belong, and write it to them. Raises people's NotWaiting."""
    belonging.refuse(membership=membership, by=by, at=at)
    way = working_way(membership.person)
    if way is not None:
        emails.post_not_taken_in(membership=membership, way=way, at=at)


def _asked_in(
    way_text: str, *, name: str, language: str, network: str, by: Actor, at: datetime
) -> tuple[str, Person | None]:
    """The address as screens may show it, and the newcomer; None when one was written to today."""
    kind, value = typed_way(way_text)
    once = f"join:{way_mark(kind, value)}:{at:%Y-%m-%d}"
    hour = timedelta(hours=1)
    count_try("join from", network, limit=TRIES_AN_HOUR * 4, per=hour, at=at)
    count_try("join as", value, limit=TRIES_AN_HOUR, per=hour, at=at)
    if Letter.objects.filter(once=once).exists():
        return masked(value), None
    person = add_person(
        shown_name=name or masked(value),
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
    return masked(value), person
