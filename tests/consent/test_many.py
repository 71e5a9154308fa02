"""What an old list says of agreements beside what stands."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions
from commonroot.consent.models import Agreement
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
