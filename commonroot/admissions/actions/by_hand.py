"""Applications that organisers take in: on paper, late, from a list."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import applying
from commonroot.admissions.models import Application, Call
from commonroot.consent.actions import refuse_the_forgotten
from commonroot.people.actions import add_person, add_way, typed_way
from commonroot.people.models import Person
from commonroot.people.queries import namesake
from commonroot.registration.actions import NotAName


@transaction.atomic
def begin_for(
    *,
    call: Call,
    name: str,
    way_text: str,
    received: str,
    language: str,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Application:
    """A draft that an organiser fills in for somebody, at any time.

    Somebody known by that way and name is taken; else a person is added, unless they asked to be
    forgotten. Raises NoSuchWay, NotAName, AskedToBeForgotten.
    """
    if not any(letter.isalnum() for letter in name):
        raise NotAName(_("Please write a name that we can use for this person."))
    person = _somebody(name=name, way_text=way_text, language=language, by=by, at=at)
    application = applying.drafted(
        call=call,
        person=person,
        kind=Application.Kind.ALONE,
        language=person.language or language,
        zone=person.time_zone,
        received=received,
        by=by,
        at=at,
    )
    application.received_words = words
    application.save(update_fields=["received_words"])
    return application


def _somebody(*, name: str, way_text: str, language: str, by: Actor, at: datetime) -> Person:
    way = typed_way(way_text) if way_text.strip() else None
    if way is not None:
        known = namesake(kind=way[0], value=way[1], name=name)
        if known is not None:
            return known
        refuse_the_forgotten(*way)
    person = add_person(
        shown_name=name, origin=Person.Origin.HAND, details={"language": language}, by=by, at=at
    )
    if way is not None:
        add_way(person=person, kind=way[0], value=way[1], at=at)
    return person
