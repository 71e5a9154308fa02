"""The demo once it is filled: nobody was let go of, and nothing waits that would never end."""

import shutil
from datetime import timedelta

import pytest
from django.db import connection

from commonroot.accounts.models import AuditEntry
from commonroot.core.keys import key_ring
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.queries.chapters import how_far
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from commonroot.stewardship.queries.leaving import leaving
from commonroot.work.clock import now
from commonroot.work.sweeps import registered, run_due
from tests.databases import RUN, done_once, use
from tests.journeys.served import fill_demo


@pytest.fixture
def filled(django_db_setup, django_db_blocker, tmp_path, settings):
    """A copy of the demo that the journeys of this run walk through, as the database of a test."""
    home, copy = RUN / "filled", tmp_path / "demo.sqlite3"
    done_once(RUN / "demo", lambda: fill_demo(home))
    shutil.copyfile(home / "demo" / "data" / "commonroot.sqlite3", copy)
    settings.DEMO = True
    settings.KEY_RING = key_ring(home / "demo" / "keys.json")
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        use(str(copy))
        yield now()
        use(before)


def gone_by(at):
    return {why: people.count() for why, people in leaving(at=at).items()}


def test_filling_and_the_first_half_year_let_nobody_go(filled):
    nobody = {"did not answer": 0, "nothing keeps them": 0}

    assert Person.objects.count() > 100
    assert not AuditEntry.objects.filter(verb="people let go").exists()
    assert [gone_by(filled), gone_by(filled + timedelta(days=183))] == [nobody, nobody]


def test_once_everything_due_is_done_no_sweep_has_work(filled):
    run_due(at=filled)

    assert [sweep.name for sweep in registered().values() if sweep.has_work(at=filled)] == []


def test_the_handbook_of_the_residential_course_is_filled(filled):
    course = Programme.objects.get(format=Programme.Format.RESIDENTIAL, closed_at=None)

    chapters = how_far(course, at=filled, today=filled.date())

    assert [one.chapter.code for one in chapters] == [one.code for one in CHAPTERS]
    assert [one.code for far in chapters for one in far.answers if not one.text] == []
    assert [far.chapter.code for far in chapters if not far.items] == []
    assert 0 < sum(far.unconfirmed for far in chapters) < sum(far.answered for far in chapters)
