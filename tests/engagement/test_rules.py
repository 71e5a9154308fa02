"""Months, rounds of questions, standing to the register, and who may be named in a letter."""

from dataclasses import replace
from datetime import date

import pytest

from commonroot.engagement.rules import (
    Alumna,
    Standing,
    Step,
    Work,
    compose,
    months_after,
    reading_minutes,
    standing,
    wave_plan,
)

AMINA = Alumna(key="amina", name="Amina Wekesa", told=True, counts=True)
OTIENO = Alumna(key="otieno", name="Otieno J.", told=True, counts=True)
SILENT = Alumna(key="silent", name="Canary Silent", told=False, counts=True)
POSTER = Work(
    key="water", title="Water", language="en", kind="poster", summary="", comment="Good.", makers=()
)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 5, 14), 6, date(2026, 11, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 5, 14), 60, date(2031, 5, 14)),
    ],
)
def test_months_after_is_the_same_day_or_the_last_of_a_shorter_month(day, months, then):
    assert months_after(day, months) == then


def test_wave_plan_has_the_known_rhythm_and_two_rounds_for_the_new():
    assert wave_plan(ended_on=date(2026, 5, 14), closed_on=date(2026, 5, 15)) == [
        Step(0, date(2026, 5, 28), only_new=False),
        Step(3, date(2026, 8, 14), only_new=True),
        Step(6, date(2026, 11, 14), only_new=False),
        Step(12, date(2027, 5, 14), only_new=False),
        Step(24, date(2028, 5, 14), only_new=True),
        Step(60, date(2031, 5, 14), only_new=False),
    ]


def test_wave_plan_leaves_out_what_is_more_than_thirty_days_past():
    steps = wave_plan(ended_on=date(2026, 5, 14), closed_on=date(2026, 12, 14))

    assert [step.months for step in steps] == [6, 12, 24, 60]
    assert [
        step.months for step in wave_plan(ended_on=date(2026, 5, 14), closed_on=date(2026, 12, 15))
    ] == [
        12,
        24,
        60,
    ]


@pytest.mark.parametrize(
    ("passes", "said_no", "paused", "asked", "found"),
    [
        (True, True, True, True, Standing.IN),
        (False, True, True, True, Standing.NO),
        (False, False, True, True, Standing.PAUSED),
        (False, False, False, True, Standing.WAITING),
        (False, False, False, False, Standing.NOT_ASKED),
    ],
)
def test_standing_is_what_the_gate_says_then_what_they_said(passes, said_no, paused, asked, found):
    assert standing(passes=passes, said_no=said_no, paused=paused, asked=asked) == found


def test_compose_names_whom_the_gate_lets_and_leaves_out_the_others():
    content = compose([AMINA, OTIENO, SILENT], [])

    assert (content.named, content.counted, content.left_out, content.not_named) == (
        (AMINA, OTIENO),
        2,
        1,
        0,
    )
    assert content.told == ("amina", "otieno")


def test_compose_names_beside_a_project_only_with_both_wishes():
    work = replace(POSTER, makers=(("amina", "name"), ("otieno", "unnamed"), ("silent", "name")))

    content = compose([AMINA, OTIENO, SILENT], [work])

    assert [(shown.names, shown.others) for shown in content.works] == [(("Amina Wekesa",), 2)]


def test_compose_counts_and_does_not_name_makers_who_did_not_ask_to_be_named():
    work = replace(POSTER, makers=(("amina", "unnamed"),))

    content = compose([AMINA, OTIENO], [work])

    assert (content.named, content.counted, content.not_named) == ((OTIENO,), 2, 1)
    assert content.told == ("amina", "otieno")


def test_compose_names_a_maker_who_wants_it_beside_one_of_two_projects():
    one = replace(POSTER, makers=(("amina", "name"),))
    other = replace(POSTER, key="night", makers=(("amina", "unnamed"),))

    content = compose([AMINA], [one, other])

    assert [shown.names for shown in content.works] == [("Amina Wekesa",), ()]
    assert content.named == (AMINA,)


def test_compose_counts_nobody_from_elsewhere_but_names_them_beside_what_they_made():
    elsewhere = replace(AMINA, counts=False)
    work = replace(POSTER, makers=(("amina", "name"),))

    with_work = compose([elsewhere], [work])
    without = compose([elsewhere], [])

    assert (with_work.named, with_work.counted, with_work.told) == ((elsewhere,), 0, ("amina",))
    assert (without.named, without.told) == ((), ())


def test_compose_finds_projects_without_a_comment():
    bare = replace(POSTER, key="bare", comment="")

    assert compose([], [POSTER, bare]).without_comment == (bare,)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (150, 1), (300, 2), (800, 5)])
def test_reading_takes_a_minute_per_150_words(words, minutes):
    assert reading_minutes(words) == minutes
