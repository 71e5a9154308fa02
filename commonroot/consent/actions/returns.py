"""What follows from letters that came back, and from letters that somebody called unwanted."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.actions.ledger import answer
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.queries.returns import SOFT_RETURNS, soft_returns
from commonroot.consent.rules import Audience, AudienceKind, Purpose, is_asked
from commonroot.messaging.models import Letter
from commonroot.people.actions import way_mark
from commonroot.people.actions.ways import mark_broken
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import person as person_called

YES = (Agreement.State.GIVEN, Agreement.State.REQUESTED)


@transaction.atomic
def heed_return(*, letter: Letter, by: Actor, at: datetime) -> bool:
    """Draw what follows from a letter's coming back; false when that is done already.

    An address that does not exist, or did not work three times in a month, is written to no more.
    Whoever calls a letter unwanted takes back that they agreed to its kind.
    """
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    if locked.heeded_at is not None:
        return False
    locked.heeded_at = at
    locked.save(update_fields=["heeded_at"])
    person = person_called(locked.subject_key)
    if person is not None:
        if locked.returned == Letter.Returned.COMPLAINT:
            _stop(person, locked, by=by, at=at)
        elif locked.returned == Letter.Returned.HARD or soft_returns(locked, at=at) >= SOFT_RETURNS:
            mark = way_mark(ContactWay.Kind.MAIL, locked.address)
            mark_broken(person=person, mark=mark, at=at)
        note(
            "letter came back", locked, by=by, at=at, person_key=person.key,
            facts={"returned": locked.returned},
        )  # fmt: skip
    return True


def _stop(person: Person, letter: Letter, *, by: Actor, at: datetime) -> None:
    purpose = Purpose(letter.purpose)
    if not is_asked(purpose):
        return
    for row in Agreement.objects.filter(person=person, purpose=purpose, state__in=YES):
        answer(
            person=person,
            purpose=purpose,
            audience=Audience(AudienceKind(row.audience_kind), row.audience_key),
            yes=False,
            how=LedgerEvent.How.LETTER,
            form=LedgerEvent.Form.STOP,
            by=by,
            at=at,
        )
