"""Agreements: everything written to the ledger and to what stands now, in one transaction."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement, LedgerEvent, Told, Wording
from commonroot.consent.rules import (
    AUDIENCE_OF,
    BASES,
    OWN_CIRCLE,
    VALID_DAYS,
    Audience,
    AudienceKind,
    Basis,
    Purpose,
    is_asked,
)
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.messaging.actions import cancel_letters
from commonroot.people import actions as people
from commonroot.people.actions import add_person, add_way, typed_way
from commonroot.people.models import Person
from commonroot.people.queries import is_suppressed, namesake

WORDINGS_FILE = Path(__file__).parents[1] / "wordings.toml"
ENDING = (
    LedgerEvent.State.REFUSED,
    LedgerEvent.State.WITHDRAWN,
    LedgerEvent.State.INVALIDATED,
    LedgerEvent.State.EXPIRED,
)


class KnownAlready(Refused):
    """Somebody with that name and address is in the register."""


class AskedToBeForgotten(Refused):
    """Somebody with that address asked to be forgotten."""


def usual_audience(purpose: Purpose) -> Audience:
    """The audience a purpose has when nothing closer is known: the circle is "the one in your
    country".
    """
    kind = AUDIENCE_OF[purpose]
    return Audience(kind, OWN_CIRCLE if kind == AudienceKind.CIRCLE else "")


@transaction.atomic
def set_wording(
    *, purpose: str, question: Translated, explanation: Translated, at: datetime
) -> Wording:
    """The next version of a question; the same words again change nothing."""
    last = Wording.objects.filter(purpose=purpose).order_by("-version").first()
    if last is not None and last.question == question and last.explanation == explanation:
        return last
    return Wording.objects.create(
        purpose=purpose,
        version=last.version + 1 if last else 1,
        question=question,
        explanation=explanation,
        since=at,
    )


@transaction.atomic
def install_wordings(*, at: datetime) -> int:
    """Put the questions of wordings.toml in force; how many there are. Unchanged ones stay as they
    are.
    """
    questions = tomllib.loads(WORDINGS_FILE.read_text())
    for purpose, texts in questions.items():
        set_wording(
            purpose=purpose,
            question=Translated(texts["question"]),
            explanation=Translated(texts["explanation"]),
            at=at,
        )
    return len(questions)


@transaction.atomic
def write(
    person: Person,
    purpose: Purpose,
    *,
    audience: Audience,
    state: str,
    how: str,
    by: Actor,
    at: datetime,
    wording: Wording | None = None,
    language: str = "",
    valid_until: datetime | None = None,
) -> LedgerEvent:
    """One event in the ledger, and what stands from it on. For the actions of this area alone."""
    event = LedgerEvent.objects.create(
        person=person,
        purpose=purpose,
        audience_kind=audience.kind,
        audience_key=audience.key,
        state=state,
        wording=wording,
        language=language,
        how=how,
        recorded_by=f"{by.kind}:{by.key}",
        valid_until=valid_until,
        at=at,
    )
    standing = {"renewed": "given", "expired": "withdrawn", "invalidated": "withdrawn"}.get(
        state, state
    )
    Agreement.objects.update_or_create(
        person=person,
        purpose=purpose,
        audience_kind=audience.kind,
        audience_key=audience.key,
        defaults={"state": standing, "valid_until": valid_until, "since": at},
    )
    if state in ENDING:
        # Which circle is "the one in their country" the outbox cannot know: the gate looks again.
        letters_to = None if audience.key == OWN_CIRCLE else str(audience)
        cancel_letters(person_key=person.key, purpose=purpose, audience=letters_to, at=at)
    note(
        f"agreement {state}", event, by=by, at=at, person_key=person.key, facts={"purpose": purpose}
    )
    return event


def answer(
    *,
    person: Person,
    purpose: Purpose,
    yes: bool,
    how: str,
    by: Actor,
    at: datetime,
    audience: Audience | None = None,
    confirmed: bool = True,
    wording: Wording | None = None,
    language: str = "",
) -> LedgerEvent:
    """Write down that `person` said yes or no to a question.

    A yes from an address not yet confirmed is only *requested* (`confirmed=False`) and opens
    nothing.
    A no after a yes is a withdrawal. Works at once: letters waiting on it are cancelled.
    """
    if not is_asked(purpose):
        raise ValueError(purpose)
    audience = audience or usual_audience(purpose)
    stands = Agreement.objects.filter(
        person=person, purpose=purpose, audience_kind=audience.kind, audience_key=audience.key
    ).first()
    was_yes = stands is not None and stands.state == Agreement.State.GIVEN
    states = LedgerEvent.State
    if not yes:
        state = states.WITHDRAWN if was_yes else states.REFUSED
    elif not confirmed:
        state = states.REQUESTED
    else:
        state = states.RENEWED if was_yes else states.GIVEN
    days = VALID_DAYS[purpose]
    return write(
        person,
        purpose,
        audience=audience,
        state=state,
        how=how,
        by=by,
        at=at,
        wording=wording,
        language=language,
        valid_until=at + timedelta(days=days) if yes and days else None,
    )


@transaction.atomic
def confirm_requested(*, person: Person, by: Actor, at: datetime) -> int:
    """Turn every *requested* yes of `person` into *given*: the address is proven now. How many."""
    requested = Agreement.objects.filter(person=person, state=Agreement.State.REQUESTED)
    rows = list(requested)
    for row in rows:
        last = (
            LedgerEvent.objects.filter(person=person, purpose=row.purpose)
            .order_by("-at", "-pk")
            .first()
        )
        write(
            person,
            Purpose(row.purpose),
            audience=Audience(AudienceKind(row.audience_kind), row.audience_key),
            state=LedgerEvent.State.GIVEN,
            how=LedgerEvent.How.LETTER,
            by=by,
            at=at,
            wording=last.wording if last else None,
            language=last.language if last else "",
            valid_until=row.valid_until,
        )
    return len(rows)


def serve(
    *,
    person: Person,
    purpose: Purpose,
    audience: Audience,
    until: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    """Open the gate for what the person themself asked for (a place, a letter about their circle's
    work).
    """
    stands = Agreement.objects.filter(
        person=person,
        purpose=purpose,
        audience_kind=audience.kind,
        audience_key=audience.key,
        state=Agreement.State.SERVED,
    ).first()
    if stands is not None and (
        stands.valid_until is None or (until and stands.valid_until >= until)
    ):
        return
    write(
        person,
        purpose,
        audience=audience,
        state=LedgerEvent.State.SERVED,
        how=LedgerEvent.How.FORM,
        by=by,
        at=at,
        valid_until=until,
    )


@transaction.atomic
def pause(*, person: Person, by: Actor, at: datetime) -> None:
    """Pause everything: nothing but duty passes the gate until `people.actions.resume`.

    What waits to be sent to them is cancelled, so that nothing old leaves when the pause ends.
    """
    people.pause(person=person, by=by, at=at)
    for purpose, basis in BASES.items():
        if basis != Basis.DUTY:
            cancel_letters(person_key=person.key, purpose=purpose, at=at)


@transaction.atomic
def tell(
    *,
    people: Iterable[Person],
    audience: Audience,
    audience_name: Translated,
    what: list[str],
    purpose: Purpose,
    at: datetime,
) -> int:
    """Write down that `audience` was told `what` about `people`; they see it on their page. How
    many.
    """
    rows = [
        Told(
            person=person,
            audience_kind=audience.kind,
            audience_key=audience.key,
            audience_name=audience_name,
            what=what,
            purpose=purpose,
            at=at,
        )
        for person in people
    ]
    Told.objects.bulk_create(rows)
    return len(rows)


def keep_until_asked(*, person: Person, by: Actor, at: datetime) -> None:
    """Somebody came with an old list: kept in the register on an unknown basis, not written to."""
    write(
        person,
        Purpose.REGISTER,
        audience=usual_audience(Purpose.REGISTER),
        state=LedgerEvent.State.UNKNOWN,
        how=LedgerEvent.How.IMPORT,
        by=by,
        at=at,
    )


def refuse_the_forgotten(kind: str, value: str) -> None:
    """Nobody writes in whoever asked to be forgotten. Raises AskedToBeForgotten."""
    if is_suppressed(kind, value):
        raise AskedToBeForgotten(
            _(
                "Somebody with this address asked to be forgotten. "
                "They can come back by registering themselves."
            )
        )


@transaction.atomic
def add_by_hand(
    *, shown_name: str, way: str, agreed: bool, details: Mapping[str, Any], by: Actor, at: datetime
) -> Person:
    """Somebody an organiser met: in the register with the yes they said, or kept until they are
    asked.

    Raises NoSuchWay, KnownAlready, and AskedToBeForgotten: who asked for that comes back only by
    registering themself.
    """
    kind, value = typed_way(way)
    refuse_the_forgotten(kind, value)
    known = namesake(kind=kind, value=value, name=shown_name)
    if known is not None:
        raise KnownAlready(
            _("%(name)s is here already with this address.") % {"name": known.shown_name}
        )
    person = add_person(
        shown_name=shown_name, origin=Person.Origin.HAND, details=details, by=by, at=at
    )
    add_way(person=person, kind=kind, value=value, at=at)
    if agreed:
        answer(
            person=person,
            purpose=Purpose.REGISTER,
            yes=True,
            how=LedgerEvent.How.SPOKEN,
            by=by,
            at=at,
        )
    else:
        keep_until_asked(person=person, by=by, at=at)
    return person
