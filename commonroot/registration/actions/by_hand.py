"""Writing somebody in by hand: one, or a pasted list, with the same checks as the form."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import refuse_the_forgotten
from commonroot.core.text import one_line, tokens
from commonroot.people.actions import add_person, add_way, typed_way
from commonroot.people.models import Person
from commonroot.people.queries import known_by_way
from commonroot.people.rules import names_cover
from commonroot.programmes.models import Session
from commonroot.registration import rules
from commonroot.registration.actions.asking import NotAName, register
from commonroot.registration.models import Registration


@transaction.atomic
def register_by_hand(
    *,
    session: Session,
    name: str,
    way_text: str,
    needs: str,
    language: str,
    by: Actor,
    at: datetime,
    source: str = Registration.Source.HAND,
    known: Person | None = None,
) -> Registration:
    """An organiser writes somebody in, with the same checks as the form.

    `known` says who of the register it is; else somebody known by that way under a covering name is
    taken; else a person is added, unless they asked to be forgotten: they come back only by
    registering themself. Raises NoSuchWay, NotAName, RegistrationClosed, AskedToBeForgotten.
    """
    kind, value = typed_way(way_text)
    if not rules.is_name(one_line(name)):
        raise NotAName(_("Please write a name that we can use for this person."))
    words = tokens(name)
    known = known or next(
        (p for p in known_by_way(kind, value) if names_cover(words, tokens(p.shown_name))), None
    )
    if known is None:
        refuse_the_forgotten(kind, value)
        known = add_person(
            shown_name=name,
            origin=Person.Origin.HAND,
            details={"language": language},
            by=by,
            at=at,
        )
        add_way(person=known, kind=kind, value=value, at=at)
    return register(person=known, session=session, needs=needs, source=source, by=by, at=at)
