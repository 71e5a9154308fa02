"""Bad hours are borne in turn."""

from datetime import date

from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.people import Meeting, Member, Plan
from commonroot.groups.rules.rotating import fair_hours

ALWAYS = frozenset((day, half) for day in range(7) for half in range(48))
THREE = [Meeting(date(2027, month, day), 120) for month, day in ((4, 12), (5, 10), (6, 14))]


def test_opposite_ends_of_the_earth_take_turns():
    """Between Honolulu and Nairobi are thirteen hours: no two hours are day for both."""
    members = [
        Member(key="h", zone="Pacific/Honolulu", free=ALWAYS),
        Member(key="n", zone="Asia/Kolkata", free=ALWAYS),
        Member(key="u", zone="Europe/Lisbon", free=ALWAYS),
    ]
    measure = Measure(members, Plan(smallest=3, meetings=THREE))

    found = fair_hours(measure, measure.everybody)

    borne = {key: sum(hour.night.get(key, 0) for hour in found) for key in "hnu"}
    alone = {key: len(THREE) * hour for key, hour in found[0].night.items()}
    assert max(borne.values()) < max(alone.values())
    assert all(hour.missing == () for hour in found)


def test_most_can_come_and_who_cannot_is_named():
    evening = frozenset((0, half) for half in range(36, 40))
    morning = frozenset((0, half) for half in range(18, 22))
    members = [
        Member(key="a", free=evening), Member(key="b", free=evening), Member(key="c", free=morning)
    ]  # fmt: skip
    measure = Measure(members, Plan(smallest=3, meetings=THREE[:1]))

    (hour,) = fair_hours(measure, measure.everybody)

    assert (hour.starts_at.isoformat(), hour.missing) == ("2027-04-12T18:00:00+00:00", ("c",))


def test_a_group_without_meetings_has_no_hours():
    measure = Measure([Member(key="a")], Plan())

    assert fair_hours(measure, measure.everybody) == []
