"""Lists as Kumu has them: read in any order of columns, and given back without loss."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.campaigns.rules.kumu.columns import beside_of, lines_of
from commonroot.campaigns.rules.kumu.packing import packed, unpacked
from commonroot.campaigns.rules.kumu.reading import LeftOut, Tie, Who, read
from commonroot.campaigns.rules.kumu.writing import Drawn, written

ELEMENTS = [
    ["Our map of the county"],
    ["ID", "label", "Type", "Description", "Tags", "Website", "Side", ""],
    ["7", "Minister", "Person", "Signs.", "decides | elected", "", "-1", "x"],
    ["", "Nurses’  union", "Union | Ally", "", "", "https://union.example.org", "high", ""],
    ["", "", "person", "nobody", "", "", "", ""],
    ["", "", "", "", "", "", "", ""],
    ["9", "Radio", "", "", "", "", "2", "", "beyond the headings"],
]
CONNECTIONS = [
    ["To", "From", "Type", "Strength", "Direction", "Label", "Team only"],
    ["minister | Radio", "Nurses’ union", "Influences", "3", "directed", "writes to", ""],
    ["7", "Radio", "talks about", "12", "", "", "yes"],
    ["Minister", "Treasury", "funds", "", "", "", ""],
    ["Minister", "", "funds", "", "", "", ""],
]
SHEETS = [
    ("Elements", ELEMENTS),
    ("Connections", CONNECTIONS),
    ("Notes (ignore)", [["Label"], ["Not me"]]),
    ("Colours", [["person", "blue"]]),
    ("Empty", [[" "], []]),
]


def test_a_list_is_read_whatever_the_order_of_its_columns():
    listed = read(SHEETS)

    assert listed.actors == [
        Who(
            {
                "label": "Minister", "what": "person", "note": "Signs.", "x": -1,
                "other": "ID: 7\nType: Person\nTags: decides | elected\nColumn 8: x",
            },
            names=("Minister", "7"),
        ),
        Who(
            {
                "label": "Nurses’ union", "what": "group",
                "other": "Label: Nurses’  union\nType: Union | Ally"
                "\nWebsite: https\\://union.example.org\nSide: high",
            },
            names=("Nurses’ union",),
        ),
        Who(
            {"label": "Radio", "x": 2, "other": "ID: 9\nColumn 9: beyond the headings"},
            names=("Radio", "9"),
        ),
        Who({"label": "Treasury"}, names=("Treasury",)),
    ]  # fmt: skip
    writes = {"relation": "influences", "strength": 3, "direction": "directed"}
    writes["other"] = "Type: Influences\nLabel: writes to"
    assert listed.ties == [
        Tie(1, 0, writes),
        Tie(1, 2, writes),
        Tie(2, 0, {"other": "Type: talks about\nStrength: 12"}, team_only=True),
        Tie(3, 0, {"relation": "funds"}),
    ]
    assert listed.unknown == ["Treasury"]
    assert listed.left_out == [
        LeftOut("Notes (ignore)", "ignored"),
        LeftOut("Colours", "no_headings"),
        LeftOut("Elements", "no_label", 5),
        LeftOut("Connections", "no_ends", 5),
    ]


def test_what_says_more_than_fits_is_left_out():
    much = "x" * 20_001
    elements = [["Label", "Life"], ["A", much], ["B", ""]]
    connections = [["From", "To", "Life"], ["A", "B", much], ["B", "A", ""]]

    listed = read([("e", elements), ("c", connections)])

    assert [who.said["label"] for who in listed.actors] == ["B", "A"]
    assert len(listed.ties) == 1
    assert [(one.why, one.row) for one in listed.left_out] == [("too_long", 2), ("too_long", 2)]


def test_headings_that_come_twice_are_kept_apart():
    (who,) = read(
        [("e", [["Label", "Note", "Note", "As of"], ["A", "1", "2", "2026-02-30"]])]
    ).actors

    assert who.said == {"label": "A", "other": "Note: 1\nNote (3): 2\nAs of: 2026-02-30"}


def test_words_kept_beside_come_back_while_they_still_say_it():
    said = {"label": "A", "what": "institution", "x": 2, "other": "Type: Ministry\nSide: high"}

    same = written([Drawn("a", said)], [])
    changed = written([Drawn("a", said | {"what": "person"})], [])

    assert same.element_headings == ["Label", "Type", "Description", "Tags", "Side"]
    assert same.elements == [["A", "Ministry", "", "", "2"]]
    assert changed.elements == [["A", "person", "", "", "2"]]


def test_ties_call_people_by_an_id_where_the_name_is_not_enough():
    actors = [
        Drawn("a", {"label": "Board"}),
        Drawn("b", {"label": "Board", "other": "ID: 5"}),
        Drawn("c", {"label": "North | South", "other": "ID: n1"}, team_only=True),
        Drawn("d", {"label": "n2", "other": "ID: 5 | 6"}),
        Drawn("e", {"label": "Radio"}),
    ]
    ties = [
        Drawn("t", {"from": "a", "to": "b", "relation": "votes"}),
        Drawn("u", {"from": "c", "to": "d", "target": True}),
        Drawn("v", {"from": "e", "to": "gone"}),
    ]

    sheets = written(actors, ties)

    assert [row[0] for row in sheets.elements] == ["n3", "5", "n1", "5 | 6", ""]
    assert sheets.element_headings == [
        "ID", "Label", "Type", "Description", "Tags", "Team only",
    ]  # fmt: skip
    assert [row[:3] for row in sheets.connections] == [
        ["n3", "5", "votes for"], ["n1", "n2", ""],
    ]  # fmt: skip


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters='\n|:\\=;,"'), max_size=12
)
lines = texts.map(lambda text: " ".join(text.split()))
names = lines.filter(bool)
beside = st.dictionaries(
    st.sampled_from(["Tags", "ID", "Website", "A: b", "Size\\", "Type", "Side"]),
    texts.map(str.strip).filter(bool),
    max_size=3,
)
fields = st.fixed_dictionaries(
    {"label": names},
    optional={
        "what": st.sampled_from(["person", "group", "institution"]),
        "office": names,
        "target": st.just(True),
        "x": st.sampled_from([-5, -1.5, 0, 2]),
        "y": st.integers(0, 10),
        "note": texts.map(str.strip).filter(bool),
        "source": names,
        "confidence": st.sampled_from(["sure", "unknown"]),
        "updated": st.just("2026-11-22"),
    },
)
ties = st.fixed_dictionaries(
    {},
    optional={
        "relation": st.sampled_from(["influences", "votes", "family"]),
        "direction": st.sampled_from(["directed", "mutual"]),
        "strength": st.integers(1, 5),
        "note": texts.map(str.strip).filter(bool),
    },
)
maps = st.lists(st.tuples(fields, beside, st.booleans()), min_size=1, max_size=4).flatmap(
    lambda actors: st.tuples(
        st.just(actors),
        st.lists(
            st.tuples(
                st.integers(0, len(actors) - 1), st.integers(0, len(actors) - 1), ties, beside
            ),
            max_size=4,
        ),
    )
)


def sheets_of(sheets):
    """What is read again."""
    return [
        ("Elements", [sheets.element_headings, *sheets.elements]),
        ("Connections", [sheets.connection_headings, *sheets.connections]),
    ]


@settings(max_examples=25, deadline=None)
@given(maps)
def test_a_map_that_left_and_came_back_leaves_the_same_again(drawn):
    people, tied = drawn
    actors = [
        Drawn(str(at), said | ({"other": lines_of(more)} if more else {}), team_only)
        for at, (said, more, team_only) in enumerate(people)
    ]
    drawn_ties = [
        Drawn(f"t{at}", said | {"from": str(start), "to": str(end)} | {"other": lines_of(more)})
        for at, (start, end, said, more) in enumerate(tied)
    ]

    once = written(actors, drawn_ties)
    listed = read(sheets_of(once))
    again = written(
        [Drawn(str(at), who.said, who.team_only) for at, who in enumerate(listed.actors)],
        [
            Drawn(f"t{at}", tie.said | {"from": str(tie.start), "to": str(tie.end)}, tie.team_only)
            for at, tie in enumerate(listed.ties)
        ],
    )

    assert (listed.unknown, listed.left_out) == ([], [])
    assert [(tie.start, tie.end) for tie in listed.ties] == [(one[0], one[1]) for one in tied]
    assert again == once


@given(st.dictionaries(texts.map(str.strip).filter(bool), texts.map(str.strip), max_size=4))
@settings(max_examples=25, deadline=None)
def test_lines_that_people_read_are_cells_again(cells):
    assert beside_of(lines_of(cells)) == cells


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        (packed(SHEETS[1:3]), SHEETS[1:3]),
        ("[]", []),
        ("no list", None),
        ('{"a": 1}', None),
        ('[["name", [["cell"], 7]]]', None),
        ('[["name", [[1]]]]', None),
        ('[["name"]]', None),
    ],
)
def test_a_packed_list_is_read_and_nothing_else(text, sheets):
    assert unpacked(text) == sheets
