"""When letters to many leave, what their texts may hold, and what may become of them."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.mailings import rules

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def clocks(moments):
    return [f"{moment:%d %H:%M}" for moment in moments]


def test_so_many_an_hour_at_any_hour():
    moments = rules.moments(["UTC"] * 3, start=NOON, per_hour=4, in_the_morning=False)

    assert clocks(moments) == ["22 12:00", "22 12:15", "22 12:30"]


def test_in_each_ones_morning_and_the_next_where_one_is_too_short():
    zones = ["Africa/Nairobi"] * 3 + ["America/New_York"] * 2

    moments = rules.moments(zones, start=NOON, per_hour=1, in_the_morning=True)

    # Noon UTC is seven in New York: the next morning there begins an hour later, Nairobi's is over.
    assert clocks(moments) == ["23 05:00", "23 06:00", "23 07:00", "22 13:00", "22 14:00"]


def test_what_finds_no_room_in_one_morning_leaves_the_next():
    moments = rules.moments(["UTC"] * 6, start=NOON, per_hour=1, in_the_morning=True)

    assert clocks(moments) == [
        "23 08:00", "23 09:00", "23 10:00", "23 11:00", "24 08:00", "24 09:00",
    ]  # fmt: skip


def test_a_morning_that_is_now_begins_now():
    nine = NOON.replace(hour=9)

    assert rules.morning(nine, zone="UTC") == (nine, NOON)
    assert rules.morning(NOON, zone="UTC")[0] == nine.replace(day=23, hour=8)


def test_words_are_filled_in_and_others_stay():
    text = "Dear {name}, {here} is [the day]"

    assert rules.filled(text, words={"name": "Ann {page}", "page": "x"}) == (
        "Dear Ann {page}, {here} is [the day]"
    )
    assert rules.unknown_words(text) == ["here"]
    assert rules.gaps(text) == ["the day"]
    assert rules.paragraphs("a\r\nb\n \n\nc\n") == ["a\nb", "c"]


@pytest.mark.parametrize(("reader", "found"), [("fr", "fr"), ("ar", "en"), ("", "en")])
def test_everybody_reads_their_own_language_or_the_schools_first(reader, found):
    assert rules.language_for(reader, written=["fr", "en"], school=["en", "ar"]) == found


def test_a_letter_in_no_language_of_the_school_and_in_none():
    assert rules.language_for("ar", written=["pt"], school=["en"]) == "pt"
    assert rules.language_for("ar", written=[], school=["en"]) == ""
    assert rules.missing(["en", "fr"], subject={"en": "x", "fr": "y"}, text={"en": "x"}) == ["fr"]


def test_states_second_readers_and_far_more_people():
    assert rules.may_move("leaving", "recalled")
    assert not rules.may_move("done", "draft")
    assert not rules.needs_second(50, above=50, others=True)
    assert rules.needs_second(51, above=50, others=True)
    assert not rules.needs_second(51, above=50, others=False)
    assert not rules.is_far_more(110, than=100)
    assert rules.is_far_more(111, than=100)


def test_names_for_addresses():
    assert rules.local_name("Todas y todos, ¡año 2026!") == "todas-y-todos-ano-2026"
    assert rules.local_name("كل الخريجين") == "group"
    assert timedelta(hours=1) == rules.HOUR
