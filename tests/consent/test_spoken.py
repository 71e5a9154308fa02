"""What somebody said aloud: written down with who heard it, or refused in words."""

from datetime import date, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions, queries
from commonroot.consent.models import LedgerEvent
from commonroot.consent.rules import Purpose
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def spoken(person, at, **changed):
    said = {
        "answers": {Purpose.REGISTER: True, Purpose.NEWS: False},
        "how": "phone",
        "witness": "Leila  Haddad ",
        "said_on": date(2026, 11, 20),
        "language": "fr",
        "identity": "called",
    }
    return actions.write_down(person=person, by=BY, at=at, **(said | changed))


def test_it_stands_with_who_heard_it_when_how_and_in_which_words(at):
    actions.install_wordings(at=at)
    person = PersonFactory()

    yes, no = spoken(person, at)

    assert (yes.state, no.state, yes.how, yes.form) == ("given", "refused", "phone", "desk")
    assert (yes.witness, yes.said_on, yes.identity) == (
        "Leila Haddad",
        date(2026, 11, 20),
        "called",
    )
    assert (yes.wording, yes.language) == (queries.current_wordings()["register"], "fr")
    assert queries.may(person, Purpose.REGISTER, queries.SCHOOL, at=at) is True


def test_a_yes_that_nobody_heard_is_refused_in_words(at):
    with pytest.raises(actions.NoWitness, match="Write down who heard the yes"):
        spoken(PersonFactory(), at, witness="  ")

    assert LedgerEvent.objects.count() == 0


def test_a_no_always_counts(at):
    [event] = spoken(PersonFactory(), at, witness="", answers={Purpose.NEWS: False})

    assert (event.state, event.witness) == ("refused", "")


def test_nothing_was_said_tomorrow(at):
    with pytest.raises(actions.SaidInTheFuture, match="still to come"):
        spoken(PersonFactory(), at, said_on=(at + timedelta(days=1)).date())
