"""Letters about applications."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from commonroot.admissions.emails import choosing
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from tests.conftest import NOON
from tests.factories.admissions import ApplicationFactory, CallFactory, OfferFactory
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("risk", "answers"),
    [(Person.Risk.CAREFUL, "applications@example.org"), (Person.Risk.HIGH, None)],
)
def test_answers_go_to_those_who_run_the_call_and_no_address_tells_of_it_in_high_care(
    risk, answers
):
    call = CallFactory(reply_to="applications@example.org")
    application = ApplicationFactory(call=call, person__risk=risk)
    ContactWayFactory(person=application.person)

    choosing.post_reminder(OfferFactory(application=application), token="token", at=NOON)

    assert Letter.objects.get().values.get("reply_to") == answers


def test_until_when_is_told_by_the_clock_of_the_call_where_no_other_is_known():
    call = CallFactory(time_zone="America/Sao_Paulo")
    application = ApplicationFactory(call=call, time_zone="", person__time_zone="")
    until = datetime(2026, 12, 2, 23, 59, tzinfo=ZoneInfo("America/Sao_Paulo"))

    said = choosing.until_words(OfferFactory(application=application, until=until), at=NOON)

    assert said == "Wed 2 December, 23:59 (São Paulo, UTC−3)"
