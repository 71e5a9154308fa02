"""Who has time when, on the real dates: clock changes and half-hour zones included."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from commonroot.groups.rules import hours

TUESDAY_EVENING = frozenset((1, half) for half in range(36, 40))


def first_start(zone: str, monday: date, minutes: int = 120) -> datetime:
    """The first moment of a week at which somebody of that zone can meet on Tuesday evening."""
    bits = hours.free_bits(zone, monday, free=TUESDAY_EVENING)
    found = list(hours.each(hours.starts(bits, minutes)))
    assert len(found) == 1
    return hours.begins(monday) + found[0] * hours.QUARTER


def test_an_hour_is_another_in_utc_when_the_clock_has_changed():
    before, after = date(2027, 3, 8), date(2027, 3, 15)

    assert first_start("America/New_York", before) == datetime(2027, 3, 9, 23, 0, tzinfo=UTC)
    assert first_start("America/New_York", after) == datetime(2027, 3, 16, 22, 0, tzinfo=UTC)


def test_the_week_in_which_it_changes_is_lived_as_it_is():
    """Clocks in New York jump from two to three on Sunday, the last day of this week."""
    sunday = frozenset((6, half) for half in range(48))

    bits = hours.free_bits("America/New_York", date(2027, 3, 8), free=sunday)

    assert bits.bit_count() == 23 * 4


def test_the_edges_of_the_earth_have_their_whole_week():
    monday = date(2027, 4, 12)

    for zone in ("Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu"):
        assert len(hours.local_quarters(zone, monday)) == 7 * 24 * 4


def test_a_quarter_hour_zone_starts_at_full_and_half_hours_of_utc():
    """18:00 in Kathmandu is 12:15 UTC: two hours fit only in what begins at 12:30 and ends late."""
    bits = hours.free_bits("Asia/Kathmandu", date(2027, 4, 12), free=TUESDAY_EVENING)

    assert hours.starts(bits, 120) == 0
    assert first_start("Asia/Kathmandu", date(2027, 4, 12), minutes=90) == datetime(
        2027, 4, 13, 12, 30, tzinfo=UTC
    )


@given(st.lists(st.integers(0, 2**40 - 1), max_size=9), st.integers(0, 2**40 - 1))
def test_most_at_once_is_what_counting_says(people, within):
    counts = {n: sum(bits >> n & 1 for bits in people) for n in range(40) if within >> n & 1}
    most = max(counts.values(), default=0)

    found = hours.most_at_once(hours.planes_of(people), within)

    assert found == (most, sum(1 << n for n, c in counts.items() if c == most and most))
