"""What two names share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonroot.matching.describe import described_name
from commonroot.matching.names import compare_names
from commonroot.matching.rarity import Rarity
from tests.matching.people import crowd

AMONG = Rarity.counted(crowd()).among("KE")
WORDS = st.sampled_from([
    "amina", "aminah", "amin", "otieno", "otiemo", "jin", "min", "jinmin", "a", "o", "omar",
    "amir", "paty", "patricia", "pati", "أمينة", "wei", "abdul", "rahim", "kamau",
])  # fmt: skip


def name(text, country="KE"):
    return described_name(text, country)[0]


def shared(one, other, country="KE"):
    return compare_names(name(one, country), name(other, country), among=AMONG)


@pytest.mark.parametrize(
    ("one", "other", "spelling"),
    [
        ("Amina Otieno", "OTIENO Amina", "same"),
        ("Amina Otieno", "Aminah Otieno", "sound"),
        ("Jin Min Kamau", "Jinmin Kamau", "sound"),
        ("Jinmin Kamau", "Jin Min Kamau", "sound"),
        ("Amina Otieno", "Amina Otiemo", "slip"),
        ("Patricia Otieno", "Paty Otieno", "called"),
        ("Paty Otieno", "Pati Otieno", "sound"),
        ("Amina Otieno", "A. Otieno", "initial"),
    ],
)
def test_names_that_cover_one_another(one, other, spelling):
    found = shared(one, other)

    assert (found.mine, found.yours, found.bits > 0) == ((), (), True)
    assert found.spelling == spelling


@pytest.mark.parametrize(
    ("one", "other", "mine", "yours"),
    [
        ("Amina Akinyi Otieno", "Amina Otieno", ("akn",), ()),
        ("Achieng Jinmin", "Jin Min", ("asng",), ()),
        ("Amina Otieno", "Amina Kamau", ("atn",), ("km",)),
        ("Grace Otieno", "Daudi Kamau", ("grs", "atn"), ("d", "km")),
        ("Ann Otieno", "Ian Otieno", ("an",), ("an",)),
    ],
)
def test_what_is_left_over(one, other, mine, yours):
    found = shared(one, other)

    assert (found.mine, found.yours) == (mine, yours)


def test_nothing_shared_tells_nothing():
    assert shared("Grace Otieno", "Daudi Kamau").bits == 0.0


def test_a_slip_tells_less_than_the_word():
    assert shared("Amina Otieno", "Amina Otiemo").bits < shared("Amina Otieno", "Amina Otieno").bits


def test_one_sound_of_other_vowels_tells_less():
    assert shared("Omar", "Amir").bits < shared("Emir", "Amir").bits


def test_long_words_may_hold_two_slips():
    assert shared("Camurcuoglu", "Camurcoulgu").mine == ()
    assert shared("Camurcuoglu", "Camrucoulug").mine != ()


def test_scripts_are_compared_by_sound():
    found = compare_names(name("المصري نجار", "EG"), name("Najjar Elmasry", "EG"), among=AMONG)

    assert (found.spelling, found.mine, found.yours) == ("sound", (), ())


def test_slips_across_scripts_are_found_in_the_bones():
    found = compare_names(name("خالد التونسي", "TN"), name("Khaled Toumsi", "TN"), among=AMONG)

    assert (found.spelling, found.mine, found.yours) == ("slip", (), ())


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=4))
def test_it_makes_no_difference_who_is_named_first(one, other):
    here = shared(" ".join(one), " ".join(other))
    there = shared(" ".join(other), " ".join(one))

    assert here.bits == pytest.approx(there.bits)
    assert (here.spelling, here.mine, here.yours) == (there.spelling, there.yours, there.mine)
