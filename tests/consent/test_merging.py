"""What two agreed to when they turn out to be one."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import queries
from commonroot.consent.actions.ledger import write
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.queries.merging import Question, standings
from commonroot.consent.rules import (
    OWN_CIRCLE,
    Audience,
    AudienceKind,
    Purpose,
    Standing,
    closed_by,
    stricter,
)
from commonroot.messaging.models import Letter
from commonroot.people.actions import merge
from commonroot.people.models import Person
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
SCHOOL = Audience(AudienceKind.SCHOOL)
OWN = Audience(AudienceKind.CIRCLE, OWN_CIRCLE)
KENYA = Audience(AudienceKind.CIRCLE, "kenya")


def say(
    person: Person,
    state: str,
    *,
    day: int,
    purpose: Purpose = Purpose.NEWS,
    audience: Audience = SCHOOL,
) -> None:
    """One entry of the ledger, with what stands from it on."""
    write(
        person, purpose, audience=audience, state=state, how="form", by=BY,
        at=MARCH + timedelta(days=day),
    )  # fmt: skip


def made_one(*, into: Person, other: Person, at: datetime) -> Agreement:
    """What stands afterwards."""
    merge(other=other, into=into, cause="hand", by=BY, at=at)
    return Agreement.objects.get(person=into)


@pytest.mark.parametrize(
    ("first", "second", "stands", "said_again"),
    [
        (("given", 1), ("refused", 2), ("refused", 2), []),
        (("refused", 1), ("given", 2), ("refused", 1), ["refused"]),
        (("withdrawn", 1), ("refused", 2), ("withdrawn", 2), ["withdrawn"]),
        (("given", 1), ("given", 2), ("given", 2), []),
        (("unknown", 2), ("given", 1), ("given", 1), ["given"]),
        (("unknown", 1), ("requested", 2), ("unknown", 1), ["unknown"]),
        (("expired", 2), ("given", 1), ("given", 1), ["given"]),
        (("expired", 1), ("unknown", 2), ("lapsed", 1), ["expired"]),
        (("given", 1), ("served", 1), ("served", 1), ["served"]),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_most_restrictive_latest_answer_stands(at, first, second, stands, said_again, turned):
    one, other = PersonFactory(), PersonFactory()
    for person, (state, day) in ((one, first), (other, second)):
        say(person, state, day=day)
    into, gone = (other, one) if turned else (one, other)

    standing = made_one(into=into, other=gone, at=at)

    words = list(LedgerEvent.objects.order_by("pk").values_list("state", flat=True))
    assert (standing.state, standing.since) == (stands[0], MARCH + timedelta(days=stands[1]))
    assert words == [first[0], second[0], *said_again]
    assert set(LedgerEvent.objects.values_list("person", flat=True)) == {into.pk}


def test_of_two_like_answers_the_one_that_holds_longer_stands():
    until = MARCH + timedelta(days=9)
    short, longer = Standing("given", MARCH, MARCH), Standing("given", MARCH, until)
    endless = Standing("given", MARCH, None)

    assert stricter(short, longer) == stricter(longer, short) == longer
    assert stricter(endless, longer) == stricter(longer, endless) == endless


def test_of_two_nos_one_that_took_a_yes_back_is_told_in_either_order():
    refused, withdrawn = Standing("refused", MARCH, None), Standing("withdrawn", MARCH, None)
    later = Standing("refused", MARCH + timedelta(days=1), None)

    assert stricter(refused, withdrawn) == stricter(withdrawn, refused) == withdrawn
    assert stricter(later, withdrawn) == Standing("withdrawn", later.since, None)


def test_what_only_one_of_two_was_asked_stands(at):
    into, other = PersonFactory(), PersonFactory()
    say(other, "given", day=1)

    standing = made_one(into=into, other=other, at=at)

    assert (standing.state, LedgerEvent.objects.count()) == ("given", 1)


@pytest.mark.parametrize(
    ("no", "yes", "closed"),
    [
        (KENYA, KENYA, True),
        (KENYA, OWN, True),
        (OWN, KENYA, True),
        (KENYA, Audience(AudienceKind.CIRCLE, "uganda"), False),
        (SCHOOL, SCHOOL, True),
        (SCHOOL, KENYA, False),
    ],
)
def test_a_no_closes_what_may_be_the_same_audience(no, yes, closed):
    assert closed_by(no, yes) == closed


def test_a_no_to_a_circle_closes_the_yes_to_the_circle_in_their_country(at):
    into, other = PersonFactory(country="KE"), PersonFactory()
    say(into, "given", day=1, purpose=Purpose.COUNTRY_CIRCLE, audience=OWN)
    say(other, "refused", day=2, purpose=Purpose.COUNTRY_CIRCLE, audience=KENYA)
    pair = (other.pk, into.pk)
    differs = queries.most_restrictive_differing([(other, into), (other, other)])
    before = queries.most_restrictive_preview(other=other, into=into)

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    assert differs == {pair}
    assert before == [
        (Question(Purpose.COUNTRY_CIRCLE, KENYA), "", "refused", "refused"),
        (Question(Purpose.COUNTRY_CIRCLE, OWN), "given", "", "refused"),
    ]
    assert {one.state for one in standings(into).values()} == {"refused"}


def test_letters_of_either_that_rest_on_a_lost_yes_are_cancelled(at):
    into, other = PersonFactory(), PersonFactory()
    say(into, "given", day=1)
    say(other, "refused", day=2)
    for person in (into, other):
        LetterFactory(subject_key=person.key, purpose=Purpose.NEWS, audience="school")
    kept = LetterFactory(subject_key=other.key, purpose=Purpose.NOTICE, audience="school")

    made_one(into=into, other=other, at=at)

    assert Letter.objects.exclude(state="cancelled").get() == kept
    assert set(Letter.objects.values_list("subject_key", flat=True)) == {into.key}


def test_a_letter_that_names_somebody_by_an_old_key_may_go(at):
    into, other, reader = PersonFactory(), PersonFactory(), PersonFactory()
    say(other, "given", day=1, purpose=Purpose.NAMING, audience=Audience(AudienceKind.PUBLIC))
    letter = LetterFactory(
        subject_key=reader.key,
        purpose=Purpose.NOTICE,
        audience="school",
        tells=[[other.key, "naming", "public"]],
    )

    merge(other=other, into=into, cause="hand", by=BY, at=at)

    assert queries.permit([letter], at=at) == {letter.pk}
