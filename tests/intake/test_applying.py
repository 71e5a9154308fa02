"""What a row becomes: its ways, its language, its agreement, and the row it repeats."""

from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement
from commonroot.intake import actions
from commonroot.intake.actions import applying
from commonroot.intake.models import Import, ImportRow
from commonroot.people.models import ContactWay, Person
from tests.intake.test_actions import bring, take

pytestmark = pytest.mark.django_db
BY = Actor.system()
MINUTE = timedelta(minutes=1)


def a_list(*lines):
    return "\n".join(lines).encode()


def test_bringing_in_twice_begins_once(at):
    batch = take(at)
    actions.bring_in(batch=batch, by=BY, at=at)

    actions.bring_in(batch=batch, by=BY, at=at)

    assert batch.state == Import.State.APPLYING
    assert AuditEntry.objects.filter(verb="list brought in").count() == 1


def test_whoever_comes_second_goes_on_and_adds_nobody_twice(at):
    batch = take(at)
    actions.bring_in(batch=batch, by=BY, at=at)
    second = Import.objects.get()
    actions.apply_rows(batch=batch, by=BY, at=at, limit=1)
    counted = batch.truth

    done = actions.apply_rows(batch=second, by=BY, at=at, limit=1)

    assert (done, second.done, second.truth) == (1, 3, counted)
    people = Person.objects.order_by("pk").values_list("shown_name", flat=True)
    assert list(people) == ["Amina Otieno", "Juma Otieno"]


def test_whoever_comes_when_all_are_in_finds_nothing_left(at):
    batch = take(at)
    actions.bring_in(batch=batch, by=BY, at=at)
    actions.apply_rows(batch=batch, by=BY, at=at, limit=1)
    second = Import.objects.get()
    bring(batch, at)

    done = actions.apply_rows(batch=second, by=BY, at=at)

    assert (done, second.state, second.done) == (0, Import.State.APPLIED, 4)
    assert Person.objects.count() == 3


def test_whoever_ends_an_import_second_leaves_the_end_as_it_was(at, monkeypatch):
    batch = take(at)
    actions.bring_in(batch=batch, by=BY, at=at)
    keep = applying.keep_pairs

    def ended_by_another(**given):
        Import.objects.update(state=Import.State.APPLIED, applied_at=at - MINUTE)
        keep(**given)

    monkeypatch.setattr(applying, "keep_pairs", ended_by_another)
    while actions.apply_rows(batch=batch, by=BY, at=at):
        pass

    assert (batch.state, batch.applied_at) == (Import.State.APPLIED, at - MINUTE)


def test_a_row_may_repeat_one_that_came_in_in_an_earlier_step(at):
    batch = take(
        at,
        raw=a_list(
            "Name,E-mail,Country,City",
            "Amina Otieno,amina@example.org,Kenya,",
            "Hassan Ali,hassan@example.org,Sudan,Khartoum",
            "Amina Otieno,amina@example.org,,Kisumu",
        ),
    )

    bring(batch, at)

    people = Person.objects.order_by("shown_name").values_list("shown_name", "country", "city")
    assert list(people) == [("Amina Otieno", "KE", "Kisumu"), ("Hassan Ali", "SD", "Khartoum")]
    first, _other, third = ImportRow.objects.order_by("number")
    assert first.person == third.person


def test_language_and_a_likely_country_are_taken_over(at):
    batch = take(
        at,
        raw=a_list(
            "Name,E-mail,City,Country,Language",
            "Amina Otieno,amina@example.org,Kisumu,Kenya,Swahili",
            "Juma Ochieng,juma@example.org,Kisumu,,French",
        ),
    )

    bring(batch, at)

    people = Person.objects.order_by("shown_name").values_list("country", "language")
    assert list(people) == [("KE", "sw"), ("KE", "fr")]


def test_who_agreed_in_the_list_is_not_asked_again(at):
    batch = take(
        at,
        raw=a_list(
            "Name,E-mail,Agreed to be contacted",
            "Amina Otieno,amina@example.org,yes",
            "Hassan Ali,hassan@example.org,no",
            "Juma Ochieng,juma@example.org,",
        ),
    )

    bring(batch, at)

    states = Agreement.objects.order_by("person__shown_name", "purpose").values_list(
        "person__shown_name", "purpose", "state"
    )
    assert list(states) == [
        ("Amina Otieno", "register", "given"),
        ("Hassan Ali", "news", "refused"),
        ("Hassan Ali", "register", "unknown"),
        ("Juma Ochieng", "register", "unknown"),
    ]


def test_who_has_only_an_address_is_called_by_it(at):
    batch = take(at, raw=a_list("Name,E-mail", ",amina@example.org"))

    bring(batch, at)

    assert list(Person.objects.values_list("shown_name", flat=True)) == ["amina"]


def test_a_phone_number_is_a_way_too(at):
    batch = take(at, raw=a_list("Name,Phone,Country", "Amina Otieno,0712 345678,Kenya"))

    bring(batch, at)

    assert list(ContactWay.objects.values_list("kind", "value")) == [("phone", "+254712345678")]
    assert (batch.truth["phone_only"], batch.truth["with_mail"]) == (1, 0)


def test_addresses_that_cannot_work_are_counted_and_other_troubles_are_not(at):
    batch = take(
        at,
        raw=a_list(
            "Name,E-mail,Country",
            "Amina Otieno,amina at work,Kenya",
            "Hassan Ali,hassan@example.org,Nowhereland",
        ),
    )

    assert (batch.truth["cannot_work"], batch.truth["people"]) == (1, 2)


def test_rows_that_are_nobody_are_passed_over(at):
    batch = take(at, raw=a_list("Name,E-mail,Country", ",,Kenya", ",,Sudan", ",,Kenya"))

    bring(batch, at)

    assert (batch.state, batch.total) == (Import.State.APPLIED, 0)
    assert set(ImportRow.objects.values_list("applied_at", flat=True)) == {None}
