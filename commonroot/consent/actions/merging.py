"""What two people agreed to becomes what one person agreed to."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.consent.actions.ledger import write
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.queries.merging import Question, standings, told_of, united
from commonroot.consent.rules import OWN_CIRCLE, Standing, alike
from commonroot.messaging.actions import cancel_letters
from commonroot.people.models import Person

LAPSED = Agreement.State.LAPSED


@transaction.atomic
def most_restrictive(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Let of each question the most restrictive latest answer stand for `into`.

    The ledger keeps what both said, and says once more what stands where its last word is another.
    Letters that rested on a yes which no longer stands are cancelled.
    """
    mine, theirs = standings(into), standings(other)
    told = told_of([into.pk, other.pk])
    for question, standing in united(mine, theirs).items():
        said = [one[question] for one in (mine, theirs) if question in one]
        if mine.get(question) != standing:
            _let_stand(into, question, standing=standing)
        last = max(one.since for one in said)
        differ = any(one.state != standing.state for one in said if one.since == last)
        if differ or not alike(standing, told.get(question)):
            _say_once_more(into, question, standing=standing, by=by, at=at)
        if standing.is_no and any(one.is_yes for one in said):
            _cancel(into, question, at=at)
            _cancel(other, question, at=at)
    Agreement.objects.filter(person=other).delete()


def _let_stand(person: Person, question: Question, *, standing: Standing) -> None:
    Agreement.objects.update_or_create(
        person=person,
        purpose=question.purpose,
        audience_kind=question.audience.kind,
        audience_key=question.audience.key,
        defaults={
            "state": standing.state,
            "valid_until": standing.valid_until,
            "since": standing.since,
        },
    )


def _say_once_more(
    person: Person, question: Question, *, standing: Standing, by: Actor, at: datetime
) -> None:
    write(
        person,
        question.purpose,
        audience=question.audience,
        state=LedgerEvent.State.EXPIRED if standing.state == LAPSED else standing.state,
        how=LedgerEvent.How.SYSTEM,
        by=by,
        at=at,
        valid_until=standing.valid_until,
    )
    _let_stand(person, question, standing=standing)


def _cancel(person: Person, question: Question, *, at: datetime) -> None:
    # Which circle is "the one in their country" the outbox cannot know: the gate looks again.
    audience = None if question.audience.key == OWN_CIRCLE else str(question.audience)
    cancel_letters(person_key=person.key, purpose=question.purpose, audience=audience, at=at)
