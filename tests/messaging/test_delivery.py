"""Delivery to a real mail server: how a letter goes, waits, comes back or stays unclear."""

import ssl
import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection

from commonroot.messaging import actions, rules
from commonroot.messaging.actions import delivery, smtp
from commonroot.messaging.actions.delivery import deliver
from commonroot.messaging.models import Letter
from tests.factories.messaging import LetterFactory
from tests.messaging.conftest import open_gate
from tests.messaging.sink import SIGNED_IN, open_sink, own_certificate, turning_away

pytestmark = pytest.mark.django_db
TOO_LATE = timedelta(seconds=16)


def states():
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def send(at, *, permit=open_gate, clock=None, batch=50):
    return deliver(batch, permit=permit, school=None, at=at, clock=clock or (lambda: at))


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


def test_when_the_server_is_away_no_try_is_counted_and_all_letters_wait_a_minute(settings, at):
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS = "127.0.0.1", 1, "none"
    LetterFactory.create_batch(3)

    taken, again = send(at, batch=2), send(at, batch=2)

    rows = set(Letter.objects.values_list("state", "attempts", "due_at", "why"))
    assert (taken, again) == (2, 0)
    assert rows == {("queued", 0, at + timedelta(minutes=1), "no connection")}


@pytest.mark.parametrize(
    ("refusal", "why"),
    [("550 5.7.1 Not from here", "550 5.7.1"), ("421 4.7.0 Closing", "421 4.7.0")],
)
def test_a_server_that_refuses_us_refuses_no_letter(sink, at, refusal, why):
    sink.refuse_sender = refusal
    letter = LetterFactory()

    send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.why) == ("queued", 0, why)


@pytest.mark.parametrize("reply", ["530 5.7.0 Sign in first", "421 4.3.2 Closing"])
def test_a_refusal_of_ours_at_the_recipient_is_not_the_recipients(sink, at, reply):
    letter = LetterFactory(address="amina@example.org")
    sink.faults["amina@example.org"] = f"rcpt {reply}"

    send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("queued", 0)


def test_a_server_that_wants_another_password_is_away(sink, settings, at):
    settings.SMTP_USER = "school"
    letter = LetterFactory()

    send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.why) == ("queued", 0, "no connection")


def test_a_server_that_turns_away_at_the_door_says_why(settings, at):
    with turning_away() as port:
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS = "127.0.0.1", port, "none"
        letter = LetterFactory()

        send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.why) == ("queued", "554 5.7.1")


def test_a_server_that_knows_no_encryption_is_away(sink, settings, at):
    settings.SMTP_TLS = "starttls"
    LetterFactory()

    send(at)

    assert states() == ["queued"]
    assert sink.arrived == []


def test_a_server_that_speaks_no_tls_is_away(sink, settings, at):
    settings.SMTP_TLS = "tls"
    LetterFactory()

    send(at)

    assert states() == ["queued"]


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_letters_go_encrypted_to_a_server_whose_name_is_proven(
    settings, at, tmp_path, monkeypatch, way
):
    chain = own_certificate(tmp_path, name="localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    # The sink does not see that a connection was encrypted at the door: it would not sign us in.
    options = {"ssl_context": context} if way == "tls" else {"tls_context": context, **SIGNED_IN}
    with open_sink(**options) as sink:
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS = "localhost", sink.port, way
        settings.SMTP_USER = "" if way == "tls" else "school"
        settings.SMTP_PASSWORD = "right"
        LetterFactory.create_batch(2)

        send(at)

    assert states() == ["sent", "sent"]
    assert sink.connections == 1 + (way == "starttls")  # greeted once more inside
    assert len(sink.arrived) == 2


@pytest.mark.parametrize(
    ("host", "password", "why"),
    [("127.0.0.1", "right", "no connection"), ("localhost", "wrong", "535 5.7.8")],
)
def test_a_server_of_another_name_or_that_knows_us_not_gets_nothing(
    settings, at, tmp_path, monkeypatch, host, password, why
):
    chain = own_certificate(tmp_path, name="localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with open_sink(tls_context=context, **SIGNED_IN) as sink:
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS = host, sink.port, "starttls"
        settings.SMTP_USER, settings.SMTP_PASSWORD = "school", password
        letter = LetterFactory()

        send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.why) == ("queued", 0, why)
    assert sink.arrived == []


def test_a_server_that_breaks_off_when_we_leave_or_take_back_harms_nothing(sink, at):
    """It took the letters; how it says goodbye is its own affair."""
    sink.rude = True
    first, second = LetterFactory(address="amina@example.org"), LetterFactory()
    sink.faults["amina@example.org"] = "rcpt 550 5.1.1 Unknown"

    send(at)

    assert states() == ["bounced", "sent"]
    assert sink.recipients == [[second.address]]
    assert first.address != second.address


@pytest.mark.parametrize(
    ("content", "wired"),
    [(b"a\r\n.\r\n..b\r\n", b"a\r\n..\r\n...b\r\n"), (b".a", b"..a\r\n")],
)
def test_a_dot_inside_a_letter_does_not_end_it(content, wired):
    assert smtp.dotted(content) == wired


def test_a_server_that_takes_two_letters_a_connection_is_called_again(sink, at):
    sink.letters_a_connection = 2
    LetterFactory.create_batch(5)

    send(at)

    assert states() == ["sent"] * 5
    assert sink.connections == 3
    assert len(set(sink.ids)) == 5


def test_a_slow_server_keeps_the_lease_alive(sink, at, monkeypatch):
    monkeypatch.setattr(smtp, "RENEW_AFTER", timedelta(seconds=0.1))
    letter = LetterFactory(address="amina@example.org")
    sink.faults["amina@example.org"] = "slow 0.5"
    moments = iter(at + timedelta(seconds=second) for second in range(1000))
    leases = []

    def ticking():
        leases.extend(Letter.objects.values_list("lease_until", flat=True))
        return next(moments)

    send(at, clock=ticking)

    letter.refresh_from_db()
    assert letter.state == "sent"
    assert len({lease for lease in leases if lease}) >= 3


def test_a_server_that_never_answers_leaves_the_letter_unknown(sink, at, monkeypatch):
    monkeypatch.setattr(smtp, "RENEW_AFTER", timedelta(seconds=0.1))
    monkeypatch.setattr(smtp, "REPLY_SECONDS", 0.2)
    monkeypatch.setattr(smtp, "STEP_SECONDS", 0.3)
    letter, following = LetterFactory(address="amina@example.org"), LetterFactory()
    sink.faults["amina@example.org"] = "slow 1.5"

    send(at)

    letter.refresh_from_db()
    following.refresh_from_db()
    assert (letter.state, letter.why, following.state) == ("unknown", "no reply", "sent")


def test_a_batch_that_takes_long_gives_the_rest_back(sink, at):
    LetterFactory.create_batch(3)
    moments = iter([at, at, at, at, at, *[at + timedelta(seconds=8)] * 9])

    send(at, clock=lambda: next(moments))

    assert states() == ["sent", "queued", "queued"]
    assert set(Letter.objects.values_list("lease_until", flat=True)) == {None}


def test_letters_of_a_killed_process_are_free_when_the_lease_ends(sink, at):
    lease = at + rules.LEASE
    claimed = LetterFactory(state="claimed", lease_until=lease)
    sending = LetterFactory(state="sending", lease_until=lease, attempts=1)

    before = send(lease - timedelta(microseconds=1))
    taken = send(lease)

    claimed.refresh_from_db()
    sending.refresh_from_db()
    assert (before, taken) == (0, 3)  # two set free, one of them sent
    assert (claimed.state, sending.state, sending.why) == ("sent", "unknown", "no reply")
    assert sink.recipients == [[claimed.address]]


def test_an_answer_that_comes_after_the_lease_still_tells_that_it_was_sent(sink, at):
    letter = LetterFactory(address="amina@example.org")
    moments = iter([at] * 5)

    def clock():
        moment = next(moments, None)
        if moment is None:
            # Somebody else found the lease run out while the server was thinking.
            delivery.free_leases(at=at + TOO_LATE)
            return at + TOO_LATE
        return moment

    send(at, clock=clock)

    letter.refresh_from_db()
    assert letter.state == "sent"


def test_a_process_that_slept_through_its_lease_sends_nothing(sink, at):
    letter = LetterFactory()
    later = at + TOO_LATE

    def taken_by_another(letters, at):
        delivery.free_leases(at=later)
        delivery._claim(10, at=later, clock=lambda: later)
        return {letter.pk for letter in letters}

    send(at, permit=taken_by_another)

    letter.refresh_from_db()
    assert sink.arrived == []
    assert (letter.state, letter.lease_until) == ("claimed", later + rules.LEASE)


def test_an_answer_to_an_earlier_try_says_nothing_about_the_next(sink, at, monkeypatch):
    letter = LetterFactory()

    def answered_late(wire, content, *, waiting):
        # Meanwhile it was found unclear, and the organiser had it sent again.
        Letter.objects.update(state="sending", attempts=2)

    monkeypatch.setattr(smtp.Wire, "hand_over", answered_late)

    send(at)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.ended_at) == ("sending", 2, None)


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


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_nothing_twice(sink, at):
    LetterFactory.create_batch(60)
    start = threading.Barrier(2)
    taken, faults = [], []

    def work():
        start.wait()
        try:
            while done := send(at, batch=7):
                taken.append(done)
        except Exception as error:  # noqa: BLE001 - told in the test's own thread
            faults.append(error)
        finally:
            connection.close()
            close_old_connections()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert faults == []
    assert sum(taken) == 60
    assert len(sink.ids) == len(set(sink.ids)) == 60
    assert set(states()) == {"sent"}
    assert sink.connections > 2


@pytest.mark.django_db(transaction=True)
def test_being_sent_is_committed_before_the_server_is_given_the_letter(sink, at, monkeypatch):
    """Seen from outside, at the moment of DATA: what a killed process leaves behind."""
    letter = LetterFactory()
    seen = []

    def look():
        seen.append(Letter.objects.get(pk=letter.pk).state)
        connection.close()

    def hand_over(wire, content, *, waiting):
        other = threading.Thread(target=look)
        other.start()
        other.join()
        return given(wire, content, waiting=waiting)

    given = smtp.Wire.hand_over
    monkeypatch.setattr(smtp.Wire, "hand_over", hand_over)

    send(at)

    assert seen == ["sending"]
    assert states() == ["sent"]
