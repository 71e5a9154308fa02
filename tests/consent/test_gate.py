"""The one gate: who passes, for what, before whom, until when."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions, queries
from commonroot.consent.queries.checking import differing
from commonroot.consent.rules import Audience, AudienceKind, Purpose, Standing, opens
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SCHOOL = Audience(AudienceKind.SCHOOL)
PUBLIC = Actor.public()


def test_nobody_passes_who_was_not_asked(at):
    person = PersonFactory()

    assert queries.may(person, Purpose.FOLLOW_UP, SCHOOL, at=at) is False


def test_yes_opens_and_taking_it_back_closes_at_once(at):
    person = PersonFactory()

    actions.answer(person=person, purpose=Purpose.FOLLOW_UP, yes=True, how="page", by=PUBLIC, at=at)
    opened = queries.may(person, Purpose.FOLLOW_UP, SCHOOL, at=at)
    actions.answer(
        person=person, purpose=Purpose.FOLLOW_UP, yes=False, how="page", by=PUBLIC, at=at
    )
    closed = queries.may(person, Purpose.FOLLOW_UP, SCHOOL, at=at)

    assert (opened, closed) == (True, False)
    assert list(queries.ledger_of(person).values_list("state", flat=True)) == ["withdrawn", "given"]


def test_yes_from_an_unproven_address_opens_nothing_until_the_link_is_used(at):
    person = PersonFactory(provisional=True)

    actions.answer(
        person=person,
        purpose=Purpose.REGISTER,
        yes=True,
        how="form",
        by=PUBLIC,
        at=at,
        confirmed=False,
    )
    before = queries.may(person, Purpose.REGISTER, SCHOOL, at=at)
    actions.confirm_requested(person=person, by=PUBLIC, at=at)
    after = queries.may(person, Purpose.REGISTER, SCHOOL, at=at)

    assert (before, after) == (False, True)


def test_each_yes_that_was_asked_for_keeps_the_form_it_was_said_on(at):
    person = PersonFactory(provisional=True)
    kenya, uganda = (Audience(AudienceKind.CIRCLE, key) for key in ("kenya", "uganda"))
    for audience, form in ((kenya, "register"), (uganda, "apply")):
        actions.answer(
            person=person, purpose=Purpose.COUNTRY_CIRCLE, audience=audience, yes=True,
            how="form", form=form, confirmed=False, by=PUBLIC, at=at,
        )  # fmt: skip

    actions.confirm_requested(person=person, by=PUBLIC, at=at)

    given = queries.ledger_of(person).filter(state="given")
    assert dict(given.values_list("audience_key", "form")) == {
        "kenya": "register", "uganda": "apply",
    }  # fmt: skip


def test_agreement_runs_out(at):
    person = PersonFactory()
    actions.answer(person=person, purpose=Purpose.PICTURES, yes=True, how="page", by=PUBLIC, at=at)
    public = Audience(AudienceKind.PUBLIC)

    assert (
        queries.may(person, Purpose.PICTURES, public, at=at + timedelta(days=3 * 365 - 1)) is True
    )
    assert queries.may(person, Purpose.PICTURES, public, at=at + timedelta(days=3 * 365)) is False


def test_own_circle_is_the_one_of_the_persons_country(at):
    person = PersonFactory(country="KE")
    actions.answer(
        person=person, purpose=Purpose.COUNTRY_CIRCLE, yes=True, how="form", by=PUBLIC, at=at
    )

    kenya = Audience(AudienceKind.CIRCLE, "kenya-key", "KE")
    chad = Audience(AudienceKind.CIRCLE, "chad-key", "TD")

    assert queries.may(person, Purpose.COUNTRY_CIRCLE, kenya, at=at) is True
    assert queries.may(person, Purpose.COUNTRY_CIRCLE, chad, at=at) is False


def test_pause_stops_everything_but_duty(at):
    person = PersonFactory(frozen_at=at)
    actions.answer(person=person, purpose=Purpose.NEWS, yes=True, how="page", by=PUBLIC, at=at)

    assert queries.may(person, Purpose.NEWS, SCHOOL, at=at) is False
    assert queries.may(person, Purpose.NOTICE, SCHOOL, at=at) is True


def test_old_list_is_kept_before_the_school_and_for_nothing_else(at):
    person = PersonFactory()
    actions.keep_until_asked(person=person, by=PUBLIC, at=at)

    assert list(queries.register(at=at)) == [person]
    assert queries.may(person, Purpose.FOLLOW_UP, SCHOOL, at=at) is False


def test_a_form_from_an_unproven_address_changes_nothing_about_a_yes(at):
    person = PersonFactory()
    said = {"person": person, "purpose": Purpose.NEWS, "yes": True, "how": "form", "by": PUBLIC}
    actions.answer(**said, at=at)
    actions.answer(**said, confirmed=False, at=at + timedelta(days=1))

    assert queries.may(person, Purpose.NEWS, SCHOOL, at=at + timedelta(days=1)) is True
    assert person.agreements.get().since == at
    assert list(differing()) == []


def test_the_rules_answer_as_the_gate_does(at):
    unknown = Standing("unknown", at, None)

    assert opens(None, purpose=Purpose.NOTICE, at=at) is True
    assert opens(None, purpose=Purpose.NEWS, at=at) is False
    assert opens(unknown, purpose=Purpose.REGISTER, at=at) is True
    assert opens(unknown, purpose=Purpose.NEWS, at=at) is False
