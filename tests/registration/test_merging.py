"""Claims of two who turned out to be one."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.people.actions import merge
from commonroot.people.models import Pair
from commonroot.registration import actions
from commonroot.registration.models import Answer, Registration
from tests.factories.people import PersonFactory
from tests.factories.programmes import QuestionFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.mark.parametrize(
    ("mine", "theirs", "left"),
    [
        ("waiting", "placed", {"cancelled", "placed"}),
        ("placed", "waiting", {"cancelled", "placed"}),
        ("absent", "attended", {"attended"}),
        ("attended", "absent", {"attended"}),
        ("cancelled", "placed", {"cancelled", "placed"}),
    ],
)
def test_one_claim_to_a_session_is_left_the_one_worth_more(at, mine, theirs, left):
    session = SessionFactory()
    into, other = PersonFactory(), PersonFactory()
    RegistrationFactory(person=into, session=session, state=mine)
    RegistrationFactory(person=other, session=session, state=theirs, checked_at=at)

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    claims = Registration.objects.filter(person=into)
    assert (set(claims.values_list("state", flat=True)), claims.count()) == (left, len(left))


def test_claims_to_other_sessions_move_with_their_answers(at):
    into, other = PersonFactory(), PersonFactory()
    RegistrationFactory(person=into)
    claim = RegistrationFactory(person=other)
    question = QuestionFactory(session=claim.session)
    Answer.objects.create(registration=claim, question=question, text="Water")

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    assert Registration.objects.filter(person=into, state="placed").count() == 2
    assert Answer.objects.get().registration == claim


def test_nobody_is_asked_any_more_whether_the_two_may_be_one(at):
    into, other, third = PersonFactory(), PersonFactory(), PersonFactory()
    asked = RegistrationFactory(person=other, may_be=into)
    about = RegistrationFactory(person=third, may_be=other)

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    asked.refresh_from_db()
    about.refresh_from_db()
    assert (asked.may_be, about.may_be) == (None, into)


def test_that_a_newcomer_is_somebody_else_is_remembered(at):
    into, other = PersonFactory(), PersonFactory()
    claim = RegistrationFactory(person=other, may_be=into)

    actions.settle_pair(registration=claim, same=False, by=BY, at=at)
    claim.refresh_from_db()
    actions.settle_pair(registration=claim, same=False, by=BY, at=at)

    assert list(Pair.objects.values_list("left", "right", "state")) == [
        (into.pk, other.pk, "different")
    ]
