"""Agreements: everything written to the ledger and to what stands now, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement, LedgerEvent, Told, Wording
from commonroot.consent.rules import (
    AUDIENCE_OF,
    LEAVES,
    OWN_CIRCLE,
    VALID_DAYS,
    YES,
    Audience,
    AudienceKind,
    Purpose,
    is_asked,
)
from commonroot.core.fields import Translated
from commonroot.core.rows import insert_like
from commonroot.messaging.actions import cancel_letters
from commonroot.people.models import Person

ENDING = (
    LedgerEvent.State.REFUSED,
    LedgerEvent.State.WITHDRAWN,
    LedgerEvent.State.INVALIDATED,
    LedgerEvent.State.EXPIRED,
)


@dataclass(frozen=True)
class Testimony:
    """Who heard something that was said and not written, on which day, and how it was made sure
    who said it: a code of `rules.IDENTITY`.
    """

    witness: str
    on: date
    identity: str = ""


def usual_audience(purpose: Purpose) -> Audience:
    """The audience a purpose has when nothing closer is known: the circle is "the one in your
    country".
    """
    kind = AUDIENCE_OF[purpose]
    return Audience(kind, OWN_CIRCLE if kind == AudienceKind.CIRCLE else "")


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
    form: str = "",
    testimony: Testimony | None = None,
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
        form=form,
        recorded_by=f"{by.kind}:{by.key}",
        witness=testimony.witness if testimony else "",
        said_on=testimony.on if testimony else None,
        identity=testimony.identity if testimony else "",
        valid_until=valid_until,
        at=at,
    )
    _let_stand(event)
    if state in ENDING:
        # Which circle is "the one in their country" the outbox cannot know: the gate looks again.
        letters_to = None if audience.key == OWN_CIRCLE else str(audience)
        cancel_letters(person_key=person.key, purpose=purpose, audience=letters_to, at=at)
    note(
        f"agreement {state}", event, by=by, at=at, person_key=person.key, facts={"purpose": purpose}
    )
    return event


def _let_stand(event: LedgerEvent) -> None:
    """What stands from this event on; what is only asked for changes nothing about a yes."""
    asked: dict[str, Any] = {
        "person": event.person,
        "purpose": event.purpose,
        "audience_kind": event.audience_kind,
        "audience_key": event.audience_key,
    }
    yes = Agreement.objects.filter(state__in=YES, **asked)
    if event.state == LedgerEvent.State.REQUESTED and yes.exists():
        return
    standing = LEAVES.get(event.state, event.state)
    Agreement.objects.update_or_create(
        **asked,
        defaults={"state": standing, "valid_until": event.valid_until, "since": event.at},
    )


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
    form: str = "",
    testimony: Testimony | None = None,
) -> LedgerEvent:
    """Write down that `person` said yes or no to a question, on which `form` if on one.

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
        form=form,
        testimony=testimony,
    )


@transaction.atomic
def confirm_requested(
    *, person: Person, by: Actor, at: datetime, how: str = LedgerEvent.How.LETTER
) -> int:
    """Turn every *requested* yes of `person` into *given*: the way is proven now. How many."""
    requested = Agreement.objects.filter(person=person, state=Agreement.State.REQUESTED)
    rows = list(requested)
    for row in rows:
        last = (
            LedgerEvent.objects.filter(
                person=person,
                purpose=row.purpose,
                audience_kind=row.audience_kind,
                audience_key=row.audience_key,
            )
            .order_by("-at", "-pk")
            .first()
        )
        write(
            person,
            Purpose(row.purpose),
            audience=Audience(AudienceKind(row.audience_kind), row.audience_key),
            state=LedgerEvent.State.GIVEN,
            how=how,
            by=by,
            at=at,
            wording=last.wording if last else None,
            language=last.language if last else "",
            form=last.form if last else "",
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
def stop_serving(
    *, person: Person, purpose: Purpose, audience: Audience, by: Actor, at: datetime
) -> None:
    """What somebody was served for is over (they are no longer the contact of a circle)."""
    stands = Agreement.objects.filter(
        person=person,
        purpose=purpose,
        audience_kind=audience.kind,
        audience_key=audience.key,
        state=Agreement.State.SERVED,
    )
    if stands.exists():
        write(
            person,
            purpose,
            audience=audience,
            state=LedgerEvent.State.EXPIRED,
            how=LedgerEvent.How.SYSTEM,
            by=by,
            at=at,
        )


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
    row = Told(
        audience_kind=audience.kind,
        audience_key=audience.key,
        audience_name=audience_name,
        what=what,
        purpose=purpose,
        at=at,
    )
    found = (
        people.values_list("pk", flat=True)
        if isinstance(people, QuerySet)
        else (person.pk for person in people)
    )
    differing = [{"person_id": pk} for pk in found]
    insert_like(row, differing=differing)
    return len(differing)


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
