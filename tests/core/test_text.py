"""Text in any script: words to search by, names to sort by, addresses to show."""

import pytest

from commonroot.core import text


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("José Núñez-Rueda", ["jose", "nunez", "rueda"]),
        ("O’Brien", ["o", "brien"]),
        ("سلمى خوري", ["سلمي", "خوري", "slma", "khwry"]),
        ("मीना", ["मीना", "mina"]),
        ("Олена", ["олена", "olena"]),
        (" … ", []),
        ("", []),
    ],
)
def test_words_are_folded_and_romanised(written, words):
    assert text.tokens(written) == words


@pytest.mark.parametrize(
    ("one", "other", "bare"),
    [
        ("سلمى", "Salma", "slm"),
        ("خوري", "Khoury", "khr"),
        ("محمد", "Mohammed", "mhmd"),
        ("فاطمة", "Fatima", "ftm"),
        ("عائشة", "Aïsha", "s"),
        ("قاسم", "Kassem", "ksm"),
        ("शर्मा", "Sharma", "srm"),
    ],
)
def test_a_name_has_the_same_consonants_in_two_scripts(one, other, bare):
    assert text.skeletons(one) == [("other", bare)]
    assert text.skeletons(other) == [("latin", bare)]


@pytest.mark.parametrize("written", ["M.", "Ada Eo", "aiea", "", "12"])
def test_initials_and_vowels_alone_have_no_consonants_to_meet_by(written):
    assert text.skeletons(written) in ([], [("latin", "d")])


def test_a_name_is_one_line():
    assert text.one_line(" Amina\r\nBcc: x\t Wekesa\u2028 ") == "Amina Bcc: x Wekesa"


def test_names_sort_without_accents_and_case():
    names = ["Zoë", "émile", "Ada", "سلمى"]

    assert sorted(names, key=text.sort_key) == ["Ada", "émile", "Zoë", "سلمى"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [("amina@example.org", "am…@example.org"), ("+254712345678", "+254…78")],
)
def test_addresses_are_masked(address, shown):
    assert text.masked(address) == shown


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Amina", "Latn"), ("أمينة", "Arab"), ("(Амина)", "Cyrl"), ("অমিনা", "Beng"),
        ("아미나", "Hang"), ("12", ""), ("ᚠ", ""),
    ],
)  # fmt: skip
def test_the_script_of_a_name(name, code):
    assert text.script(name) == code


def test_a_text_of_its_own_direction_is_held_together_within_a_sentence():
    assert text.isolated("2011_Africa.xlsx") == "\u20682011_Africa.xlsx\u2069"
