"""Offers to those who took part: made, changed, ended; whom somebody is introduced to there."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.places import country_name
from commonroot.engagement.models import Pathway, PathwayContact
from commonroot.engagement.queries import pathways as queries
from commonroot.people.models import Person


class NobodyToMeet(Refused):
    """Whoever is chosen as contact signs in for nothing and is the contact of no circle."""


@transaction.atomic
def offer(
    *,
    kind: str,
    title: Translated,
    words: Translated,
    run_by: Circle,
    circle: Circle | None = None,
    country: str = "",
    backgrounds: Sequence[str] = (),
    places: int | None = None,
    until: date | None = None,
    contact: Person | None = None,
    by: Actor,
    at: datetime,
) -> Pathway:
    """A new offer. Raises NobodyToMeet for a contact we may not write to as such."""
    pathway = Pathway.objects.create(
        kind=kind,
        title=title,
        words=words,
        run_by=run_by,
        circle=circle,
        country=country,
        backgrounds=list(backgrounds),
        places=places,
        until=until,
        made_at=at,
    )
    if contact is not None:
        _put_contact(pathway, contact, at=at)
    note("pathway offered", pathway, by=by, at=at, facts={"kind": kind})
    return pathway


@transaction.atomic
def change_offer(
    *,
    pathway: Pathway,
    title: Translated,
    words: Translated,
    circle: Circle | None,
    country: str,
    backgrounds: Sequence[str],
    places: int | None,
    until: date | None,
    contact: Person | None,
    by: Actor,
    at: datetime,
) -> None:
    """Say anew what an offer is. Another contact takes over from today. Raises NobodyToMeet."""
    pathway.title, pathway.words, pathway.circle = title, words, circle
    pathway.country, pathway.backgrounds = country, list(backgrounds)
    pathway.places, pathway.until = places, until
    pathway.save()
    now = queries.contact_of(pathway, at=at)
    if now is not None and now != contact:
        pathway.contacts.filter(until=None).update(until=at.date())
    if contact is not None and now != contact:
        _put_contact(pathway, contact, at=at)
    note("pathway changed", pathway, by=by, at=at)


def _put_contact(pathway: Pathway, contact: Person, *, at: datetime) -> None:
    if not queries.may_be_contact(contact, at=at):
        raise NobodyToMeet(
            _("%(name)s can be no contact yet. Let them sign in, or make them contact of a circle.")
            % {"name": contact.shown_name}
        )
    PathwayContact.objects.update_or_create(
        pathway=pathway, person=contact, since=at.date(), defaults={"until": None}
    )


@transaction.atomic
def end_offer(*, pathway: Pathway, by: Actor, at: datetime) -> None:
    """It is offered to nobody else; whoever is on it stays. Again: it is offered anew."""
    pathway.closed_at = None if pathway.closed_at else at
    pathway.save(update_fields=["closed_at"])
    note("pathway ended" if pathway.closed_at else "pathway offered again", pathway, by=by, at=at)


@transaction.atomic
def offer_start(*, country: str, run_by: Circle, by: Actor, at: datetime) -> Pathway:
    """The offer to start a circle in a country that has none; the one there is, if there is one."""
    there = Pathway.objects.filter(
        kind=Pathway.Kind.START, country=country, run_by=run_by, closed_at=None
    ).first()
    if there is not None:
        return there
    languages = run_by.languages or ["en"]
    title, words = Translated(), Translated()
    for language in languages:
        name = country_name(country, language)
        title[language], words[language] = queries.start_words(name, language=language)
    return offer(
        kind=Pathway.Kind.START,
        title=title,
        words=words,
        run_by=run_by,
        country=country,
        by=by,
        at=at,
    )
