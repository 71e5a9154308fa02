"""Points, giving out and phases, over plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.admissions.rules import phases, scoring
from commonroot.admissions.rules.giving_out import give_out
from commonroot.admissions.rules.rubrics import READY_MADE

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)
RUBRIC = {1: scoring.Line(most=5, weight=2), 2: scoring.Line(most=10, weight=1)}


@pytest.mark.parametrize(
    ("points", "average"),
    [
        ({1: 5, 2: 10}, 100),
        ({1: 5, 2: 0}, 200 / 3),
        ({1: 5}, 100),  # what a reader could not say counts nothing
        ({1: 9}, 100),
        ({}, None),
        ({7: 3}, None),
    ],
)
def test_a_review_is_averaged_by_weight(points, average):
    assert scoring.average(points, RUBRIC) == pytest.approx(average)


def test_a_line_of_no_weight_or_no_points_counts_nothing():
    rubric = {1: scoring.Line(most=5, weight=0), 2: scoring.Line(most=0, weight=1)}

    assert scoring.average({1: 5, 2: 0}, rubric) is None


@pytest.mark.parametrize(
    ("values", "mean", "spread", "wide"),
    [
        ([], None, None, False),
        ([40], 40, None, False),
        ([40, 65], 52.5, 25, True),
        ([4, 28], 16, 24, False),
    ],
)
def test_mean_and_spread(values, mean, spread, wide):
    found = (scoring.mean(values), scoring.spread(values), scoring.is_wide(values))

    assert found == (mean, spread, wide)


def test_a_harsh_and_a_mild_reader_of_the_same_are_evened():
    harsh = [(one, 1, 20.0 + 10 * one) for one in range(3)]
    mild = [(one, 2, 60.0 + 10 * one) for one in range(3)]

    evened = scoring.evened([*harsh, *mild])

    apart = 10 * (scoring._deviation([20, 30, 40, 60, 70, 80]) / scoring._deviation([20, 30, 40]))
    assert evened == pytest.approx({0: 50 - apart, 1: 50, 2: 50 + apart})


def test_who_read_few_or_gave_all_the_same_is_hardly_moved():
    same = [(one, 1, 50.0) for one in range(3)]

    assert scoring.evened([*same, (9, 2, 90.0)])[9] == 90.0
    assert scoring.evened(same) == {0: 50.0, 1: 50.0, 2: 50.0}
    assert scoring.evened([]) == {}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_everybody_gets_as_many_as_the_others_and_never_a_conflict(data):
    applications = list(range(data.draw(st.integers(1, 12))))
    readers = list(range(100, 100 + data.draw(st.integers(1, 5))))
    each = data.draw(st.integers(1, 3))
    never = {r: data.draw(st.sets(st.sampled_from(applications), max_size=2)) for r in readers}

    pairs = give_out(applications, readers, each=each, never=never, held={})

    may = {one: [r for r in readers if one not in never[r]] for one in applications}
    assert {one: sum(a == one for a, _r in pairs) for one in applications} == {
        one: min(each, len(may[one])) for one in applications
    }
    assert [one for one, r in pairs if one in never[r]] == []
    assert len(set(pairs)) == len(pairs)
    # No application could be handed to somebody with two fewer.
    load = {r: sum(other == r for _a, other in pairs) for r in readers}
    assert [
        (one, r, other)
        for one, r in pairs
        for other in may[one]
        if (one, other) not in pairs and load[other] <= load[r] - 2
    ] == []
    assert pairs == give_out(applications, readers, each=each, never=never, held={})


def test_a_way_through_others_evens_the_load():
    # Taken in turn, one reader would have two and another none: three hand one on.
    never = {100: {0, 2}, 101: {0, 3}, 102: {0, 1, 2}, 103: {1}}

    pairs = give_out([0, 1, 2, 3], [100, 101, 102, 103], each=1, never=never, held={})

    assert sorted(reader for _one, reader in pairs) == [100, 101, 102, 103]
    assert [one for one, reader in pairs if one in never[reader]] == []


def test_what_somebody_has_stays_and_is_counted():
    pairs = give_out([1, 2], [7, 8], each=1, never={}, held={1: [7]})

    assert pairs == [(2, 8)]


def test_a_running_phase_keeps_what_readers_went_by():
    before = {"opens_at": AT, "blind": True, "scores": True, "each": 2}

    assert phases.changed_halfway(before, {**before, "blind": False}, has_begun=True) == ["blind"]
    assert phases.changed_halfway(before, {**before, "blind": False}, has_begun=False) == []


def test_phases_follow_one_another():
    day = timedelta(days=1)
    others = [(AT, AT + day)]

    assert phases.overlaps(opens_at=AT + day, closes_at=AT + 2 * day, others=others) is False
    assert phases.overlaps(opens_at=AT - day, closes_at=AT + day / 2, others=others) is True


@pytest.mark.parametrize(("hours", "may"), [(None, True), (19, False), (20, True)])
def test_nobody_is_reminded_twice_a_day(hours, may):
    nagged = None if hours is None else AT - timedelta(hours=hours)

    assert phases.may_nag(nagged_at=nagged, at=AT) is may


def test_the_ready_made_rubric_speaks_every_language_of_ours():
    assert {frozenset(line.title) == frozenset(line.words) for line in READY_MADE} == {True}
    assert {frozenset(line.title) for line in READY_MADE} == {
        frozenset({"en", "es", "fr", "pt", "ar"})
    }
