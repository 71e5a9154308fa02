"""What an organiser who leaves covers and promised for programmes that still run."""

from django.db import transaction

from commonroot.accounts.models import Account
from commonroot.people.models import Person
from commonroot.programmes.models import Commitment, Enquiry, Function


@transaction.atomic
def hand_functions(*, leaving: Person, to: Person) -> int:
    """Functions of programmes not closed yet, and promises not kept yet, go to `to`; how many.

    What somebody covered in a course that is closed stays theirs: it is history.
    """
    covers = Function.objects.filter(person=leaving, programme__closed_at=None)
    promised = Commitment.objects.filter(person=leaving, done_at=None)
    return covers.update(person=to) + promised.update(person=to)


@transaction.atomic
def hand_questions(*, leaving: Account, to: Account) -> int:
    """Questions that `leaving` took and nobody answered yet are those of `to`; how many."""
    return Enquiry.objects.filter(owner=leaving, answered_at=None).update(owner=to)
