"""Writing somebody in by hand: for a place, with the same checks as the form, or as having come."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import refuse_the_forgotten
from commonroot.core.text import one_line, tokens
from commonroot.people.actions import add_person, add_way, open_link, typed_way
from commonroot.people.models import Link, Person
from commonroot.people.queries import known_by_way
from commonroot.people.rules import names_cover
from commonroot.programmes.models import Session
from commonroot.registration import emails, queries, rules
from commonroot.registration.actions import places
from commonroot.registration.actions.asking import NotAName, keep_answers, register
from commonroot.registration.actions.coming import NotYet
from commonroot.registration.models import Presence, Registration

State = Registration.State


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
    answers: Mapping[str, str] | None = None,
) -> Registration:
    """An organiser writes somebody in, with the same checks as the form.

    `known` says who of the register it is; else somebody known by that way under a covering name is
    taken; else a person is added, unless they asked to be forgotten: they come back only by
    registering themself. `answers` are by the question's key; those left out stay unanswered, and
    whoever has a claim keeps what they answered. Raises NoSuchWay, NotAName, RegistrationClosed,
    AskedToBeForgotten.
    """
    typed_way(way_text)
    person = _somebody(name=name, way_text=way_text, language=language, known=known, by=by, at=at)
    there = queries.claim(person=person, session=session)
    claim = register(person=person, session=session, needs=needs, source=source, by=by, at=at)
    if there is None:
        keep_answers(claim, answers or {})
    return claim


@transaction.atomic
def write_in(
    *,
    session: Session,
    name: str,
    way_text: str,
    language: str,
    by: Actor,
    at: datetime,
    how: str = Presence.How.DESK,
    known: Person | None = None,
    needs: str = "",
    answers: Mapping[str, str] | None = None,
) -> Registration:
    """Write down that somebody came to a session that has begun, who had no place in it.

    They stood there, so that no place is counted off; they are told by letter. Without a way to
    reach them nobody is. Whoever waited, or gave their place up, is ticked. Taken back, they have
    no place again. Raises NotYet, NotAName, NoSuchWay, AskedToBeForgotten.
    """
    if session.starts_at is None or at < session.starts_at:
        raise NotYet(_("This session has not begun, so nobody can have been there yet."))
    person = _somebody(name=name, way_text=way_text, language=language, known=known, by=by, at=at)
    session = places.locked(session)
    rows = list(Registration.objects.filter(person=person, session=session).order_by("pk"))
    claim = next((row for row in rows if row.state in rules.CLAIMING), None)
    there = claim or (rows[-1] if rows else None)
    if there is not None:
        _came_all_the_same(there, session=session, how=how, by=by, at=at)
        return there
    places.let_organisers_see(person=person, session=session, by=by, at=at)
    row = places.placed(
        person=person,
        session=session,
        needs=needs,
        language=language,
        source=Registration.Source.HAND,
        came=True,
        by=by,
        at=at,
    )
    Presence.objects.create(registration=row, how=how, was=State.CANCELLED, said_at=at)
    keep_answers(row, answers or {})
    token = open_link(person=person, scope=Link.Scope.PAGE, thing=f"registration:{row.key}", at=at)
    emails.post_about(row, "came", token=token, at=at)
    return row


def _came_all_the_same(
    row: Registration, *, session: Session, how: str, by: Actor, at: datetime
) -> None:
    """Tick somebody whom the session knows already, whatever became of their claim."""
    row.session = session
    was = row.state
    if was == State.ATTENDED:
        return
    places.move(row, to=State.ATTENDED, by=by, at=at)
    Presence.objects.update_or_create(
        registration=row,
        defaults={"how": how, "said_at": at},
        create_defaults={"how": how, "said_at": at, "was": was},
    )


def _somebody(
    *,
    name: str,
    way_text: str,
    language: str,
    known: Person | None,
    by: Actor,
    at: datetime,
) -> Person:
    """Who is meant: the one who was chosen, somebody known by that way and name, somebody new."""
    if not rules.is_name(one_line(name)):
        raise NotAName(_("Please write a name that we can use for this person."))
    if known is not None:
        return known
    way = typed_way(way_text) if way_text.strip() else None
    if way:
        words = tokens(name)
        for person in known_by_way(*way):
            if names_cover(words, tokens(person.shown_name)):
                return person
        refuse_the_forgotten(*way)
    person = add_person(
        shown_name=name, origin=Person.Origin.HAND, details={"language": language}, by=by, at=at
    )
    if way:
        add_way(person=person, kind=way[0], value=way[1], at=at)
    return person
