"""The form of programme files: what is read, and how what is wrong is said."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from commonroot.programmes.rules import files
from commonroot.programmes.rules.tables import CODE_LENGTH, code_of, parsed
from tests.programmes.written import COHORT

TODAY = date(2026, 11, 22)
DEMO = Path("commonroot/programmes/demo")
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


def test_least_a_file_can_say():
    plan = read(SMALL)

    session = plan.sessions[0]
    assert (plan.code, plan.starts_on, plan.ends_on) == (
        "evenings",
        date(2026, 12, 1),
        date(2026, 12, 1),
    )
    assert (session.code, session.title, session.wall_time, session.minutes) == (
        "first",
        {"en": "First"},
        time(19),
        120,
    )
    assert session.by_registration is True


def test_session_says_everything():
    plan = read(
        """
[programme]
code = "series"
format = "open series"
languages = ["fr", "en"]
title.fr = "Soirées"
[[session]]
code = "power"
title.fr = "Le pouvoir"
title.ar = "القوة"
day = "+9 days"
time = 19:00:00
time_zone = "Africa/Nairobi"
minutes = 90
places = 40
registration = false
recording = "asked"
join_address = "https://meet.example.org/x"
with = "deux organisatrices"
learn = ["Un", { en = "Two" }]
parts = ["Début", { title = "Fin", minutes = 20 }]
[[session.question]]
prompt = "Quelle langue ?"
kind = "choice"
choices = ["français", "kiswahili"]
required = true
"""
    )

    session = plan.sessions[0]
    assert session.title == {"fr": "Le pouvoir", "ar": "القوة"}
    assert session.when.first == date(2026, 12, 1)
    assert (session.wall_time, session.minutes, session.places) == (time(19), 90, 40)
    assert (session.recording, session.by_registration) == ("asked", False)
    assert session.learn == [{"fr": "Un"}, {"en": "Two"}]
    assert [(part.title, part.minutes) for part in session.parts] == [
        ({"fr": "Début"}, None),
        ({"fr": "Fin"}, 20),
    ]
    question = session.questions[0]
    assert (question.kind, question.required, question.code) == ("choice", True, "quelle-langue")
    assert question.choices == [{"fr": "français"}, {"fr": "kiswahili"}]


def test_weekly_phase_makes_its_sessions_and_takes_titles_where_there_are_some():
    plan = read(
        """
[programme]
format = "cohort series"
title = "Eight"
[[phase]]
title = "Weekly"
weekly = { times = 3, from_week = 2021-01-17, weekday = "sunday" }
time = "17:00"
[[phase.session]]
title = "Listening"
[[phase.session]]
title = "Moved"
day = 2021-01-26
"""
    )

    assert [(session.code, session.when.first) for session in plan.sessions] == [
        ("listening", date(2021, 1, 17)),
        ("moved", date(2021, 1, 26)),
        ("weekly-3", date(2021, 1, 31)),
    ]
    assert [session.by_registration for session in plan.sessions] == [False] * 3


@pytest.mark.parametrize(
    ("name", "sessions", "starts", "ends"),
    [
        ("1-organizing-for-health", 7, date(2025, 11, 1), date(2027, 4, 30)),
        ("2-building-community-campaigns", 12, date(2027, 1, 17), date(2027, 7, 31)),
        ("3-struggle-for-health-kisumu", 7, date(2026, 5, 4), date(2026, 5, 23)),
        ("4-struggle-for-health-next", 0, None, None),
        ("5-organising-where-you-work", 10, date(2026, 10, 1), date(2026, 12, 15)),
    ],
)
def test_files_of_the_demo(name, sessions, starts, ends):
    plan = read((DEMO / f"{name}.toml").read_text())

    assert (len(plan.sessions), plan.starts_on, plan.ends_on) == (sessions, starts, ends)
    assert {*plan.fields["title"]} == {*plan.fields["summary"]} == {"en", "fr", "es", "pt", "ar"}


def test_every_demo_file_is_tested():
    assert len(list(DEMO.glob("*.toml"))) == 5


OPEN_SERIES = """
[programme]
title = "Organizing for Health"
format = "open series"            # register for each session
organiser = "Public Health Awakened"
host_organisation = "Human Impact Partners"
languages = ["en"]
mode = "online"
announced_rhythm = "bi-monthly"
session_minutes = 120
period = { from = 2023-04, until = 2024 }
audience = "People who work or study in public health."
purpose = "Build organising and advocacy skills."
registration = "required for each session"
themes_from = "skills that members and partners named as priorities"
themes = ["messaging and media", "direct action"]
curriculum_partner = "School of Unity and Liberation"

[[session]]
title = "Intro to Organizing"
held = "2023-04/2023-05"
parts = ["what organising is"]
presenters = ["staff", "panel of a practitioners' collective"]

[[session]]
title = "Digital Security"
held = "2024-02"
presenters = ["guest presenter"]
interactive = true
recording = "no"
"""


RESIDENTIAL = """
[programme]
title = "International People's Health University: The Struggle for Health"
format = "residential course"
languages = ["en", "fr"]
mode = "residential, with online preparation and follow-up"
applicants = ["individual"]
places = { expected = "30-40" }
purpose = ["relationships across difference, and solidarity"]
project_work = ["posters", "case studies"]
[programme.enrolment]
eligibility = "set per course"
priorities = ["younger people"]
mix = ["geography", "gender"]

[alumni]
starting_backgrounds = [{ code = "new to activism", wants_to_know = "which pathways?" }]
follow_up_known = ["6 months", "5 years"]
"""


def test_real_open_series_as_people_write_it_down():
    plan = read(OPEN_SERIES)

    assert [session.when.precision for session in plan.sessions] == ["span", "month"]
    assert (plan.starts_on, plan.ends_on) == (date(2023, 4, 1), date(2024, 2, 29))
    assert plan.fields["organiser_words"] == {
        "en": "Public Health Awakened (Human Impact Partners)"
    }
    assert plan.sessions[0].presenter_words == {"en": "staff, panel of a practitioners' collective"}
    assert [passage["title"]["en"] for passage in plan.fields["passages"]] == [
        "Registration", "Rhythm as announced", "Where the themes come from", "Curriculum partner",
    ]  # fmt: skip


def test_real_cohort_makes_eight_weeks_three_months_one_gathering_and_nothing_between():
    plan = read(COHORT)

    assert plan.apply_by == date(2020, 12, 6)
    weeks = [date(2021, 1, 17) + timedelta(weeks=number) for number in range(8)]
    assert [(session.phase, session.when.first) for session in plan.sessions] == [
        *((0, week) for week in weeks),
        *((1, date(2021, month, 1)) for month in (4, 5, 6)),
        (2, date(2021, 7, 1)),
    ]
    assert plan.fields["apply_asks"][1] == {"en": "why you are interested in this course"}


def test_real_residential_course_has_no_date_and_a_range_of_places():
    plan = read(RESIDENTIAL)

    assert (plan.starts_on, plan.fields["mode"]) == (None, "hybrid")
    assert plan.fields["places_words"] == {"en": "30-40"}
    assert plan.fields["aims"] == [{"en": "relationships across difference, and solidarity"}]
    assert plan.fields["afterwards"]["follow_up_known"] == ["6 months", "5 years"]
    assert [passage["title"]["en"] for passage in plan.fields["passages"]] == [
        "Who may apply",
        "What you will make",
        "Who can take part",
        "Who comes first",
        "The mix we look for",
    ]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Power Analysis!", "power-analysis"),
        ("“Tell Me Why”: The Power of Story", "tell-me-why-the-power-of-story"),
        ("S’organiser pour la santé", "sorganiser-pour-la-sante"),
        ("International People's Health University: The Struggle", "international-peoples-health"),
        ("x" * 50, "x" * CODE_LENGTH),
    ],
)
def test_code_is_made_of_the_title_and_cut_between_words(title, code):
    assert code_of(title) == code
