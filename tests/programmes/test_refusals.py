"""What is wrong in a programme file is said with its place."""

from datetime import date

import pytest

from commonroot.programmes.rules import files
from commonroot.programmes.rules.tables import CODE_LENGTH, FileBroken, parsed
from tests.programmes.written import COHORT

TODAY = date(2026, 11, 22)
SMALL = """
[programme]
format = "open series"
title = "Evenings"
time_zone = "Africa/Nairobi"
session_time = "19:00"
[[session]]
title = "First"
day = 2026-12-01
"""


def read(text: str):
    return files.described(parsed(text), today=TODAY)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "x = 1\ny = \n",
            "This is not a TOML file: Invalid value (at line 2, column 5).",
        ),
        ("x = 1", "The file: It has no table [programme]."),
        (
            SMALL.replace('"Evenings"', '""'),
            "Programme, “title”: This is missing.",
        ),
        (
            SMALL.replace('"open series"', '"evening"'),
            "Programme, “format”: This should be one of: open series, cohort series, "
            "residential course.",
        ),
        (
            SMALL.replace("Africa/Nairobi", "Kenya/Time"),
            "Programme, “time_zone”: “Kenya/Time” is not a time zone. A good one: Africa/Nairobi.",
        ),
        (
            SMALL + 'colour = "red"',
            "session 1, “colour”: We do not know this field.",
        ),
        (
            SMALL + "places = 0",
            "session 1, “places”: This should be a whole number from 1 on.",
        ),
        (
            SMALL + "places = true",
            "session 1, “places”: This should be a whole number from 1 on.",
        ),
        (
            SMALL + "cancelled = 1",
            "session 1, “cancelled”: This should be true or false.",
        ),
        (
            SMALL.replace("2026-12-01", '"31/02/2019"'),
            "session 1, “day”: “31/02/2019” is not a day. Good ones: 2027-01-17, “+9 days”.",
        ),
        (
            SMALL.replace("2026-12-01", "7"),
            "session 1, “day”: This should be a day, as 2027-01-17.",
        ),
        (
            SMALL.replace('session_time = "19:00"', ""),
            "session 1, “time”: A session with a day needs a time.",
        ),
        (
            SMALL.replace("19:00", "7 pm"),
            "Programme, “session_time”: “7 pm” is not a time. A good one: “19:00”.",
        ),
        (
            SMALL.replace('"19:00"', "19"),
            "Programme, “session_time”: This should be a time, as “19:00”.",
        ),
        (
            SMALL + 'held = "2023-05"',
            "session 1, “day”: A session has one of day, week, month and held.",
        ),
        (
            SMALL.replace("day = 2026-12-01", 'month = "May"'),
            "session 1, “month”: “May” is not a month or a span of months, as “2023-04/2023-05”.",
        ),
        (
            SMALL + '[[session]]\ntitle = "First"',
            "session 2: Its code “first” is used twice. Give it a code of its own.",
        ),
        (
            SMALL + '[[session.question]]\nprompt = "Which?"\nkind = "choice"',
            "session 1, question 1, “choices”: A question of kind “choice” has choices, and "
            "only that one.",
        ),
        (
            SMALL + "[session.question]\nprompt = 'x'",
            "session 1, “question”: This should be a list: write [[question]].",
        ),
        (
            SMALL + "summary = 3",
            "session 1, “summary”: This should be a text, or one text per language.",
        ),
        (
            SMALL + f"summary = '{'x' * 4001}'",
            "session 1, “summary”: A text may have 4000 letters at most.",
        ),
        (SMALL + "code = 3", "session 1, “code”: This should be a text."),
        (
            SMALL.replace("[programme]", '[programme]\ncode = "A B"'),
            f"Programme, “code”: A code has small letters, digits and hyphens, {CODE_LENGTH} at "
            f"most.",
        ),
        (
            SMALL.replace("[programme]", "[programme]\nlanguages = 'en'"),
            'Programme, “languages”: This should be a list of language codes, as ["en", "fr"].',
        ),
        (
            SMALL.replace("[programme]", "[programme]\nmode = 'by pigeon'"),
            "Programme, “mode”: This should begin with online, on site, residential or hybrid.",
        ),
        (
            SMALL.replace("[programme]", "[programme]\nperiod = 2023"),
            "Programme, “period”: This should be a table with “from” and “until”.",
        ),
        (
            COHORT.replace("count = 8", "count = 9"),
            "phase 1, “count”: This says 9, but the rule makes 8 meetings.",
        ),
        (
            COHORT.replace("weekly, eight times", "now and then"),
            "phase 1, “rule”: We could not make dates of this: now and then, from the week of "
            "2021-01-17.",
        ),
        (
            SMALL + "[[phase]]\ntitle = 'W'\nweekly = { times = 3 }",
            "phase 1, weekly, “from_week”: This is missing.",
        ),
        (
            SMALL + "[[phase]]\ntitle = 'W'\nweekly = { times = 999, from_week = 2021-01-17 }",
            "phase 1, “rule”: A programme has 400 meetings at most.",
        ),
        (
            SMALL.replace("[programme]", "[programme]\nenrolment = 'all'"),
            "Programme, enrolment: This should be a table of fields.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, sentence):
    with pytest.raises(FileBroken) as refusal:
        read(text)

    assert str(refusal.value) == f"{sentence} Nothing was changed."
