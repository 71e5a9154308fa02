"""Who may send a letter just now: leases, slow servers, killed processes, two workers at once."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection

from commonroot.messaging import rules
from commonroot.messaging.actions import delivery, smtp
from commonroot.messaging.models import Letter
from tests.factories.messaging import LetterFactory
from tests.messaging.conftest import send, states

pytestmark = pytest.mark.django_db
TOO_LATE = timedelta(seconds=16)


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
