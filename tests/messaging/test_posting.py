"""Putting letters into the outbox and taking them out again before they leave."""

import pytest

from commonroot.messaging import actions
from commonroot.messaging.models import Letter
from tests.factories.messaging import LetterFactory

pytestmark = pytest.mark.django_db


def posted(at, **fields):
    values = {
        "once": "registration:1:placed",
        "subject_key": "amina",
        "purpose": "this_programme",
        "audience": "programme:p",
        "template": "probe/emails/hello",
        "values": {"name": "Amina"},
        "language": "ar",
        "way": "mail",
        "address": "amina@example.org",
        "at": at,
    }
    return actions.post(**(values | fields))


def test_a_letter_is_posted_once_for_its_cause(at):
    first = posted(at, tells=[("bo", "naming", "public")])
    second = posted(at, address="other@example.org")

    letter = Letter.objects.get()
    assert (first, second) == (letter, None)
    assert (letter.state, letter.due_at, letter.created_at) == ("queued", at, at)
    assert (letter.address, letter.language) == ("amina@example.org", "ar")
    assert letter.values == {"name": "Amina"}
    assert letter.tells == [["bo", "naming", "public"]]


def test_who_gave_only_a_phone_is_written_to_by_hand(at):
    letter = posted(at, way="hand", address="+254700000001")

    assert letter.state == "held"


def test_nothing_of_a_letter_can_be_read_in_the_database(at):
    from django.db import connection

    letter = posted(at, calendar="BEGIN:VCALENDAR Amina")
    Letter.objects.filter(pk=letter.pk).update(subject="Amina", text="Amina", html="Amina")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_letter")
        row = " ".join(map(str, cursor.fetchone()))
    assert "Amina" not in row
    assert "amina@" not in row


def test_what_has_not_left_is_cancelled_for_a_purpose_and_audience(at):
    mine = {"subject_key": "amina", "purpose": "news", "audience": "school"}
    waiting = [
        LetterFactory(state=state, **mine) for state in ("queued", "deferred", "claimed", "held")
    ]
    kept = [
        LetterFactory(state="sending", **mine),
        LetterFactory(state="sent", **mine),
        LetterFactory(**(mine | {"subject_key": "bo"})),
        LetterFactory(**(mine | {"purpose": "follow_up"})),
        LetterFactory(**(mine | {"audience": "programme:p"})),
    ]

    cancelled = actions.cancel_letters(person_key="amina", purpose="news", audience="school", at=at)

    ended = Letter.objects.filter(state="cancelled", ended_at=at, why="no agreement")
    assert cancelled == 4
    assert set(ended) == set(waiting)
    assert Letter.objects.exclude(state="cancelled").count() == len(kept)


def test_without_an_audience_a_purpose_is_cancelled_before_all(at):
    LetterFactory(subject_key="amina", purpose="news", audience="programme:p")
    LetterFactory(subject_key="amina", purpose="news", audience="school")
    LetterFactory(subject_key="amina", purpose="follow_up", audience="school")

    assert actions.cancel_letters(person_key="amina", purpose="news", at=at) == 2


def test_without_a_purpose_all_letters_to_somebody_are_cancelled(at):
    LetterFactory.create_batch(3, subject_key="amina")

    assert actions.cancel_letters(person_key="amina", at=at) == 3


def test_letters_are_taken_back_until_they_leave(at):
    waiting, left = LetterFactory(), LetterFactory(left=True)

    taken = actions.take_back(letters=[waiting, left], why="taken back", at=at)

    waiting.refresh_from_db()
    left.refresh_from_db()
    assert taken == 1
    assert (waiting.state, waiting.why, waiting.ended_at) == ("cancelled", "taken back", at)
    assert left.state == "sent"
