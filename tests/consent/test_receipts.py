"""A copy of what somebody said: one letter for all of it, and a file that holds to its schema."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings

from commonroot.accounts.roles import Actor
from commonroot.consent import actions, models, queries, tasks
from commonroot.consent.actions.many import Heard
from commonroot.consent.models import LedgerEvent, Receipt
from commonroot.consent.queries.receipts import (
    as_json,
    receipt,
    records,
    shown_text,
    without_receipt,
)
from commonroot.consent.rules import Purpose, is_asked
from commonroot.messaging.emails import render
from commonroot.messaging.models import Letter
from commonroot.people.actions import merge
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
SCHEMA = json.loads(Path(models.__file__).with_name("receipt.json").read_text())
MINUTE = timedelta(minutes=1)


@pytest.fixture
def amina(school, at):
    """Somebody with an address, and the questions in force."""
    actions.install_wordings(at=at)
    return ContactWayFactory(value="amina@example.org").person


def say(person, purpose=Purpose.NEWS, *, at, yes=True, how="page", **more):
    return actions.answer(
        person=person,
        purpose=purpose,
        yes=yes,
        how=how,
        wording=queries.current_wordings().get(purpose),
        language="en",
        by=BY,
        at=at,
        **more,
    )


def held_to_schema(person, *, at):
    told = json.loads(as_json(receipt(person, at=at)))
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    return told


def test_all_that_was_said_at_about_one_time_comes_in_one_letter(amina, at):
    say(amina, at=at)
    say(amina, Purpose.FOLLOW_UP, at=at + 5 * MINUTE, yes=False)
    say(amina, Purpose.REGISTER, at=at + 6 * MINUTE)
    going_on = tasks.give_receipts(at=at + 15 * MINUTE)
    sent = [tasks.give_receipts(at=at + n * MINUTE) for n in (16, 17)]
    say(amina, at=at + 60 * MINUTE, yes=False)
    later = tasks.give_receipts(at=at + 70 * MINUTE)

    first, second = Letter.objects.order_by("pk")
    text = render(first, school=None).text
    assert (going_on, sent, later) == (0, [1, 0], 1)
    assert first.values["yes"] == [
        "May we send you news of the network?",
        "May we keep you in our register?",
    ]
    assert first.values["no"] == ["May we ask you later how it went?"]
    assert (second.values["yes"], second.values["no"]) == ([], first.values["yes"][:1])
    assert first.values["link"] in text
    assert [len(one.events) for one in Receipt.objects.order_by("pk")] == [3, 1]


@pytest.mark.parametrize(
    ("what", "letters"),
    [("a first no", 0), ("asked for only", 0), ("by phone, on a form", 0), ("by phone, aloud", 1)],
)
def test_who_gets_a_copy(amina, at, what, letters):
    if what.startswith("by phone"):
        amina.ways.update(kind="phone", value="+254700000001")
    if what == "by phone, aloud":
        actions.write_down(
            person=amina, answers={Purpose.NEWS: True}, how="phone", witness="Leila",
            said_on=at.date(), language="en", by=BY, at=at,
        )  # fmt: skip
    else:
        say(amina, at=at, yes=what != "a first no", confirmed=what != "asked for only")

    tasks.give_receipts(at=at + 10 * MINUTE)

    assert Letter.objects.count() == letters
    assert set(Letter.objects.values_list("way", "state")) <= {("hand", "held")}


def test_what_was_said_before_there_were_copies_makes_no_letter(amina, at):
    say(amina, at=at)

    assert tasks.give_receipts(at=at + timedelta(days=2)) == 0
    assert actions.give_receipt(person=amina, at=at + timedelta(days=2)) is None


def test_who_is_forgotten_meanwhile_gets_none(amina, at):
    say(amina, at=at)
    gone = type(amina).objects.get(pk=amina.pk)
    amina.delete()

    assert actions.give_receipt(person=gone, at=at + 10 * MINUTE) is None


def test_every_record_holds_to_the_schema(amina, at):
    for number, purpose in enumerate(p for p in Purpose if is_asked(p)):
        say(amina, purpose, at=at + number * MINUTE, yes=number % 3 != 0, form="mine")
        say(amina, purpose, at=at + timedelta(hours=1), yes=number % 2 == 0)
    actions.write_down(
        person=amina, answers={Purpose.TEACHING: True}, how="spoken", witness="Leila Haddad",
        said_on=at.date(), language="ar", by=BY, at=at + timedelta(hours=2),
    )  # fmt: skip
    actions.invalidate(purpose=Purpose.PICTURES, by=BY, at=at + timedelta(hours=3))
    old = ContactWayFactory().person
    actions.keep_until_asked(person=old, by=BY, at=at)
    actions.hear(words=[Heard(old, Purpose.NEWS, "given", at, source="mailchimp")], by=BY, at=at)
    merge(other=old, into=amina, cause="hand", by=BY, at=at + timedelta(hours=4))

    told = held_to_schema(amina, at=at)

    assert len(told["consent_records"]) == 11
    assert told["parties"][0]["party_name"] == "Long Table School"
    spoken = next(
        event
        for record in told["consent_records"]
        for event in record["events"]
        if "witness" in event
    )
    assert (spoken["witness"], spoken["event_type"]) == ("Leila Haddad", "explicit, spoken")
    assert {record["former_pii_principal_ids"][0] for record in told["consent_records"]} == {
        old.key
    }


def test_what_is_needed_for_a_place_is_no_consent_and_stands_in_no_receipt(amina, at):
    actions.serve(
        person=amina, purpose=Purpose.THIS_PROGRAMME, audience=queries.SCHOOL, until=None, by=BY,
        at=at,
    )  # fmt: skip

    assert held_to_schema(amina, at=at)["consent_records"] == []


def test_a_hash_proves_the_words_that_were_shown_in_every_language(amina, at):
    wording = queries.current_wordings()[Purpose.NEWS]
    for code, _name in settings.LANGUAGES:
        person = PersonFactory()
        event = actions.answer(
            person=person, purpose=Purpose.NEWS, yes=True, how="page", wording=wording,
            language=code, by=BY, at=at,
        )  # fmt: skip

        [record] = records(person)

        notice = record["pii_processing"]["privacy_notice"]
        shown = f"{wording.question[code]}\n{wording.explanation[code]}"
        assert (notice["text"], shown_text(event)) == (shown, shown)
        assert notice["sha256"] == hashlib.sha256(shown.encode()).hexdigest()
        assert record["events"][0]["notice_sha256"] == notice["sha256"]


def test_words_from_a_list_we_never_saw(amina, at):
    event = LedgerEvent(person=amina, purpose="news", state="given", how="import", at=at)

    assert shown_text(event) == ""


def test_which_words_of_which_form_were_shown_stands_in_the_ledger(amina, at):
    place = queries.current_wordings("place")[Purpose.COUNTRY_CIRCLE]
    usual = queries.current_wordings()[Purpose.COUNTRY_CIRCLE]

    event = actions.answer(
        person=amina, purpose=Purpose.COUNTRY_CIRCLE, yes=True, how="form", form="place",
        wording=place, language="en", by=BY, at=at,
    )  # fmt: skip

    [record] = records(amina)
    assert place.question == usual.question
    assert place.explanation != usual.explanation
    assert (event.form, event.wording) == ("place", place)
    notice = record["pii_processing"]["privacy_notice"]
    assert notice["version"] == "country_circle/place 1.1"
    assert record["pii_processing"]["recipient_third_parties"] == ["circle:own"]


def test_without_a_school_a_receipt_still_says_who_answers_for_it(db, at):
    person = PersonFactory()
    say(person, at=at)

    assert held_to_schema(person, at=at)["consent_records"][0]["pii_processing"][
        "jurisdiction"
    ] == "unknown"  # fmt: skip


def test_while_somebody_goes_on_saying_there_is_nothing_to_copy_yet(amina, at):
    say(amina, at=at)

    assert not without_receipt(amina, at=at + MINUTE).exists()
    assert without_receipt(amina, at=at + 15 * MINUTE).count() == 1
