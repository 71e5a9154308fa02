"""The command, on the real programme and a table."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commonroot.accounts.roles import Actor
from commonroot.groups.queries import meetings_of
from commonroot.groups.rules.people import Meeting
from commonroot.programmes.actions import load_programme
from commonroot.programmes.rules.tables import parsed
from tests.groups.coming import comes, series

SERIES = """
[programme]
code = "hospitals-in-public-hands"
format = "cohort series"
title = "Hospitals in public hands"
summary = "Eight evenings, then small groups."
time_zone = "Africa/Nairobi"

[[phase]]
title = "Small groups"
rule = "each small group once a month: April, May, June 2021"
session_minutes = 90
count_per_group = 3

[[phase]]
title = "Closing gathering"
rule = "one meeting of everyone in July 2021"
count = 1
"""
TABLE = """key,country,time_zone,languages,free
a,KE,Africa/Nairobi,en;sw,Mon 18:00-21:00
b,KE,Africa/Nairobi,en,Mon 18:00-21:00
c,BR,America/Sao_Paulo,pt,Tue 18:00-21:00
d,BR,America/Sao_Paulo,pt,Tue 18:00-21:00
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two from Kenya, two from Brazil."""
    file = tmp_path / "people.csv"
    file.write_text(TABLE, encoding="utf-8-sig")
    return file


def run(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """What the command writes."""
    call_command("form_groups", *map(str, words))
    return capsys.readouterr().out


def test_groups_come_with_hours_reasons_and_rules(capsys, table):
    words = ("any", "--people", table, "--smallest", 2, "--largest", 2, "--weeks", "2027-04-14")

    told = json.loads(run(capsys, *words, "--json"))
    plain = run(capsys, *words)

    assert [group["members"] for group in told["groups"]] == [["a", "b"], ["c", "d"]]
    assert set(told["rules"].values()) == {0}
    first = told["groups"][0]
    assert first["rules_met"] == list(told["rules"])
    assert first["languages"] == ["en"]
    assert first["hours"] == [
        {"starts_at": "2027-04-12T15:00:00Z", "cannot_come": [], "night_minutes": {}}
    ]
    assert first["why"]["a"][0] == "speaks en, as 1 of the 1 others do"
    assert plain == "1. a, b\n2. c, d\n"


def test_a_rule_that_could_not_be_kept_is_said(capsys, table):
    words = ("any", "--people", table, "--smallest", 3, "--largest", 3, "--groups", 1)

    assert "size: 1 times not kept" in run(capsys, *words, "--weeks", "2027-04-14")


@pytest.mark.django_db
def test_the_meetings_are_those_that_each_group_of_the_programme_holds(school, at):
    programme = load_programme(parsed(SERIES), run_by=school, by=Actor.system(), at=at)
    june = programme.sessions.get(held_on=date(2021, 6, 1))
    june.precision, june.held_on, june.sorts_on = "week", date(2021, 6, 21), date(2021, 6, 21)
    june.save()

    assert meetings_of(programme) == [
        Meeting(date(2021, 4, 12)), Meeting(date(2021, 5, 10)), Meeting(date(2021, 6, 21))
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("nothing",), "There is no programme “nothing”."),
        (
            ("any", "--weeks", "soon"),
            "Dates are like 2027-04-12: Invalid isoformat string: 'soon'.",
        ),
        (("any", "--smallest", "0"), "The smallest group must have somebody in it"),
        (("any", "--groups", "0"), "Ask for at least one group."),
    ],
)
def test_what_cannot_be_done_is_said_in_words(table, words, refusal):
    with pytest.raises(CommandError) as said:
        call_command("form_groups", *words[:1], "--people", str(table), *words[1:])

    assert str(said.value).startswith(refusal)


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"\xff\xfe", "save it as UTF-8"), (b"key\n\n,\n", "has no key")]
)
def test_a_table_that_cannot_be_read_is_refused(tmp_path, content, refusal):
    file = tmp_path / "people.csv"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=refusal):
        call_command("form_groups", "any", "--people", str(file))


def test_a_table_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("form_groups", "any", "--people", str(tmp_path / "gone.csv"))


@pytest.mark.django_db
def test_without_a_table_the_people_of_the_programme_are_put_into_groups(capsys, school, at):
    call = series(run_by=school)
    people = [comes(call, f"Person {n}", at) for n in range(4)]
    words = (call.programme.key, "--smallest", 2, "--largest", 2, "--json")

    told = json.loads(run(capsys, *words))
    other = json.loads(run(capsys, *words, "--weeks", "2040-12-10,2040-12-17"))

    keys = sorted(key for group in told["groups"] for key in group["members"])
    assert keys == sorted(person.key for person in people)
    assert [len(group["hours"]) for group in told["groups"]] == [1, 1]
    assert [len(group["hours"]) for group in other["groups"]] == [2, 2]
    with pytest.raises(CommandError, match="no programme"):
        call_command("form_groups", "nothing")
