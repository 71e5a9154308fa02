"""Reports of video meetings."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from commonroot.sheets.sayings import Unreadable
from commonroot.sheets.video.names import is_machine, parted, spellings
from commonroot.sheets.video.reading import read_report
from commonroot.sheets.video.report import Kind, Line
from commonroot.sheets.video.times import Order, Stay, minutes, moment, reading, stay, within
from tests.sheets.video_samples import API, SHAPES, A, B, C, D, F

STARTS = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
NAIROBI = "Africa/Nairobi"


def report(text, name="report.csv"):
    return read_report(text.encode(), name)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_known_by_its_headings(shape):
    read = report(SHAPES[shape])

    assert read.shape == shape
    assert [line.address for line in read.lines if "amina" in line.address.lower()]
    assert read.says_who_came == (shape != "G")


def test_what_the_block_says_and_where_lines_stand():
    assert (report(B).topic, report(B).host_address) == ("Power Analysis!", "host@example.org")
    assert (report(D).host_name, report(D).host_address) == ("Long Table", "host@example.org")
    assert [line.number for line in report(D).lines] == [5, 6, 7]
    assert [(line.kind, line.attended) for line in report(F).lines] == [
        (Kind.HOST, True),
        (Kind.PARTICIPANT, True),
        (Kind.PARTICIPANT, False),
    ]
    assert [line.in_waiting_room for line in report(C).lines] == [True, False, False]
    assert report(F).lines[2].name == "Kofi Mensah"


def test_marks_of_order_of_bytes_tabs_quotes_and_missing_columns_change_nothing():
    wide = read_report(A.removeprefix("\ufeff").replace(",", "\t").encode("utf-16"), "r.csv")
    bare = report("name,leave time,join time\nAmina,2026-12-01 20:00,2026-12-01 19:00\n")

    assert [line.name for line in wide.lines] == [line.name for line in report(A).lines]
    assert bare.lines[0] == Line(
        number=2, name="Amina", joined="2026-12-01 19:00", left="2026-12-01 20:00"
    )


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "Topic,ID\nx,1\n", "{}", "[1]", "{", '{"participants": [{"name": "A"}]}']
)
def test_what_is_no_report_is_refused_in_words(text):
    with pytest.raises(Unreadable) as refusal:
        report(text)

    assert refusal.value.saying.code == "no_video_report"


def test_a_workbook_saved_from_a_report_is_read(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "report.xlsx") as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(C.splitlines()):
            for column, cell in enumerate(line.split("\t")):
                sheet.write_string(number, column, cell)

    assert read_report(tmp_path / "report.xlsx", "report.xlsx").shape == "C"


def test_the_api_may_give_several_pages():
    assert len(report(f"[{API}, {API}]").lines) == 2


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Amina", ("Amina", "")),
        ("Zo (Zoë Núñez)", ("Zo", "Zoë Núñez")),
        ("Ana (she/her)", ("Ana", "")),
        ("Ana (she/her) (Ana Souza)", ("Ana", "Ana Souza")),
        ("Ana (she/her)(Ana (Anita) Souza)", ("Ana (she/her)(Ana (Anita) Souza)", "")),
        ("Kofi (Accra) (Kofi Mensah)", ("Kofi (Accra)", "Kofi Mensah")),
        ("(Amina)", ("Amina", "")),
    ],
)
def test_names_in_brackets(name, parts):
    assert parted(name) == parts


def test_a_name_is_tried_as_it_was_then_as_it_was_shown_then_without_its_number():
    assert spellings("12_Zo", "Zoë Núñez") == [
        "Zoë Núñez",
        "12_Zo",
        "Zo",
        "12_Zo (Zoë Núñez)",
        "Zo (Zoë Núñez)",
    ]
    assert spellings("…", "") == []


def test_programs_that_listen_in_are_told_from_people():
    assert is_machine("Fireflies.ai Notetaker Amina")
    assert not is_machine("Otter Amina")


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("11/19/2021 9:54:15 AM", (2021, 11, 19, 9, 54, 15)),
        ("06/16/2026 03:10:26 PM", (2026, 6, 16, 15, 10, 26)),
        ("Mar 22, 2025 19:13:27", (2025, 3, 22, 19, 13, 27)),
        ("Mar 22, 2025 7:13 PM", (2025, 3, 22, 19, 13, 0)),
        ("15/08/2022 01:27", (2022, 8, 15, 1, 27, 0)),
        ("09/09/2026 19:02", (2026, 9, 9, 19, 2, 0)),
        ("09/09/26 12:02:00 am", (2026, 9, 9, 0, 2, 0)),
        ("2026-12-01T16:00:00", (2026, 12, 1, 16, 0, 0)),
    ],
)
def test_every_way_in_which_reports_write_a_time(text, local):
    found = {moment(text, order=order, zone="UTC") for order in Order} - {None}

    assert found == {datetime(*local, tzinfo=UTC)}


@pytest.mark.parametrize(
    "text",
    ["", "soon", "13/13/2026 10:00", "1/2/2026 25:00", "1/2/2026 13:00 PM", "Foo 3, 2026 10:00"],
)
def test_what_is_no_time(text):
    assert {moment(text, order=order, zone="UTC") for order in Order} == {None}


def test_a_time_with_its_own_zone_needs_no_other():
    assert moment("2026-12-01T16:00:00Z", order=Order.DAY_FIRST, zone=NAIROBI) == STARTS
    assert moment("2026-12-01 19:00:00+03:00", order=Order.DAY_FIRST, zone="UTC") == STARTS


def lines(*joined):
    return [Line(number=n, name="A", joined=text) for n, text in enumerate(joined, 1)]


@pytest.mark.parametrize(
    ("joined", "order", "certain"),
    [
        (("12/01/2026 19:00", "12/01/2026 19:30"), Order.MONTH_FIRST, True),
        (("01/12/2026 19:00", "01/12/2026 19:30"), Order.DAY_FIRST, True),
        (("05/06/2026 19:00",), Order.MONTH_FIRST, False),  # of another day: nobody can say
        (("05/25/2026 19:00",), Order.MONTH_FIRST, True),  # of another day, but in one order only
        (("06/06/2026 19:00",), Order.MONTH_FIRST, True),  # both are the same day
        (("Mar 22, 2025 19:13:27",), Order.MONTH_FIRST, True),
    ],
)
def test_the_order_of_day_and_month_is_the_one_that_lies_near_the_session(joined, order, certain):
    found = reading(lines(*joined), starts_at=STARTS, zone=NAIROBI)

    assert (found.order, found.certain) == (order, certain)
    assert (found.near, found.timed) == (
        len(joined) if certain and "12" in joined[0][:5] else 0,
        len(joined),
    )


def test_a_line_without_its_end_lasts_as_long_as_it_says():
    line = Line(number=1, name="A", joined="2026-12-01 16:00", seconds=600)
    unsaid = Line(number=2, name="A", joined="2026-12-01 16:00")
    backwards = Line(number=3, name="A", joined="2026-12-01 16:00", left="2026-12-01 15:00")

    stays = [stay(each, order=Order.DAY_FIRST, zone="UTC") for each in (line, unsaid, backwards)]

    assert stays == [Stay(STARTS, STARTS + timedelta(minutes=10)), None, None]
    assert stay(Line(number=4, name="A"), order=Order.DAY_FIRST, zone="UTC") is None


def test_time_outside_the_session_counts_for_a_quarter_of_an_hour():
    ends = STARTS + timedelta(hours=2)
    long = Stay(STARTS - timedelta(hours=1), ends + timedelta(hours=1))
    before = Stay(STARTS - timedelta(hours=1), STARTS - timedelta(minutes=15))

    assert minutes([within(long, starts_at=STARTS, ends_at=ends)]) == 150
    assert within(before, starts_at=STARTS, ends_at=ends) is None


@tries(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_minutes_are_those_in_which_any_device_was_there(pairs):
    stays = [
        Stay(STARTS + timedelta(minutes=min(pair)), STARTS + timedelta(minutes=max(pair)))
        for pair in pairs
    ]

    assert minutes(stays) == len({n for pair in pairs for n in range(min(pair), max(pair))})
