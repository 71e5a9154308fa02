"""Loading programme files into the database, once and again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import open_circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.programmes import actions, queries
from commonroot.programmes.models import Part, Phase, Programme, Question, Session
from commonroot.programmes.rules.dates import NO_DATE, day, month
from commonroot.programmes.rules.tables import parsed
from commonroot.registration.models import Answer
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
SERIES = """
[programme]
code = "evenings-of-organising"
format = "open series"
title = "Evenings"
summary = "Come to one or to all."
time_zone = "Africa/Nairobi"
session_time = "19:00"
[[session]]
title = "Power"
day = 2026-12-01
parts = ["Talk", "Practice"]
[[session.question]]
prompt = "A campaign"
[[session]]
title = "Story"
month = "2027-04"
"""
COHORT = """
[programme]
code = "eight-weeks-together"
format = "cohort series"
title.en = "Eight weeks"
title.fr = "Huit semaines"
[[phase]]
title = { en = "Weekly session", fr = "Séance" }
rule = "weekly, two times, from the week of 2027-01-17"
[[phase]]
title = "Closing"
rule = "one meeting of everyone in July 2027"
"""


def load(text, school, at):
    return actions.load_programme(parsed(text), run_by=school, by=SYSTEM, at=at)


def rows():
    """Everything that was written, as the database has it."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Programme, Phase, Session, Part, Question)
    ]


def test_loading_makes_the_programme_with_its_instants(school, at):
    programme = load(SERIES, school, at)

    power, story = programme.sessions.order_by("position")
    assert (programme.key, programme.starts_on, programme.ends_on) == (
        "evenings-of-organising", date(2026, 12, 1), date(2027, 4, 30),
    )  # fmt: skip
    assert (power.starts_at, power.ends_at) == (
        datetime(2026, 12, 1, 16, tzinfo=UTC), datetime(2026, 12, 1, 18, tzinfo=UTC),
    )  # fmt: skip
    assert (story.starts_at, story.precision, story.sorts_on) == (None, "month", date(2027, 4, 30))
    assert [str(part) for part in power.parts.order_by("position")] == ["Talk", "Practice"]
    assert [str(question) for question in power.questions.all()] == ["A campaign"]


def test_same_file_again_changes_nothing(school, at):
    load(SERIES, school, at)
    before, version, notes = rows(), queries.pages_version(), AuditEntry.objects.count()

    load(SERIES, school, at + timedelta(days=1))

    assert (rows(), queries.pages_version(), AuditEntry.objects.count()) == (before, version, notes)


def test_changed_file_changes_what_differs_and_calendars_hear_of_a_new_time(school, at):
    keys = list(
        load(SERIES, school, at).sessions.order_by("position").values_list("key", flat=True)
    )
    version = queries.pages_version()

    programme = load(SERIES.replace('"19:00"', '"18:00"'), school, at)

    power, story = programme.sessions.order_by("position")
    assert [power.key, story.key] == keys
    assert (power.starts_at.hour, power.sequence, story.sequence) == (15, 1, 0)
    assert queries.pages_version() == version + 1


def test_new_title_alone_does_not_touch_calendars(school, at):
    load(SERIES.replace('title = "Power"', 'code = "power"\ntitle = "Power"'), school, at)

    programme = load(
        SERIES.replace('title = "Power"', 'code = "power"\ntitle = "Power Analysis!"'), school, at
    )

    assert [(str(s), s.sequence) for s in programme.sessions.order_by("position")] == [
        ("Power Analysis!", 0), ("Story", 0),
    ]  # fmt: skip


def test_session_put_before_the_others_leaves_them_their_keys(school, at):
    keys = list(
        load(SERIES, school, at).sessions.order_by("position").values_list("key", flat=True)
    )
    first = '[[session]]\ntitle = "Intro"\nmonth = "2026-05"\n[[session]]\ntitle = "Power"'

    programme = load(SERIES.replace('[[session]]\ntitle = "Power"', first), school, at)

    assert list(programme.sessions.order_by("position").values_list("key", flat=True))[1:] == keys


def test_what_left_the_file_leaves_the_programme(school, at):
    load(SERIES, school, at)
    shorter = SERIES[: SERIES.index("parts")]

    programme = load(shorter, school, at)

    assert [str(session) for session in programme.sessions.all()] == ["Power"]
    assert (Part.objects.count(), Question.objects.count()) == (0, 0)


def test_session_with_registrations_may_not_leave_the_file(school, at):
    programme = load(SERIES, school, at)
    RegistrationFactory(session=programme.sessions.get(position=1))
    before = rows()

    with pytest.raises(Refused, match="Somebody registered for “Story”"):
        load(SERIES[: SERIES.rindex("[[session]]")], school, at)

    assert rows() == before


def test_answered_question_may_not_leave_the_file(school, at):
    power = load(SERIES, school, at).sessions.get(position=0)
    Answer.objects.create(
        registration=RegistrationFactory(session=power),
        question=power.questions.get(),
        text="Water",
    )

    with pytest.raises(Refused, match="Somebody answered “A campaign”"):
        load(SERIES.replace('[[session.question]]\nprompt = "A campaign"', ""), school, at)


def test_cancelled_session_stays_and_is_told(school, at):
    load(SERIES, school, at)

    programme = load(SERIES.replace("day = 2026", "cancelled = true\nday = 2026"), school, at)

    power = programme.sessions.get(position=0)
    assert (power.state, power.sequence) == ("cancelled", 1)


def test_broken_file_writes_nothing(school, at):
    with pytest.raises(Refused):
        load(SERIES + 'colour = "red"', school, at)

    assert rows() == [[], [], [], [], []]


def test_sessions_of_a_rhythm_are_numbered(school, at):
    sessions = load(COHORT, school, at).sessions.order_by("position")

    assert [session.title["en"] for session in sessions] == [
        "Weekly session, 1 of 2", "Weekly session, 2 of 2", "Closing",
    ]  # fmt: skip
    assert [set(session.title) for session in sessions] == [{"en", "fr"}, {"en", "fr"}, {"en"}]
    assert [session.phase.position for session in sessions] == [0, 0, 1]


def test_phase_that_left_the_file_takes_its_sessions_along(school, at):
    load(COHORT, school, at)

    programme = load(COHORT[: COHORT.rindex("[[phase]]")], school, at)

    assert (programme.phases.count(), programme.sessions.count(), programme.ends_on) == (
        1,
        2,
        date(2027, 1, 30),
    )


def test_programme_of_another_team_is_left_alone(school, at):
    load(SERIES, school, at)
    team = open_circle(kind="team", name=Translated({"en": "Team"}), by=SYSTEM, at=at)

    with pytest.raises(Refused, match="Another team"):
        load(SERIES, team, at)


def test_days_from_today_are_the_schools_days(school):
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # Monday already in Nairobi

    programme = load(SERIES.replace("2026-12-01", '"+1 day"'), school, late)

    assert programme.sessions.get(position=0).held_on == date(2026, 11, 24)


def test_short_code_becomes_a_key_that_is_long_enough(school, at):
    programme = load(SERIES.replace("evenings-of-organising", "evenings"), school, at)

    assert (
        programme.key == load(SERIES.replace("evenings-of-organising", "evenings"), school, at).key
    )
    assert (programme.key[:9], len(programme.key)) == ("evenings-", 25)


def test_publishing_is_seen_and_repeating_it_is_not(school, at):
    programme = load(SERIES, school, at)
    before = queries.public_programme(programme.key, at=at)

    actions.publish(programme=programme, by=SYSTEM, at=at)
    version = queries.pages_version()
    actions.publish(programme=programme, by=SYSTEM, at=at + timedelta(days=1))

    assert before is None
    assert queries.public_programme(programme.key, at=at) == programme
    assert (programme.published_at, queries.pages_version()) == (at, version)


def test_withdrawn_programme_is_not_public(school, at):
    programme = load(SERIES, school, at)
    actions.publish(programme=programme, by=SYSTEM, at=at)

    actions.withdraw(programme=programme, by=SYSTEM, at=at)
    actions.withdraw(programme=programme, by=SYSTEM, at=at)

    assert queries.public_programme(programme.key, at=at) is None


def test_moving_a_session_derives_its_instants_and_raises_its_sequence(school, at):
    programme = load(SERIES, school, at)
    session = programme.sessions.get(position=1)

    first = actions.move_session(
        session=session,
        when=day(date(2027, 7, 6)),
        wall_time=datetime(2027, 7, 6, 19).time(),
        by=SYSTEM,
        at=at,
    )
    again = actions.move_session(
        session=session, when=day(date(2027, 7, 6)), wall_time=session.wall_time, by=SYSTEM, at=at
    )

    programme.refresh_from_db()
    assert (first, again, session.sequence) == (True, False, 1)
    assert session.starts_at == datetime(2027, 7, 6, 16, tzinfo=UTC)
    assert programme.ends_on == date(2027, 7, 6)


@pytest.mark.parametrize(
    ("when", "sorts_on"), [(month(2027, 5), date(2027, 5, 31)), (NO_DATE, None)]
)
def test_session_may_lose_its_day(school, at, when, sorts_on):
    session = load(SERIES, school, at).sessions.get(position=0)

    actions.move_session(session=session, when=when, wall_time=None, by=SYSTEM, at=at)

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at, session.sorts_on) == (None, None, sorts_on)


def test_command_loads_files_and_publishes(school, tmp_path, capsys):
    file = tmp_path / "series.toml"
    file.write_text(SERIES)

    call_command("load_programme", str(file), publish=True)

    assert capsys.readouterr().out == "Evenings: 2 sessions, public. evenings-of-organising\n"


def test_command_loads_all_files_or_none(school, tmp_path):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(SERIES)
    bad.write_text(COHORT.replace("two times", "sometimes"))

    with pytest.raises(CommandError, match="phase 1, “rule”"):
        call_command("load_programme", str(good), str(bad))

    assert Programme.objects.count() == 0


def test_command_needs_a_school(tmp_path):
    with pytest.raises(CommandError, match="no school"):
        call_command("load_programme", str(tmp_path / "x.toml"))


def test_demo_is_full_of_life(school, at):
    for file in sorted(Path("commonroot/programmes/demo").glob("*.toml")):
        programme = load(file.read_text(), school, at)
        actions.publish(programme=programme, by=SYSTEM, at=at)

    stages = {
        programme.key: queries.stage(programme, at=at) for programme in Programme.objects.all()
    }
    assert stages == {
        "evenings-organizing-for-health": "run",
        "community-and-campaigns": "call",
        "struggle-for-health-kisumu": "hand_over",
        "struggle-for-health-next-course": "call",
        "organising-where-you-work": "run",
    }
    power = queries.coming_sessions(at=at).filter(places=40).first()
    assert (str(power), power.starts_at, power.time_zone) == (
        "Power Analysis!", datetime(2026, 12, 1, 16, tzinfo=UTC), "Africa/Nairobi",
    )  # fmt: skip


def test_for_whom_a_session_is_stands_in_the_file_or_stays_as_it_was_set(school, at):
    said = 'day = 2026-12-01\nopen_to = "members first"\nmembers_days = 3\n'
    load(SERIES.replace("day = 2026-12-01\n", said), school, at)
    programme = load(SERIES, school, at)

    power, story = programme.sessions.order_by("position")
    assert (power.open_to, story.open_to) == ("members_first", "anyone")
    assert power.starts_at - power.members_until == timedelta(days=3)
