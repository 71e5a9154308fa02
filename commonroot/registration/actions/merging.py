"""Claims of two who turned out to be one."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.people.models import Person
from commonroot.registration import queries, rules
from commonroot.registration.actions import places
from commonroot.registration.models import Registration

State = Registration.State


@transaction.atomic
def one_claim(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Leave one claim a session, the one that is worth more; the other one is cancelled.

    Its place is free for whoever waits. Nobody is asked any more whether the two may be one.
    """
    for claim in queries.of_person(other):
        there = queries.claim(person=into, session=claim.session)
        if there is None:
            continue
        better, worse = (there, claim)
        if rules.better_claim(claim.state, there.state):
            better, worse = claim, there
        if rules.may_move(worse.state, to=State.CANCELLED):
            places.move(worse, to=State.CANCELLED, by=by, at=at)
        else:
            # It is over and was counted: one row says what is known of both, the other goes.
            places.take_over(there, of=better, by=by, at=at)
    both = (other, into)
    Registration.objects.filter(person__in=both, may_be__in=both).update(may_be=None)
