"""The lists of the outbox, each in one query."""

from datetime import timedelta

import pytest

from commonroot.messaging import queries
from tests.factories.messaging import LetterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(at):
    """One letter in each state, and a second one, newer, in those that have lists."""
    lease = {"lease_until": at + timedelta(seconds=15)}
    return {
        "queued": LetterFactory(created_at=at),
        "deferred": LetterFactory(state="deferred", created_at=at + timedelta(hours=1)),
        "claimed": LetterFactory(state="claimed", created_at=at, **lease),
        "sending": LetterFactory(state="sending", created_at=at, **lease),
        "held": LetterFactory(by_hand=True, created_at=at),
        "held mail": LetterFactory(state="held", created_at=at + timedelta(hours=1)),
        "unknown": LetterFactory(unclear=True),
        "settled": LetterFactory(unclear=True, ended_at=at),
        "bounced": LetterFactory(state="bounced", ended_at=at),
        "sent": LetterFactory(left=True, ended_at=at),
        "sent later": LetterFactory(left=True, ended_at=at + timedelta(hours=1)),
        "cancelled": LetterFactory(state="cancelled", ended_at=at),
    }


@pytest.mark.parametrize(
    ("found", "names"),
    [
        (queries.waiting, ["deferred", "sending", "claimed", "queued"]),
        (queries.by_hand, ["held mail", "held"]),
        (queries.waits_for_sending, ["held mail"]),
        (queries.unknown, ["unknown"]),
        (queries.came_back, ["bounced"]),
        (queries.sent, ["sent later", "sent"]),
    ],
)
def test_each_list_newest_first_in_one_query(letters, found, names, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(found())
        shown = [(row.subject, row.address, row.state) for row in rows]

    assert rows == [letters[name] for name in names]
    assert len(shown) == len(names)


@pytest.mark.parametrize("count", [1, 3])
def test_the_words_of_the_hand_need_no_further_query(count, django_assert_num_queries):
    LetterFactory.create_batch(count, by_hand=True)

    with django_assert_num_queries(1):
        values = [letter.values["name"] for letter in queries.by_hand()]

    assert values == ["Amina"] * count


def test_counts_in_one_query(letters, django_assert_num_queries):
    with django_assert_num_queries(1):
        counts = queries.counts()

    assert counts == {
        "waiting": 4, "by_hand": 2, "waits_for_sending": 1, "unknown": 1, "came_back": 1,
        "sent": 2, "cancelled": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "due"),
    [(-1, []), (0, ["queued", "deferred"]), (15, ["queued", "deferred", "claimed", "sending"])],
)
def test_due_is_what_may_go_and_what_a_killed_process_left(letters, at, seconds, due):
    found = queries.letters_due(at=at + timedelta(seconds=seconds))

    assert list(found.order_by("pk")) == [letters[name] for name in due]


def test_to_blank_is_what_ended_thirty_days_ago(letters, at):
    thirty = timedelta(days=30)

    before = queries.letters_to_blank(at=at + thirty - timedelta(seconds=1))
    then = queries.letters_to_blank(at=at + thirty)

    assert list(before) == []
    assert set(then) == {letters[name] for name in ("settled", "bounced", "sent", "cancelled")}


def test_letters_to_somebody_newest_first(at):
    old = LetterFactory(subject_key="amina", created_at=at)
    new = LetterFactory(subject_key="amina", created_at=at + timedelta(hours=1))
    LetterFactory(subject_key="bo")

    assert list(queries.letters_to("amina")) == [new, old]


def test_a_letter_is_found_by_its_key():
    letter = LetterFactory()

    assert queries.letter(letter.key) == letter
    assert queries.letter("nowhere") is None
