"""Who gets a free place: kept places, limits, order, those who come only together."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from commonroot.registration import rules
from commonroot.registration.rules import InLine, Share

KENYA, MEMBERS = 1, 2


@pytest.mark.parametrize(
    ("quota", "places", "held", "shares", "room"),
    [
        (None, None, 900, {}, None),
        (None, 10, 4, {}, 6),
        (None, 10, 12, {}, 0),
        (None, 10, 4, {KENYA: Share(5, None, 2)}, 3),  # three more are kept for others
        (KENYA, 10, 4, {KENYA: Share(5, None, 2)}, 6),  # and they may take from the rest too
        (None, 10, 8, {KENYA: Share(5, None, 7)}, 2),  # what was kept is taken
        (MEMBERS, 10, 4, {MEMBERS: Share(0, 3, 3)}, 0),  # a limit holds while places are free
        (MEMBERS, None, 4, {MEMBERS: Share(0, 3, 1)}, 2),
        (MEMBERS, 10, 9, {MEMBERS: Share(0, 30, 3)}, 1),
        (KENYA, 10, 4, {MEMBERS: Share(2, 3, 1)}, 5),
    ],
)
def test_room(quota, places, held, shares, room):
    assert rules.room(quota, places=places, held=held, shares=shares) == room


@pytest.mark.parametrize(
    ("quota", "places", "waiting", "room"),
    [
        (None, 10, {}, 3),
        (None, 10, {None: 2}, 1),
        (None, 10, {None: 9}, 0),
        (None, 10, {MEMBERS: 9}, 3),  # they wait for their limit, not for this place
        (KENYA, 10, {None: 1}, 5),
        (None, None, {None: 9}, None),
    ],
)
def test_a_newcomer_stands_behind_whoever_could_take_the_place(quota, places, waiting, room):
    shares = {KENYA: Share(5, None, 2), MEMBERS: Share(0, 2, 2)}

    left = rules.room_for_newcomer(quota, places=places, held=4, shares=shares, waiting=waiting)

    assert left == room


def test_a_quota_without_end_lets_its_newcomers_wait_while_others_wait_for_ever():
    shares = {MEMBERS: Share(0, 5, 0)}

    left = rules.room_for_newcomer(MEMBERS, places=None, held=0, shares=shares, waiting={None: 3})

    assert left == 2


@pytest.mark.parametrize(
    ("line", "free", "shares", "offered", "skipped"),
    [
        ([InLine(1, None, 1), InLine(2, None, 2)], 1, {}, [1], []),
        ([InLine(1, None, 1, "unproven"), InLine(2, None, 2)], 1, {}, [2], [(1, "unproven")]),
        ([InLine(1, None, 1, "no_way")], 1, {}, [], [(1, "no_way")]),
        # Two who come together are offered two places or none, and keep their place in the order.
        ([InLine(1, None, 1), InLine(2, None, 1), InLine(3, None, 3)], 1, {}, [3],
         [(1, "together"), (2, "together")]),
        ([InLine(1, None, 1), InLine(2, None, 1), InLine(3, None, 3)], 2, {}, [1, 2], []),
        ([InLine(1, None, 1), InLine(2, None, 1, "unproven")], 2, {}, [],
         [(1, "unproven"), (2, "unproven")]),
        # The last place is kept for Kenya: whoever is of no quota is passed over.
        ([InLine(1, None, 1), InLine(2, KENYA, 2)], 1, {KENYA: Share(1, None, 0)}, [2],
         [(1, "quota")]),
        # Two of one quota at once, of which one more may come.
        ([InLine(1, MEMBERS, 1), InLine(2, MEMBERS, 1)], 5, {MEMBERS: Share(0, 1, 0)}, [],
         [(1, "together"), (2, "together")]),
        ([], 3, {}, [], []),
    ],
)  # fmt: skip
def test_the_next_in_line(line, free, shares, offered, skipped):
    found = rules.next_offered(line, places=10, held=10 - free, shares=shares)

    assert found == (offered, skipped)


@settings(max_examples=25)
@given(
    places=some.integers(0, 12),
    kept=some.integers(0, 6),
    at_most=some.one_of(some.none(), some.integers(0, 6)),
    asking=some.lists(some.sampled_from([None, KENYA, MEMBERS]), max_size=30),
)
def test_however_people_ask_no_place_is_given_twice_and_none_that_is_kept(
    places, kept, at_most, asking
):
    kept = min(kept, places)
    held: Counter[int | None] = Counter()
    waiting: Counter[int | None] = Counter()

    for quota in asking:
        shares = {KENYA: Share(kept, None, held[KENYA]), MEMBERS: Share(0, at_most, held[MEMBERS])}
        left = rules.room_for_newcomer(
            quota, places=places, held=held.total(), shares=shares, waiting=waiting
        )
        (held if left else waiting)[quota] += 1

    assert held.total() <= places
    assert held.total() - held[KENYA] <= places - kept
    assert at_most is None or held[MEMBERS] <= at_most


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("Amina W. <amina@example.org>", [("Amina W.", "amina@example.org")]),
        ("amina@example.org, Amina", [("Amina", "amina@example.org")]),
        ("Juma\t+254 700 000 021\tNairobi", [("Juma", "+254 700 000 021")]),
        ('"Bâ, Mamadou"; mamadou@example.org', [("Bâ, Mamadou", "mamadou@example.org")]),
        ("أمينة أحمد amina2@example.org", [("أمينة أحمد", "amina2@example.org")]),
        ("A a@example.org\n\na A@example.org", [("A", "a@example.org")]),
        ("Nobody knows", [("Nobody knows", "")]),
        ("b@example.org", [("", "b@example.org")]),
    ],
)
def test_lines_of_a_pasted_list(pasted, found):
    assert [(line.name, line.way) for line in rules.pasted_lines(pasted)] == found
