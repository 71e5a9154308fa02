"""What an old list says of agreements beside what stands."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions
from commonroot.consent.models import Agreement
from commonroot.consent.queries.checking import differing
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days_since_the_yes", "stands", "cancelled"), [(1, "withdrawn", 1), (-1, "given", 0)]
)
def test_a_newer_no_from_a_list_stops_the_letters_that_rest_on_the_yes(
    at, days_since_the_yes, stands, cancelled
):
    amina = PersonFactory()
    yes_at = at - 9 * DAY
    actions.answer(person=amina, purpose=Purpose.NEWS, yes=True, how="page", by=BY, at=yes_at)
    news = LetterFactory(subject_key=amina.key, purpose="news")
    notice = LetterFactory(subject_key=amina.key, purpose="notice")
    no = actions.Heard(
        amina, Purpose.NEWS, "withdrawn", yes_at + days_since_the_yes * DAY, "mailchimp"
    )

    changed = actions.hear(words=[no], by=BY, at=at)

    assert Agreement.objects.get(person=amina, purpose="news").state == stands
    stopped = Letter.objects.filter(state="cancelled")
    assert list(stopped) == [news][:cancelled]
    assert len(changed) == cancelled
    notice.refresh_from_db()
    assert notice.state == "queued"


@pytest.mark.parametrize(
    ("word", "days", "stands"),
    [("given", 1, "given"), ("given", -1, "lapsed"), ("unknown", 1, "lapsed"),
     ("withdrawn", 1, "withdrawn")],
)  # fmt: skip
def test_where_something_ran_out_a_list_counts_when_it_is_newer(at, word, days, stands):
    amina = PersonFactory()
    actions.keep_until_asked(person=amina, by=BY, at=at - 9 * DAY)
    actions.end_unknown(person=amina, by=BY, at=at - 5 * DAY)
    heard = actions.Heard(amina, Purpose.REGISTER, word, at + (days - 5) * DAY)

    actions.hear(words=[heard], by=BY, at=at)

    assert Agreement.objects.get().state == stands
    assert list(differing()) == []


def test_what_a_list_said_is_taken_back_and_the_ledger_tells_the_same(at):
    people = [PersonFactory() for _ in range(3)]
    before, lapsed, new = people
    actions.answer(
        person=before, purpose=Purpose.NEWS, yes=True, how="page", by=BY, at=at - 9 * DAY
    )
    actions.answer(
        person=lapsed, purpose=Purpose.NEWS, yes=True, how="page", by=BY, at=at - 9 * DAY
    )
    actions.invalidate(purpose=Purpose.NEWS, by=BY, at=at - 8 * DAY)
    actions.answer(
        person=before, purpose=Purpose.NEWS, yes=True, how="page", by=BY, at=at - 7 * DAY
    )
    words = [
        actions.Heard(before, Purpose.NEWS, "withdrawn", at - 2 * DAY),
        actions.Heard(lapsed, Purpose.NEWS, "given", at - 2 * DAY),
        actions.Heard(new, Purpose.NEWS, "given", at - 2 * DAY),
    ]
    changes = actions.hear(words=words, by=BY, at=at)
    after = list(differing())
    actions.answer(person=new, purpose=Purpose.NEWS, yes=False, how="page", by=BY, at=at)

    taken_back = actions.unhear(changes=changes, by=BY, at=at + DAY)

    stands = {row.person: row.state for row in Agreement.objects.select_related("person")}
    assert (len(changes), after, taken_back) == (3, [], 2)
    assert stands == {before: "given", lapsed: "lapsed", new: "withdrawn"}
    assert list(differing()) == []


def test_whom_only_a_list_knew_has_nothing_left_when_it_is_taken_back(at):
    words = [actions.Heard(PersonFactory(), Purpose.NEWS, "given", at - DAY)]
    changes = actions.hear(words=words, by=BY, at=at)

    assert actions.unhear(changes=changes, by=BY, at=at) == 1
    assert (Agreement.objects.count(), list(differing())) == (0, [])
