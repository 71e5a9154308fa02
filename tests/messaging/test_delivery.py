"""Delivery to a real mail server: how a letter goes, waits, comes back or stays unclear."""

from datetime import timedelta

import pytest

from commonroot.messaging import actions
from commonroot.messaging.models import Letter
from commonroot.messaging.rules.returns import return_address
from tests.factories.messaging import LetterFactory
from tests.messaging.conftest import send, states

pytestmark = pytest.mark.django_db


def test_a_letter_is_sent_once_with_its_words_kept(sink, at):
    letter = LetterFactory(address="amina@example.org")

    first, second = send(at), send(at)

    letter.refresh_from_db()
    assert (first, second) == (1, 0)
    assert sink.ids == [f"<{letter.key}@example.org>"]
    assert sink.recipients == [["amina@example.org"]]
    assert sink.arrived[0].mail_from == "school@example.org"
    assert (letter.state, letter.attempts, letter.ended_at) == ("sent", 1, at)
    assert (letter.lease_until, letter.why, letter.subject) == (None, "", "A place for Amina")
    assert letter.text.startswith("Hello Amina,")
    assert "<html" in letter.html


def test_each_letter_comes_back_to_an_address_of_its_own_where_a_mailbox_is_read(
    sink, at, settings
):
    settings.MAIL_REPLIES = "replies@school.example"
    letter = LetterFactory(address="amina@example.org")
    send(at)

    [arrived] = sink.arrived

    assert arrived.mail_from == return_address("replies@school.example", letter.key)
    assert arrived.mail_from.endswith("@school.example")


@pytest.mark.parametrize(
    ("reply", "returned"), [("550 5.1.1 no such user", "hard"), ("550 5.7.1 not you", "soft")]
)
def test_what_a_server_refuses_counts_as_what_came_back(sink, at, reply, returned):
    sink.faults["amina@example.org"] = f"rcpt {reply}"
    letter = LetterFactory(address="amina@example.org")

    send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.returned, letter.returned_at) == ("bounced", returned, at)


def test_a_batch_goes_over_one_connection_oldest_first_one_recipient_each(sink, at):
    later = LetterFactory(due_at=at)
    earlier = LetterFactory.create_batch(3, due_at=at - timedelta(hours=1))
    LetterFactory(due_at=at + timedelta(seconds=1))

    taken = send(at, batch=10)

    assert taken == 4
    assert sink.recipients == [[letter.address] for letter in [*earlier, later]]
    assert sink.connections == 1
    assert states() == ["sent", "sent", "sent", "sent", "queued"]


def test_a_batch_is_no_larger_than_asked(sink, at):
    LetterFactory.create_batch(3)

    taken = [send(at, batch=2) for _ in range(3)]

    assert taken == [2, 1, 0]


def test_queries_do_not_grow_with_the_batch_but_for_the_two_of_each_letter(
    sink, at, django_assert_num_queries
):
    LetterFactory.create_batch(3)

    # Free leases 2; claim: begin, select, update, end 4; each letter: begin, update, end, update 4.
    with django_assert_num_queries(2 + 4 + 3 * 4):
        send(at)


def test_what_the_gate_refuses_is_cancelled_and_the_server_never_hears_of_it(sink, at):
    letters = LetterFactory.create_batch(2)

    send(at, permit=lambda found, at: {letters[1].pk})

    letters[0].refresh_from_db()
    assert (letters[0].state, letters[0].why) == ("cancelled", "no agreement")
    assert (letters[0].ended_at, letters[0].lease_until, letters[0].text) == (at, None, "")
    assert sink.recipients == [[letters[1].address]]


def test_a_letter_cancelled_after_the_gate_was_asked_does_not_go(sink, at):
    first, second = LetterFactory.create_batch(2)

    def withdrawn_just_after(letters, at):
        actions.cancel_letters(person_key=first.subject_key, at=at)
        return {letter.pk for letter in letters}

    send(at, permit=withdrawn_just_after)

    assert states() == ["cancelled", "sent"]
    assert sink.recipients == [[second.address]]


def test_a_letter_whose_person_is_erased_meanwhile_does_not_go(sink, at):
    LetterFactory.create_batch(2)

    def erased_just_after(letters, at):
        Letter.objects.filter(pk=letters[0].pk).delete()
        return {letter.pk for letter in letters}

    send(at, permit=erased_just_after)

    assert states() == ["sent"]
    assert len(sink.arrived) == 1


def test_the_words_written_for_a_first_try_are_those_of_the_next(sink, at):
    LetterFactory(subject="As first written", text="Once.\n", html="<p>Once.</p>", state="deferred")

    send(at)

    assert sink.messages[0]["Subject"] == "As first written"


@pytest.mark.parametrize(
    ("fault", "state", "why", "ended"),
    [
        ("rcpt 550 5.1.1 <amina@example.org> unknown", "bounced", "550 5.1.1", True),
        ("rcpt 450 4.2.1 Busy", "deferred", "450 4.2.1", False),
        ("ask 552 5.3.4 Too big", "bounced", "552 5.3.4", True),
        ("ask 451 4.3.0 Later", "deferred", "451 4.3.0", False),
        ("ask 421 4.3.2 Closing", "deferred", "421 4.3.2", False),
        ("hang up", "deferred", "connection lost", False),
        ("data 554 5.7.1 Not that", "bounced", "554 5.7.1", True),
        ("data 451 4.3.0 Later", "deferred", "451 4.3.0", False),
        ("lose", "unknown", "no reply", False),
        ("data hello", "unknown", "no reply", False),
    ],
)
def test_what_becomes_of_a_letter_and_the_next_one_goes_all_the_same(
    sink, at, fault, state, why, ended
):
    letter, following = LetterFactory(address="amina@example.org"), LetterFactory()
    sink.faults["amina@example.org"] = fault

    send(at)

    letter.refresh_from_db()
    following.refresh_from_db()
    assert (letter.state, letter.why, letter.attempts) == (state, why, letter.attempts)
    assert (letter.ended_at is not None, letter.lease_until) == (ended, None)
    assert following.state == "sent"
    assert letter.attempts == (0 if state == "bounced" and fault.startswith("rcpt") else 1)
    assert "amina" not in letter.why


def test_a_letter_that_fails_for_now_is_tried_five_times_and_then_comes_back(sink, at):
    letter = LetterFactory(address="amina@example.org")
    sink.faults["amina@example.org"] = "rcpt 450 4.2.1 Busy"
    moment, waits = at, []

    while letter.state != "bounced":
        send(moment)
        letter.refresh_from_db()
        waits.append((letter.due_at - moment) / timedelta(minutes=1))
        too_early = send(letter.due_at - timedelta(seconds=1)) if letter.state != "bounced" else 0
        moment = letter.due_at
        assert too_early == 0

    assert waits[:4] == [1, 5, 30, 120]
    assert (letter.attempts, letter.why, letter.ended_at is None) == (5, "450 4.2.1", False)
    assert sink.arrived == []


def test_an_unknown_letter_is_never_sent_again_by_itself(sink, at):
    letter = LetterFactory(address="amina@example.org")
    sink.faults["amina@example.org"] = "lose"

    send(at)
    sink.faults.clear()
    again = send(at + timedelta(days=3))

    letter.refresh_from_db()
    assert (again, letter.state) == (0, "unknown")
    assert len(sink.ids) == 1


def test_what_is_not_one_address_comes_back_unsent(sink, at):
    letter = LetterFactory(address="a@example.org, b@example.org")

    send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.why) == ("bounced", "not one address")
    assert sink.arrived == []


def test_an_address_in_another_script_goes_out_where_the_server_can_take_it(sink, at):
    LetterFactory(address="أمينة@example.org")

    send(at)

    assert sink.recipients == [["أمينة@example.org"]]
    assert states() == ["sent"]


def test_an_address_in_another_script_comes_back_where_the_server_cannot(sink, at):
    sink.knows_utf8 = False
    letter = LetterFactory(address="أمينة@example.org")

    send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.why) == ("bounced", "needs SMTPUTF8")


@pytest.mark.parametrize("template", ["probe/emails/nowhere", "probe/emails/subjectless"])
def test_a_letter_that_cannot_be_written_waits_and_stops_no_other(sink, at, template, caplog):
    letter = LetterFactory(template=template, values={"name": "Secret Name"})
    LetterFactory()

    send(at)

    letter.refresh_from_db()
    assert states() == ["deferred", "sent"]
    assert (letter.why, letter.attempts) == ("cannot be written", 1)
    assert template in caplog.text
    assert "Secret" not in caplog.text


@pytest.mark.parametrize("language", ["en\r\nBcc: bo@example.org", "عربي"])
def test_a_letter_whose_headers_cannot_be_written_waits_and_stops_no_other(sink, at, language):
    letter = LetterFactory(language=language[:12], text="Hello.", subject="S", html="")
    LetterFactory()

    send(at)

    letter.refresh_from_db()
    assert states() == ["deferred", "sent"]
    assert (letter.why, letter.attempts) == ("cannot be written", 1)


def test_in_the_demo_letters_lie_in_the_post_box_and_nothing_leaves(sink, settings, at):
    settings.DEMO = True
    letters = LetterFactory.create_batch(2)
    broken = LetterFactory(template="probe/emails/nowhere")

    taken = send(at, permit=lambda found, at: {letters[0].pk, broken.pk})

    letters[0].refresh_from_db()
    assert taken == 3
    assert states() == ["sent", "cancelled", "deferred"]
    assert letters[0].text.startswith("Hello Amina,")
    assert (letters[0].ended_at, letters[0].attempts) == (at, 1)
    assert sink.connections == 0


def test_without_a_server_letters_are_held_to_be_sent_by_hand(settings, at):
    settings.SMTP_HOST = ""
    LetterFactory(), LetterFactory(state="deferred"), LetterFactory(due_at=at + timedelta(days=1))

    taken, again = send(at), send(at)

    assert (taken, again) == (2, 0)
    assert states() == ["held", "held", "queued"]


def test_words_are_blanked_thirty_days_after_the_end_and_only_once(at):
    then = at - timedelta(days=30)
    old = LetterFactory(left=True, ended_at=then, calendar="BEGIN:VCALENDAR")
    young = LetterFactory(left=True, ended_at=then + timedelta(seconds=1))
    waiting = LetterFactory(created_at=then)

    first, second = actions.blank_old(at=at), actions.blank_old(at=at)

    for letter in (old, young, waiting):
        letter.refresh_from_db()
    assert (first, second) == (1, 0)
    assert (old.subject, old.text, old.html, old.calendar, old.values) == ("", "", "", "", {})
    assert (old.state, old.ended_at, old.blanked_at) == ("sent", then, at)
    assert (young.text, young.blanked_at) == ("Hello.", None)
    assert waiting.values["name"] == "Amina"
