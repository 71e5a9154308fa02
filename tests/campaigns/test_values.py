"""What may stand in a field, whatever was typed; when words of two meet."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.campaigns.models.tools import KINDS, TOOLS, Field
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries.words import amiss_words, words_of
from commonroot.campaigns.rules.meeting import Met, Since, met
from commonroot.campaigns.rules.values import Amiss, cleaned, joined

CODES = (("a", "An a"), ("b", "A b"))


def field(kind: Type, **more: object) -> Field:
    return Field("code", "Label", kind, **more)


@pytest.mark.parametrize(
    ("shape", "raw", "kept"),
    [
        (field(Type.LINE), " two \n words ", "two words"),
        (field(Type.LINE), None, None),
        (field(Type.TEXT), " one\r\ntwo\x00 ", "one\ntwo"),
        (field(Type.TEXT), "  ", None),
        (field(Type.NUMBER), "", None),
        (field(Type.NUMBER), "٣٫٥", 3.5),
        (field(Type.NUMBER), "2,50", 2.5),
        (field(Type.NUMBER), "1,000", 1000),
        (field(Type.NUMBER), "1.000.000", 1000000),
        (field(Type.NUMBER), "12 500", 12500),
        (field(Type.NUMBER), "0.125", 0.125),
        (field(Type.NUMBER), 1.125, 1.125),
        (field(Type.NUMBER, least=-5, most=5), "-5", -5),
        (field(Type.CHOICE, choices=CODES), "a", "a"),
        (field(Type.CHOICE, choices=CODES), "", None),
        (field(Type.SEVERAL, choices=CODES), ["b", "a", "b"], ["a", "b"]),
        (field(Type.SEVERAL, choices=CODES), "b", ["b"]),
        (field(Type.SEVERAL, choices=CODES), None, None),
        (field(Type.YES_NO), "on", True),
        (field(Type.YES_NO), False, None),
        (field(Type.DATE), "2027-03-31", "2027-03-31"),
        (field(Type.DATE), date(2027, 3, 31), "2027-03-31"),
        (field(Type.DUE), "", None),
        (field(Type.MOMENT), "2027-03-31T18:00+03:00", "2027-03-31T18:00"),
        (field(Type.MOMENT), datetime(2027, 3, 31, 18), "2027-03-31T18:00"),
        (field(Type.MOMENT), None, None),
        (field(Type.ENTRY), " key ", "key"),
        (field(Type.MEMBER), None, None),
    ],
)
def test_what_is_typed_becomes_what_is_kept(shape, raw, kept):
    assert cleaned(shape, raw) == kept
    assert cleaned(shape, kept) == kept


@pytest.mark.parametrize(
    ("shape", "raw", "words"),
    [
        (field(Type.LINE, needed=True), " ", "Write something here first."),
        (
            field(Type.LINE, longest=3),
            "four",
            "More than 3 letters do not fit here. Shorten it, or put part of it elsewhere.",
        ),
        (field(Type.NUMBER), "many", "Write a number, in digits."),
        (field(Type.NUMBER), "nan", "Write a number, in digits."),
        (field(Type.NUMBER, least=-5), "-6", "Write a number from -5 up."),
        (field(Type.NUMBER, most=5), "6", "Write a number up to 5."),
        (field(Type.CHOICE, choices=CODES), "c", "Choose one of the answers that are offered."),
        (field(Type.SEVERAL, choices=CODES), ["c"], "Choose one of the answers that are offered."),
        (
            field(Type.DATE),
            "31/02/2019",
            "We could not read this date. Write it as year-month-day: 2027-03-31.",
        ),
        (
            field(Type.DUE),
            "0027-03-31",
            "We could not read this date. Write it as year-month-day: 2027-03-31.",
        ),
        (
            field(Type.MOMENT),
            "0027-03-31T18:00",
            "We could not read this date. Write it as year-month-day: 2027-03-31.",
        ),
        (
            field(Type.MOMENT),
            "noon",
            "We could not read this date. Write it as year-month-day: 2027-03-31.",
        ),
    ],
)
def test_what_cannot_stand_there_says_what_to_do(shape, raw, words):
    with pytest.raises(Amiss) as amiss:
        cleaned(shape, raw)

    assert amiss_words(amiss.value) == words


@pytest.mark.parametrize(
    ("shape", "value", "words"),
    [
        (field(Type.LINE), None, ""),
        (field(Type.TEXT), "Some words", "Some words"),
        (field(Type.NUMBER), 0, "0"),
        (field(Type.CHOICE, choices=CODES), "a", "An a"),
        (field(Type.SEVERAL, choices=CODES), ["a", "b"], "An a, A b"),
        (field(Type.YES_NO), True, "yes"),
        (field(Type.YES_NO), False, ""),
        (field(Type.DATE), "2027-03-31", "Wed 31 Mar 2027"),
        (field(Type.MOMENT), "2027-03-31T18:00", "Wed 31 Mar 2027, 18:00"),
        (field(Type.ENTRY), "there", "The minister"),
        (field(Type.ENTRY), "gone", ""),
    ],
)
def test_what_stands_there_in_words(shape, value, words):
    assert words_of(shape, value, names={"there": "The minister"}) == words


@pytest.mark.parametrize(
    ("type_of", "theirs", "mine", "both"),
    [
        ("line", "one", "two", "one / two"),
        ("text", "one", "two", "one\n\ntwo"),
        ("text", None, "two", None),
        ("number", 1, 2, None),
    ],
)
def test_both_words_in_one_field(type_of, theirs, mine, both):
    assert joined(type_of, theirs=theirs, mine=mine) == both


WORDS = st.sampled_from(["", "one", "two", "three"])


@settings(max_examples=25)
@given(read=WORDS, theirs=st.lists(st.tuples(WORDS, st.booleans()), max_size=3), sent=WORDS)
def test_no_words_of_anybody_are_ever_lost(read, theirs, sent):
    """Whatever is sent stands, stood there already, was never changed, or is kept as a clash."""
    since, stands = [], read
    for words, mine in theirs:
        since.append(Since(before=stands, mine=mine))
        stands = words

    what = met(stands=stands, sent=sent, since=since)

    others = any(not one.mine for one in since)
    if sent in {stands, read}:
        assert what is Met.NOTHING
    else:
        assert what is (Met.CLASH if others else Met.WRITE)


def test_every_kind_is_declared_once_and_names_what_is_there():
    """What the tools declare holds together: codes, names, what they point to."""
    codes = [kind.code for tool in TOOLS.values() for kind in tool.kinds]
    assert len(codes) == len(set(codes))
    for kind in KINDS.values():
        fields = {one.code: one for one in kind.fields}
        assert len(fields) == len(kind.fields)
        assert len(kind.code) <= 16
        assert kind.named_by in fields
        assert kind.parent in {"", *codes}
        for one in kind.fields:
            assert len(one.code) <= 24
            assert one.code not in {"seen", "done", "team_only"}
            assert (one.of in codes) is (one.type == Type.ENTRY)
            assert bool(one.choices) is (one.type in {Type.CHOICE, Type.SEVERAL})
