"""Sessions for other programs, and streams and parts in programme files."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commonroot.accounts.roles import Actor
from commonroot.programmes import actions, queries
from commonroot.programmes.rules.tables import FileBroken, parsed
from tests.factories.programmes import SchoolFactory
from tests.programmes.written import COHORT

pytestmark = pytest.mark.django_db
BY = Actor.system()
AT = datetime(2018, 1, 1, tzinfo=UTC)

STREAMS = """
[programme]
title = "Savar"
format = "residential course"
mode = "residential"
time_zone = "Asia/Dhaka"
streams = ["Medicines", { en = "Gender", fr = "Genre" }]

[[session]]
title = "Opening"
day = 2018-11-06
time = "09:00"
minutes = 180
parts = [{ title = "Who is here", minutes = 30, who = "staff", exercise = "story" }]

[[session]]
title = "Prices"
day = 2018-11-09
time = "09:00"
stream = "Medicines"

[[session]]
title = "Care"
day = 2018-11-09
time = "09:00"
stream = "Genre"
"""


def load(text):
    return actions.load_programme(parsed(text), run_by=SchoolFactory(), by=BY, at=AT)


def listed(name, *options):
    out = StringIO()
    call_command("sessions", name, *options, stdout=out)
    return out.getvalue()


def test_start_and_end_in_utc_zone_and_local_time():
    programme = load(STREAMS)

    by_key = json.loads(listed(programme.key, "--json"))
    by_code = json.loads(listed("savar", "--json"))

    first = {name: by_key[0][name] for name in (
        "title", "precision", "date", "wall_time", "time_zone", "start", "end", "local_start",
        "local_end", "minutes", "state",
    )}  # fmt: skip
    assert by_code == by_key
    assert first == {
        "title": "Opening",
        "precision": "day",
        "date": "2018-11-06",
        "wall_time": "09:00",
        "time_zone": "Asia/Dhaka",
        "start": "2018-11-06T03:00:00Z",
        "end": "2018-11-06T06:00:00Z",
        "local_start": "2018-11-06T09:00:00+06:00",
        "local_end": "2018-11-06T12:00:00+06:00",
        "minutes": 180,
        "state": "planned",
    }
    assert [one["stream"] for one in by_key] == [None, "Medicines", "Gender"]
    part = programme.sessions.first().parts.get()
    assert (str(part.who), part.exercise, part.minutes) == ("staff", "story", 30)


def test_what_has_no_hour_says_how_far_it_is_known():
    rows = json.loads(listed(load(COHORT).key, "--json"))

    assert [(one["precision"], one["date"], one["until"], one["start"]) for one in rows][7:9] == [
        ("week", "2021-03-07", "2021-03-13", None),
        ("month", "2021-04-01", "2021-04-30", None),
    ]
    assert [one["phase"] for one in rows][7:9] == ["Weekly sessions", "Small groups"]


def test_for_people_a_line_each():
    programme = load(STREAMS)
    actions.call_off(session=programme.sessions.last(), by=BY, at=AT)

    assert listed(programme.key).splitlines() == [
        "2018-11-06T09:00:00+06:00 Asia/Dhaka  Opening",
        "2018-11-09T09:00:00+06:00 Asia/Dhaka  Prices",
        "2018-11-09T09:00:00+06:00 Asia/Dhaka  Care (called off)",
    ]


def test_for_people_what_has_no_hour_is_a_span_of_days():
    lines = listed(load(COHORT).key).splitlines()

    assert lines[7] == "2021-03-07 to 2021-03-13  Weekly sessions, 8 of 8"


def test_an_unknown_programme_is_refused():
    with pytest.raises(CommandError, match="no programme “nothing”"):
        listed("nothing", "--json")


def test_the_same_file_twice_changes_nothing_and_streams_may_leave_it():
    programme = load(STREAMS)
    before = (queries.pages_version(), listed(programme.key, "--json"))

    load(STREAMS)
    again = (queries.pages_version(), listed(programme.key, "--json"))
    alone = STREAMS.replace('stream = "Medicines"', "").replace('stream = "Genre"', "")
    load(alone.replace("streams =", "themes ="))

    assert again == before
    assert programme.streams.count() == 0
    assert {one.stream for one in programme.sessions.all()} == {None}


def test_a_stream_that_is_not_there_is_refused_with_its_place():
    with pytest.raises(FileBroken, match="session 3, “stream”: The programme has no stream “Ge”"):
        load(STREAMS.replace('"Genre"\n', '"Ge"\n'))
