"""Reasons say what everybody of the group may know, and nothing else."""

from datetime import date

from commonroot.groups.rules.explaining import Reason, Why, reasons, shared_languages
from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.people import Meeting, Member, Plan

EVENING = frozenset((0, half) for half in range(36, 40))
MORNING = frozenset((0, half) for half in range(18, 22))
MEMBERS = [
    Member(key="a", country="KE", languages=("en", "sw"), themes=("water",), marks=("unsafe",)),
    Member(key="b", country="KE", languages=("en",), themes=("water", "gender"), free=EVENING),
    Member(key="c", country="UG", languages=("en",), marks=("unsafe",), free=EVENING),
    Member(key="d", free=MORNING, languages=("en",)),
]
PLAN = Plan(
    smallest=2,
    meetings=[Meeting(date(2027, 4, 12))],
    together=["ab"],
    apart=[("a", "d")],
    region_of={"KE": "Eastern Africa", "UG": "Eastern Africa"},
)
MEASURE = Measure(MEMBERS, PLAN)
ALL = MEASURE.everybody


def test_what_somebody_has_in_common_is_counted_over_the_others():
    assert reasons(MEASURE, ALL, key="a") == [
        Reason(Why.TEAM, "", 1, 1),
        Reason(Why.LANGUAGE, "en", 3, 3),
        Reason(Why.COUNTRY, "KE", 1, 3),
        Reason(Why.REGION, "Eastern Africa", 2, 3),
        Reason(Why.THEME, "water", 1, 3),
        Reason(Why.HOURS, "", 1, 1),
    ]


def test_who_has_no_country_and_no_time_has_less_in_common():
    assert reasons(MEASURE, ALL, key="d") == [Reason(Why.LANGUAGE, "en", 3, 3)]


def test_what_all_speak_is_what_each_of_them_speaks():
    assert (shared_languages(MEASURE, ALL), shared_languages(MEASURE, 0)) == (["en"], [])
