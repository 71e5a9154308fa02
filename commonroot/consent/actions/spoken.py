"""What somebody said and did not write: an organiser writes it down, with who heard it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.consent.actions.ledger import Testimony, answer, keep_until_asked
from commonroot.consent.models import LedgerEvent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.people.actions import add_person, add_way, typed_way
from commonroot.people.models import Person
from commonroot.people.queries import is_suppressed, namesake

How = LedgerEvent.How


class KnownAlready(Refused):
    """Somebody with that name and address is in the register."""


class AskedToBeForgotten(Refused):
    """Somebody with that address asked to be forgotten."""


class NoWitness(Refused):
    """A yes that nobody is named to have heard."""


class SaidInTheFuture(Refused):
    """It cannot have been said on a day that is still to come."""


@transaction.atomic
def write_down(
    *,
    person: Person,
    answers: Mapping[Purpose, bool],
    how: str,
    witness: str,
    said_on: date,
    language: str,
    by: Actor,
    at: datetime,
    identity: str = "",
) -> list[LedgerEvent]:
    """What somebody said to an organiser about these questions, read out in `language`.

    `how` is "spoken" or "phone". A yes needs somebody who heard it; a no always counts. They get a
    copy by mail, or by hand. Raises NoWitness, SaidInTheFuture.
    """
    witness = one_line(witness)
    if said_on > at.date():
        raise SaidInTheFuture(_("That day is still to come. Write the day on which it was said."))
    if not witness and any(answers.values()):
        raise NoWitness(
            _("Write down who heard the yes. Without a name it cannot be shown that it was said.")
        )
    wordings = current_wordings(LedgerEvent.Form.DESK)
    testimony = Testimony(witness=witness, on=said_on, identity=identity)
    return [
        answer(
            person=person,
            purpose=purpose,
            yes=yes,
            how=how,
            form=LedgerEvent.Form.DESK,
            wording=wordings.get(purpose),
            language=language,
            testimony=testimony,
            by=by,
            at=at,
        )
        for purpose, yes in answers.items()
    ]


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
    *,
    shown_name: str,
    way: str,
    agreed: bool,
    details: Mapping[str, Any],
    by: Actor,
    at: datetime,
    witness: str = "",
) -> Person:
    """Somebody an organiser met: in the register with the yes they said, or kept until they are
    asked.

    Raises NoSuchWay, KnownAlready, NoWitness, and AskedToBeForgotten: who asked for that comes back
    only by registering themself.
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
        write_down(
            person=person,
            answers={Purpose.REGISTER: True},
            how=How.SPOKEN,
            witness=witness,
            said_on=at.date(),
            language=person.language,
            by=by,
            at=at,
        )
    else:
        keep_until_asked(person=person, by=by, at=at)
    return person
