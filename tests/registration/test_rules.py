"""Rules of registration over plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.registration import rules

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("places", "held", "waiting", "free"),
    [
        (10, 3, 0, 7),
        (10, 10, 0, 0),
        (10, 9, 1, 0),  # who waits comes first
        (10, 12, 0, 0),  # never below none
        (None, 500, 0, None),
    ],
)
def test_free_places(places, held, waiting, free):
    assert rules.free_places(places=places, held=held, waiting=waiting) == free


@pytest.mark.parametrize(
    ("places", "held", "room"), [(2, 1, True), (2, 2, False), (2, 3, False), (None, 9, True)]
)
def test_has_room(places, held, room):
    assert rules.has_room(places=places, held=held) is room


@pytest.mark.parametrize(
    ("changed", "is_open"),
    [
        ({}, True),
        ({"by_registration": False}, False),
        ({"planned": False}, False),
        ({"published": False}, False),
        ({"ends_at": None}, False),
        ({"ends_at": AT}, False),
        ({"ends_at": AT + HOUR}, True),
        ({"opens_at": AT + HOUR}, False),
        ({"opens_at": AT}, True),
        ({"closes_at": AT}, False),
        ({"closes_at": AT + HOUR}, True),
    ],
)
def test_is_open(changed, is_open):
    given = {"by_registration": True, "planned": True, "published": True, "ends_at": AT + 2 * HOUR}
    given |= {"opens_at": None, "closes_at": None}

    assert rules.is_open(**(given | changed), at=AT) is is_open


@pytest.mark.parametrize(
    ("ahead", "held_for"),
    [
        (timedelta(days=30), timedelta(hours=48)),
        (timedelta(hours=10), timedelta(hours=5)),
        (timedelta(hours=2), timedelta(hours=1)),
        (timedelta(minutes=119), None),
    ],
)
def test_an_offer_is_held_two_days_or_half_the_time_left(ahead, held_for):
    ends = rules.offer_ends(at=AT, starts_at=AT + ahead)

    assert ends == (None if held_for is None else AT + held_for)


@pytest.mark.parametrize(
    ("to", "starts_at", "may"),
    [
        ("excused", None, True),
        ("placed", AT + 9 * HOUR, True),
        ("attended", AT + 2 * HOUR, True),
        ("attended", AT + 3 * HOUR, False),
        ("absent", None, False),
    ],
)
def test_who_came_can_be_ticked_from_two_hours_before(to, starts_at, may):
    assert rules.may_check_in(to=to, starts_at=starts_at, at=AT) is may


def test_every_state_has_its_moves_and_what_was_given_up_stays_so():
    assert set(rules.MOVES) == set(rules.CLAIMING) | set(rules.ENDED)
    assert rules.may_move("waiting", to="offered") is True
    assert rules.may_move("waiting", to="absent") is False
    assert rules.MOVES["cancelled"] == rules.MOVES["lapsed"] == {"attended"}


@pytest.mark.parametrize(
    ("one", "other", "better"),
    [
        ("placed", "waiting", True),
        ("waiting", "placed", False),
        ("placed", "placed", False),
        ("attended", "excused", True),
    ],
)
def test_better_claim(one, other, better):
    assert rules.better_claim(one, other) is better


@pytest.mark.parametrize(
    ("text", "is_name"), [("Amina", True), ("أمينة", True), ("7", True), ("…!", False), ("", False)]
)
def test_a_name_has_a_letter_or_digit(text, is_name):
    assert rules.is_name(text) is is_name


def test_words_are_many_short_plain_and_each_once():
    words = rules.words()

    assert len(words) >= 1024
    assert len(set(words)) == len(words)
    assert [
        word for word in words if not (word.isascii() and word.islower() and word.isalpha())
    ] == []
    assert max(map(len, words)) <= 11


def test_a_code_is_six_words_and_read_back_however_it_was_typed():
    drawn = iter(("tree", "plough", "polite", "drizzle", "cupboard", "forest"))

    code = rules.new_code(choose=lambda words: next(drawn))

    assert code == "tree plough polite drizzle cupboard forest"
    assert rules.typed_code(" Tree, PLOUGH-polite\n drizzle; cupboard forest.") == code
    assert len(rules.new_code().split()) == 6
