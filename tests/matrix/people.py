"""People of the tried world: known ones, and those whom the gate refuses."""

from datetime import datetime
from typing import Any

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people import actions as people
from commonroot.people.models import Pair, Person
from commonroot.programmes.models import Presenter, Programme
from tests.factories.engagement import (
    FollowUpFactory,
    MakerFactory,
    ParticipationFactory,
    PromiseFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.registration import RegistrationFactory

SYSTEM = Actor.system()
# Whom the gate refuses: a word in every detail of theirs that a page might show.
MARKS = ("Kanarienvogel", "Nachtigall")


def _refused(mark: str, programme: Programme, *, like: Person, at: datetime) -> Person:
    """Somebody who took part in everything, said yes to nothing and shows everywhere if let."""
    person: Person = PersonFactory(
        shown_name=f"{mark} Person",
        sort_key=mark.casefold(),
        city=mark,
        organisation=mark,
        offers=mark,
        wants=mark,
        country="KE",
        created_at=at,
    )
    ContactWayFactory(person=person, value=f"{mark.casefold()}@example.org")
    people.index(person=person)
    session = programme.sessions.get()
    RegistrationFactory(session=session, person=person, state="placed", needs=mark)
    RegistrationFactory(session=session, person__provisional=True, may_be=person)
    ParticipationFactory(programme=programme, person=person)
    promise = PromiseFactory(programme=programme, person=person, text=mark)
    MakerFactory(project=programme.projects.order_by("pk")[0], person=person)
    wave = programme.waves.get()
    FollowUpFactory(
        wave=wave, person=person, promise=promise, state="answered", answered_at=at, word=mark
    )
    letter = programme.circle_letters.get()
    letter.introductions.create(circle=letter.circle, person=person, changed_at=at)
    one, other = sorted((person, like), key=lambda p: p.pk)
    Pair.objects.create(left=one, right=other, band="probable", probability=0.95, found_at=at)
    return person


def put_refused(programme: Programme, *, like: Person, at: datetime) -> None:
    """One who said no to everything and one who paused, both with a part in everything."""
    silent = _refused(MARKS[0], programme, like=like, at=at)
    for purpose in (Purpose.REGISTER, Purpose.FOLLOW_UP, Purpose.COUNTRY_CIRCLE):
        consent.answer(
            person=silent, purpose=purpose, yes=False, how="form", by=Actor.public(), at=at
        )
    paused = _refused(MARKS[1], programme, like=like, at=at)
    served(paused, programme, at)
    consent.answer(person=paused, purpose=Purpose.REGISTER, yes=True, how="form", by=SYSTEM, at=at)
    Presenter.objects.create(
        session=programme.sessions.get(),
        person=paused,
        state="agreed",
        shown_name=MARKS[1],
        line=MARKS[1],
    )
    consent.pause(person=paused, by=Actor.public(), at=at)


def known(name: str, at: datetime, **more: Any) -> Person:
    """Somebody in the register with an address."""
    person: Person = PersonFactory(shown_name=name, country="KE", created_at=at, **more)
    ContactWayFactory(person=person)
    people.index(person=person)
    for purpose in (Purpose.REGISTER, Purpose.FOLLOW_UP, Purpose.COUNTRY_CIRCLE):
        consent.answer(
            person=person, purpose=purpose, yes=True, how="form", by=Actor.public(), at=at
        )
    return person


def served(person: Person, programme: Programme, at: datetime) -> None:
    """Whoever has a place there is seen by those who run it."""
    consent.serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        until=None,
        by=Actor.public(),
        at=at,
        audience=Audience(AudienceKind.PROGRAMME, programme.key),
    )
