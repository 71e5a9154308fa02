"""Small numbers stay hidden: from subtraction, and from whoever keeps every month's table."""

import random

import pytest

from commonroot.core.small_numbers import LEAST, Told, tell

COUNTRIES = ["KE", "UG", "TZ", "RW", "ET"]
MOST = 60
A_MONTH = 3  # whoever attacks knows that no country gains or loses more in a month


def test_small_numbers_are_not_told_and_others_in_fives():
    told = tell({"KE": 12, "UG": 5, "TZ": 4, "RW": 0})

    assert told.shown == {"KE": 10, "UG": 5, "TZ": None, "RW": None}
    assert told.at_least == 15


def test_a_number_stands_until_it_changed_by_five_and_five_people_came_or_went():
    first = tell({"KE": 9, "UG": 4})

    one_more = tell({"KE": 10, "UG": 4}, before=first)
    others = tell({"KE": 10, "UG": 8}, before=first)
    many = tell({"KE": 14, "UG": 9}, before=others)
    a_new_one = tell({"KE": 9, "UG": 4, "TZ": 7}, before=first)

    assert one_more is first
    assert others.shown == {"KE": 5, "UG": None}
    assert many.shown == {"KE": 10, "UG": 5}
    assert a_new_one.shown == {"KE": 5, "UG": None, "TZ": 5}


def years(seed: int) -> list[dict[str, int]]:
    """Two years of true numbers: people join and leave, some countries stay small."""
    chance = random.Random(seed)
    now = {name: chance.choice((0, 1, 3, 4, 5, 9, 24)) for name in COUNTRIES}
    months = []
    for _ in range(24):
        months.append(dict(now))
        for name in COUNTRIES:
            now[name] = max(0, now[name] + chance.choice((-1, 0, 0, 1, 1, chance.randint(-3, 3))))
    return months


def possible(shown: list[int | None]) -> tuple[list[set[int]], list[set[int]]]:
    """What an attacker who knows the rule can make of one country's numbers: what they may have
    been month by month, and by how much they may have changed from one to the next.

    They follow every pair of (number told last, true number) that fits what they saw, forwards and
    then backwards, knowing how fast a country may grow.
    """

    def fits(basis: int, told: int | None) -> bool:
        return basis < LEAST if told is None else told <= basis < told + LEAST

    states = [{(n, n) for n in range(MOST) if fits(n, shown[0])}]
    steps: list[set[tuple[tuple[int, int], tuple[int, int]]]] = []
    for told in shown[1:]:
        found = set()
        for basis, true in states[-1]:
            for new in range(max(0, true - A_MONTH), true + A_MONTH + 1):
                # A country's number is told anew after five; or the month told nothing anew.
                after = {new if abs(new - basis) >= LEAST else basis, basis}
                found |= {((basis, true), (b, new)) for b in after if fits(b, told)}
        steps.append(found)
        states.append({after for _before, after in found})
    for month in range(len(steps) - 1, -1, -1):
        steps[month] = {step for step in steps[month] if step[1] in states[month + 1]}
        states[month] = {before for before, _after in steps[month]}
    return (
        [{true for _basis, true in month} for month in states],
        [{after - before for (_, before), (_, after) in month} for month in steps],
    )


@pytest.mark.parametrize("seed", range(6))
def test_who_keeps_every_months_table_learns_no_small_number_and_sees_nobody_come(seed):
    months = years(seed)
    released: list[Told] = []
    for counts in months:
        released.append(tell(counts, before=released[-1] if released else None))

    learned = {name: possible([told.shown[name] for told in released]) for name in COUNTRIES}

    for month, counts in enumerate(months):
        for name, true in counts.items():
            assert true in learned[name][0][month]  # the attacker reasons rightly
            assert len(learned[name][0][month]) >= LEAST, (month, name)
            assert month == 0 or len(learned[name][1][month - 1]) > 1, (month, name)


def test_the_attack_works_on_tables_that_only_leave_small_numbers_out():
    """Exact numbers with small ones hidden, and their total: one subtraction is enough."""
    counts = {"KE": 12, "UG": 7, "TZ": 3}
    naive = {name: number for name, number in counts.items() if number >= LEAST}

    recovered = sum(counts.values()) - sum(naive.values())
    ours = tell(counts)

    assert recovered == counts["TZ"]
    assert ours.at_least - sum(number or 0 for number in ours.shown.values()) == 0
