"""Where a strategy chart breaks its method, what is an institution, how a plan is shortened."""

import pytest

from commonroot.campaigns.rules.chart import Hint, Row, hints
from commonroot.campaigns.rules.institutions import is_institution
from commonroot.campaigns.rules.shortening import LENGTHS, Line, cut, lengths, shortened

HALL = Row("r1", "resource", {"kind": "people", "amount": 40})
OSEI = {"target": "Dr Hana Osei", "our_power": "She stands for election in May."}


@pytest.mark.parametrize(
    ("chart", "rows", "found"),
    [
        (OSEI, [], []),
        (
            {"target": "Ministry of Health", "our_power": "x"},
            [],
            [Hint("target_institution", "", "targets", {"name": "Ministry of Health"})],
        ),
        (
            {"target": "Dr Hana Osei"},
            [],
            [Hint("no_power", "", "targets", {"name": "Dr Hana Osei"})],
        ),
        ({"target": "Dr Hana Osei"}, [Row("s", "second_target", {"person": "Their deputy"})], []),
        (
            OSEI,
            [Row("s", "second_target", {"person": "مجلس المحافظة"})],
            [Hint("target_institution", "s", "targets", {"name": "مجلس المحافظة"})],
        ),
        (
            OSEI,
            [Row("g", "goal", {"text": "Free care", "term": "long"})],
            [Hint("no_victory", "", "goals")],
        ),
        (
            OSEI,
            [Row("g", "goal", {"text": "No lease", "term": "middle", "improves": True})],
            [Hint("no_first_win", "", "goals")],
        ),
        (
            OSEI,
            [
                Row("g", "goal", {"text": "No lease", "term": "middle"}),
                Row("h", "goal", {"text": "A hearing", "term": "short"}),
            ],
            [Hint("goal_unchecked", "g", "goals")],
        ),
        (
            OSEI,
            [
                Row("w", "gain", {"what": "leaders"}),
                Row("x", "gain", {"what": "money", "number": 0}),
            ],
            [Hint("gain_without_number", "w", "house", {"what": "leaders"})],
        ),
        (
            OSEI,
            [HALL, Row("t", "tactic", {"tactic": "A vigil", "people": 41})],
            [
                Hint("tactic_nobody", "t", "tactics", {"name": "A vigil"}),
                Hint("tactic_people", "t", "tactics", {"name": "A vigil", "needs": 41, "have": 40}),
            ],
        ),
        (
            OSEI,
            [HALL, Row("t", "tactic", {"tactic": "A vigil", "who": "n", "people": 40, "money": 5})],
            [Hint("tactic_money", "t", "tactics", {"name": "A vigil", "needs": 5, "have": 0})],
        ),
    ],
)
def test_a_chart_says_where_it_breaks_its_method(chart, rows, found):
    assert hints(chart, rows) == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Ministry of Health", True), ("Minister of Health", False), ("Dr Hana Osei", False),
        ("Ministerio de Salud", True), ("la ministra de salud", False), ("Conseil régional", True),
        ("La présidente du conseil", False), ("Câmara municipal", True), ("Prefeita", False),
        ("وزارة الصحة", True), ("وزير الصحة", False), ("County assembly", False), ("", False),
    ],
)  # fmt: skip
def test_an_institution_is_known_by_its_words_and_an_office_is_a_person(words, said):
    assert is_institution(words) is said


def test_texts_are_cut_where_a_word_ends_and_what_is_left_out_is_counted():
    assert [
        shortened("one two three", 13), shortened("one two three", 9), shortened("abcdefgh", 3),
        shortened("one two", 3),
    ] == [("one two three", 0), ("one two…", 6), ("abc…", 5), ("one…", 4)]  # fmt: skip


def test_lists_are_cut_with_their_texts():
    lines = [
        Line("", label="Head", group="a", heads=True), Line("first words", second="more words"),
        Line("second"), Line("third"), Line("other", group="a"),
    ]  # fmt: skip

    found = cut(lines, letters=6, most=2)

    assert [one.text for one in found.lines] == ["", "first…", "second", "other"]
    assert [found.lines[1].second, found.letters, found.left] == ["more…", 12, 1]


def test_a_short_list_has_one_length_and_a_long_one_as_many_as_shorten_it():
    one, many = [Line("here")], [Line("word " * 300) for _ in range(60)]

    assert [len(list(lengths(one))), len(list(lengths(many)))] == [1, len(LENGTHS)]
