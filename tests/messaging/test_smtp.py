"""The mail servers we meet: away, refusing, encrypted, badly behaved."""

import ssl
from datetime import timedelta

import pytest

from commonroot.messaging.actions import smtp
from commonroot.messaging.models import Letter
from tests.factories.messaging import LetterFactory
from tests.messaging.conftest import send, states
from tests.messaging.sink import SIGNED_IN, open_sink, own_certificate, turning_away

pytestmark = pytest.mark.django_db


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
