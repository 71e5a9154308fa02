"""In which order pairs of an import are asked, and which may be taken as one at a stroke."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonroot.intake.rules import joined, reviewing
from commonroot.intake.rules.reviewing import Asked

MIA, NIA = -1, -2  # people of the register


def asked(pk, one, other, *, probability=0.95, said=""):
    band = "probable" if probability >= 0.9 else "possible"
    return Asked(pk, one, other, band=band, probability=probability, said=said)


def test_the_likeliest_comes_first_and_pairs_of_one_person_together():
    pairs = [
        asked(1, 0, 1, probability=0.5),
        asked(2, 10, 11, probability=0.93),
        asked(3, 1, 2, probability=0.97),
        asked(4, 20, 21, probability=0.91),
        asked(5, 2, 3, probability=0.4),
    ]

    assert reviewing.queue(pairs).order == (3, 1, 5, 2, 4)


def test_ties_bring_pairs_together():
    pairs = [asked(1, 0, 9), asked(2, 4, 8, probability=0.99), asked(3, 5, 7, probability=0.3)]

    assert reviewing.queue(pairs, ties=[(5, 0)]).order == (2, 1, 3)


def test_what_was_answered_is_counted_and_stays_in_its_place():
    pairs = [
        asked(1, 0, 1, said="same"),
        asked(2, 2, 3, probability=0.92),
        asked(3, 4, 5, said="unsure"),
    ]

    found = reviewing.queue(pairs)

    assert (found.total, found.answered, found.open) == (3, 2, (2,))
    assert [found.number(pk) for pk in (1, 3, 2, 99)] == [1, 2, 3, 0]


@pytest.mark.parametrize(
    ("said", "follows"),
    [
        (("same", "same"), {3: "same"}),
        (("same", "different"), {3: "different"}),
        (("different", "different"), {}),
        (("same", "unsure"), {}),
    ],
)
def test_what_follows_is_not_asked(*, said, follows):
    first, second = said
    pairs = [asked(1, 0, 1, said=first), asked(2, 1, 2, said=second), asked(3, 0, 2)]

    found = reviewing.queue(pairs)

    assert dict(found.follows) == follows
    assert found.open == (() if follows else (3,))


def test_what_is_certain_counts_as_said():
    found = reviewing.queue([asked(1, 0, 5, said="different"), asked(2, 1, 5)], ties=[(1, 0)])

    assert dict(found.follows) == {2: "different"}


def test_going_on_passes_what_was_answered_and_begins_again():
    pairs = [asked(pk, 2 * pk, 2 * pk + 1, probability=0.99 - pk / 100) for pk in (1, 2, 3)]
    pairs[1] = asked(2, 4, 5, probability=0.97, said="same")
    found = reviewing.queue(pairs)

    assert [found.after(pk) for pk in (None, 1, 2, 3, 99)] == [1, 3, 3, 1, 1]
    assert [found.before(pk) for pk in (1, 2, 3, 99)] == [None, 1, 2, None]


def test_the_last_open_one_stays_until_it_is_answered():
    one = [asked(1, 0, 1)]
    none = [asked(1, 0, 1, said="same")]

    assert (reviewing.queue(one).after(1), reviewing.queue(none).after(1)) == (1, None)
    assert reviewing.queue([]).after(None) is None


def test_the_very_likely_ones_are_taken_and_the_others_left():
    pairs = [asked(1, 0, 1), asked(2, 2, 3, probability=0.5), asked(3, 4, MIA, said="same")]

    assert reviewing.likely(pairs) == reviewing.Likely(take=(1,), left={})


def test_two_people_of_the_register_are_not_made_one_at_a_stroke():
    pairs = [asked(1, 0, MIA), asked(2, 0, NIA, probability=0.91)]

    assert reviewing.likely(pairs) == reviewing.Likely(take=(1,), left={2: "two people"})


def test_who_hangs_together_only_through_others_is_left():
    # 0 is like 1, 1 like 2 …, but the ends were never even compared.
    pairs = [asked(n, n, n + 1, probability=0.9) for n in range(8)]

    found = reviewing.likely(pairs)

    assert set(found.left.values()) == {"chain"}
    assert len(found.take) + len(found.left) == 8


def test_what_was_said_to_differ_is_not_joined_through_a_third():
    pairs = [asked(1, 0, 2, said="different"), asked(2, 0, 1), asked(3, 1, 2, probability=0.92)]

    assert reviewing.likely(pairs) == reviewing.Likely(take=(2,), left={3: "chain"})


def test_what_only_a_person_may_decide_is_left_with_its_reason():
    pairs = [asked(1, 0, MIA), asked(2, 5, 6)]

    found = reviewing.likely(pairs, kept_out={1: "care", 7: "care"})

    assert found == reviewing.Likely(take=(2,), left={1: "care"})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.builds(
            lambda one, other, probability, said: (one, other, probability, said),
            st.integers(-3, 8),
            st.integers(0, 8),
            st.floats(0.3, 1),
            st.sampled_from(["", "", "same", "different", "unsure"]),
        ).filter(lambda pair: pair[0] != pair[1]),
        max_size=14,
    )
)
def test_taking_the_likely_ones_never_joins_what_must_stay_apart(found):
    pairs = [
        asked(pk, one, other, probability=probability, said=said)
        for pk, (one, other, probability, said) in enumerate(found)
    ]
    taken = reviewing.likely(pairs)
    after = [
        Asked(p.pk, p.one, p.other, p.band, p.probability, "same" if p.pk in taken.take else p.said)
        for p in pairs
    ]

    queue = reviewing.queue(after)

    said = [(p.one, p.other) for p in pairs if p.said == "same"]
    before = joined(said, apart=())
    now = joined([*said, *((pairs[pk].one, pairs[pk].other) for pk in taken.take)], apart=())
    foes = [(p.one, p.other) for p in pairs if p.said == "different"]
    foes += [(one, other) for one in (-3, -2, -1) for other in (-3, -2, -1) if one < other]
    assert all(
        now.first(one) != now.first(other)
        for one, other in foes
        if before.first(one) != before.first(other)
    )
    assert set(queue.order) | set(queue.follows) == {pair.pk for pair in pairs}
    assert len(taken.take) + len(taken.left) == sum(
        1 for pk in reviewing.queue(pairs).open if pairs[pk].band == "probable"
    )


@pytest.mark.parametrize(
    ("items", "shown"),
    [(range(3), (0, 1, 2)), (range(5), (0, 1, 2, 3, 4)), (range(101), (0, 25, 50, 75, 100))],
)
def test_a_sample_is_spread_evenly(*, items, shown):
    assert reviewing.spread(list(items)) == shown
