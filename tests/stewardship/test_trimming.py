"""Of those who refused the register, only what their course needs is kept."""

from datetime import timedelta

import pytest

from commonroot.accounts.actions import note
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.people.models import FurtherName, Membership, Person, SearchKey
from commonroot.programmes.models import Presenter, Session
from commonroot.stewardship.actions.trimming import trim_people
from commonroot.stewardship.queries.trimming import to_trim
from commonroot.stewardship.tasks import somebody_to_trim, trim_details
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db

BY = Actor.system()
DAY = timedelta(days=1)
LATER = timedelta(days=400)


def refused(*, at, **fields):
    """Somebody who came to a course, said no to the register, and wrote down their town."""
    person = PersonFactory(city="Kisumu", country="KE", **fields)
    RegistrationFactory(person=person)
    consent.answer(person=person, purpose=Purpose.REGISTER, yes=False, how="form", by=BY, at=at)
    return person


def last_session_ends(moment):
    Session.objects.update(ends_at=moment)


def test_what_the_register_alone_would_need_goes(at):
    person = refused(at=at, organisation="Clinic", offers="can teach", origin_country="UG")
    FurtherName.objects.create(
        person=person, kind="nickname", text="Nani", source="page", said_on=at.date()
    )
    SearchKey.objects.create(person=person, kind="name", value="nani")
    last_session_ends(at - 31 * DAY)

    trimmed = trim_people(at=at)

    person.refresh_from_db()
    assert trimmed == 1
    assert (person.city, person.organisation, person.offers, person.origin_country) == ("",) * 4
    assert (person.country, person.registrations.count()) == ("KE", 1)
    assert not FurtherName.objects.exists()
    assert not SearchKey.objects.filter(value="nani").exists()
    entry = AuditEntry.objects.get(verb="details trimmed")
    assert entry.facts == {
        "fields": ["city", "offers", "organisation", "origin_country"], "rows": 1,
    }  # fmt: skip
    assert trim_people(at=at) == 0


@pytest.mark.parametrize("days", [29, 30])
def test_a_course_that_is_hardly_over_keeps_what_it_has(at, days):
    person = refused(at=at)
    last_session_ends(at - days * DAY)

    assert list(to_trim(at=at)) == ([] if days == 29 else [person])


def test_a_session_without_a_date_is_not_over(at):
    refused(at=at)
    Session.objects.update(precision="month", starts_at=None, ends_at=None)

    assert list(to_trim(at=at + LATER)) == []


def test_a_yes_a_circle_an_account_or_a_presenter_keeps_everything(at, school):
    yes, circle, account, presents, unasked = (refused(at=at) for _ in range(5))
    consent.answer(person=yes, purpose=Purpose.NAMING, yes=True, how="form", by=BY, at=at)
    Membership.objects.create(person=circle, circle=school, role="member", since=at.date())
    Person.objects.filter(pk=account.pk).update(account=AccountFactory())
    Presenter.objects.create(person=presents, session=Session.objects.first())
    unasked.agreements.all().delete()
    last_session_ends(at - 31 * DAY)

    assert list(to_trim(at=at)) == []


def test_who_has_nothing_to_spare_is_left_alone(at):
    person = refused(at=at)
    Person.objects.filter(pk=person.pk).update(city="")
    last_session_ends(at - 31 * DAY)

    assert list(to_trim(at=at)) == []


def test_a_clock_that_is_behind_trims_nobody(at):
    refused(at=at)
    last_session_ends(at - 31 * DAY)
    note("something", None, by=BY, at=at + 2 * timedelta(hours=1))

    assert somebody_to_trim(at=at) is False
    assert trim_people(at=at) == 0


def test_the_sweep_is_safe_to_run_twice(at):
    refused(at=at)
    last_session_ends(at - 31 * DAY)

    due = somebody_to_trim(at=at)

    assert (due, trim_details(at=at), trim_details(at=at)) == (True, 1, 0)


def test_somebody_who_said_yes_a_moment_ago_is_left_alone(at, monkeypatch):
    person, gone = refused(at=at), refused(at=at)
    last_session_ends(at - 31 * DAY)
    there = to_trim

    def then_they_said_yes(*, at):
        found = list(there(at=at))
        consent.answer(person=person, purpose=Purpose.REGISTER, yes=True, how="page", by=BY, at=at)
        gone.delete()
        monkeypatch.setattr("commonroot.stewardship.actions.trimming.to_trim", there)
        return found

    monkeypatch.setattr("commonroot.stewardship.actions.trimming.to_trim", then_they_said_yes)

    assert trim_people(at=at) == 0
    assert Person.objects.get(pk=person.pk).city == "Kisumu"
