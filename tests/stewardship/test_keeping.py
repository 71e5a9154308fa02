"""What goes when: forecast, shorter by choice, and not at all while the clock is doubtful."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from commonroot.accounts.actions import note
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.engagement.models import ClosingAnswer
from commonroot.intake.models import Import, ImportRow
from commonroot.messaging.actions import end_pause, pause_sending
from commonroot.messaging.models import Letter
from commonroot.people.personal import declarations
from commonroot.stewardship import actions, rules, tasks
from commonroot.stewardship.actions.backups import make_backup_key
from commonroot.stewardship.models import Backup, KeepingChoice, RetentionRun
from commonroot.stewardship.queries import house_due, kinds, retention
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
DAY = timedelta(days=1)
LETTER, ROW = "messaging.letter", "intake.importrow"


def old_row(*, read_at):
    """A line of an old list; it goes 30 days after the list was read."""
    batch = Import.objects.create(name="old.csv", fingerprint="f", by="system:", read_at=read_at)
    return ImportRow.objects.create(
        batch=batch, sheet="old.csv", number=1, cells=["Amina"], fields={}, verdict="new"
    )


def letter(at, *, ended):
    """A letter that ended so many days ago."""
    return Letter.objects.create(
        once=f"x{ended}", subject_key="nobody", purpose="notice", template="x", due_at=at,
        created_at=at, ended_at=at - ended * DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "words"),
    [(730, (2, "years")), (180, (6, "months")), (45, (45, "days")), (30, (30, "days"))],
)
def test_days_are_said_as_people_say_them(days, words):
    assert rules.how_long(days) == words


def test_a_forecast_says_how_many_go_and_when_the_first(at):
    letter(at, ended=710)
    letter(at, ended=10)

    found = {one.declaration.label: one for one in retention.forecasts(at=at)}

    forecast = found[LETTER]
    assert (forecast.rows, forecast.soon, forecast.first) == (2, 1, date(2026, 12, 12))
    assert (forecast.days, forecast.least, forecast.changeable) == (730, 30, True)
    assert (found[ROW].rows, found[ROW].first, found[ROW].changeable) == (0, None, False)


def test_what_holds_a_day_and_no_moment_is_forecast_by_the_day(at):
    course = ProgrammeFactory()
    ClosingAnswer.objects.create(programme=course, said_on=date(2026, 5, 25))

    found = {one.declaration.label: one for one in retention.forecasts(at=at)}

    forecast = found["engagement.closinganswer"]
    assert (forecast.rows, forecast.first) == (1, date(2031, 5, 24))


def test_a_school_may_keep_shorter_and_never_longer(at):
    declaration = retention.declaration_of(LETTER)
    letter(at, ended=100)

    kept = actions.let_go(at=at)
    actions.choose_keeping(declaration=declaration, days=90, by=BY, at=at)
    gone = actions.let_go(at=at)

    assert (kept, gone) == ({}, {LETTER: 1})
    assert kinds.keeping_words(declaration, days=90) == "3 months after it ended"
    for days in (29, 731):
        with pytest.raises(actions.OutOfBounds):
            actions.choose_keeping(declaration=declaration, days=days, by=BY, at=at)
    actions.choose_keeping(declaration=declaration, days=730, by=BY, at=at)
    assert KeepingChoice.objects.count() == 0
    verbs = AuditEntry.objects.filter(verb="keeping changed").order_by("pk")
    assert [entry.facts["days"] for entry in verbs] == [90, 730]


def test_what_does_not_run_out_cannot_be_chosen():
    assert retention.declaration_of("people.person") is None
    assert retention.declaration_of("accounts.auditentry") is None


def test_what_has_no_end_of_its_own_is_kept_shorter_too(at):
    """A place in a session without a date: 365 days longer than one with, as proposed."""
    declaration = retention.declaration_of("registration.registration")

    sql = str(retention.over(declaration, days=60, at=at).query)

    assert "2025-09-23" in sql  # 60 + 365 days before


def test_after_a_jump_of_the_clock_nothing_goes_until_somebody_says_so(at):
    actions.let_go(at=at)
    old_row(read_at=at)
    later = at + 60 * DAY
    refused, due = actions.let_go(at=later), tasks.something_outlived(at=later)
    printed = StringIO()

    actions.confirm_clock(by=BY, at=later)

    assert (refused, due, ImportRow.objects.count()) == ({}, False, 1)
    assert tasks.let_go(at=later) == 1
    # The same with a command, whose own clock is not the story's.
    RetentionRun.objects.update(at=at - 400 * DAY)
    call_command("retention", stdout=printed)
    assert printed.getvalue().startswith("The clock jumped from ")


def test_a_school_that_never_ran_it_is_measured_by_its_last_line(at):
    note("something", None, by=BY, at=at - 8 * DAY)

    jumped = retention.clock_jumped_from(at=at)
    note("something", None, by=BY, at=at - 6 * DAY)

    assert jumped == at - 8 * DAY
    assert retention.clock_jumped_from(at=at) is None


def test_the_demos_clock_is_there_to_be_moved(at, settings):
    note("something", None, by=BY, at=at - 80 * DAY)
    settings.DEMO = True

    assert retention.clock_jumped_from(at=at) is None


def test_each_day_is_written_down_once_and_for_two_years(at):
    RetentionRun.objects.create(at=at - 731 * DAY)
    RetentionRun.objects.create(at=at - DAY)

    due = tasks.something_outlived(at=at)
    actions.let_go(at=at)
    actions.let_go(at=at + timedelta(hours=1))

    assert due is True
    assert [run.at for run in retention.recent_runs()] == [at, at - DAY]
    assert tasks.something_outlived(at=at + timedelta(hours=1)) is False


def test_every_kind_has_words():
    for declaration in declarations():
        assert kinds.title(declaration), declaration.label
        assert kinds.reason(declaration), declaration.label
        assert kinds.keeping_words(declaration, days=declaration.keep.days), declaration.label


def codes(actor, at):
    """What keeping house asks, by the page it leads to."""
    return [one.address.partition("/desk/careful/")[2] for one in house_due(actor, at=at)]


def test_today_asks_for_the_clock_sending_and_backups(at, organiser, settings):
    RetentionRun.objects.create(at=at)
    nothing = codes(organiser, at)
    pause_sending(why="a backup was restored", at=at)
    pause_sending(why="again", at=at)
    PersonFactory.create_batch(21)
    asked = codes(organiser, at + 8 * DAY)
    make_backup_key(by=BY, at=at)
    first_comes = codes(organiser, at)
    Backup.objects.create(began_at=at, name="x", compared=True)
    good = codes(organiser, at)
    Backup.objects.create(began_at=at + DAY, name="y", fault="The disk is full.")
    late = house_due(organiser, at=at + 2 * DAY)

    assert nothing == []
    assert asked == ["keeping/", "", "backups/"]
    assert (first_comes, good) == ([""], [""])
    assert [one.why for one in late][1:] == ["The disk is full."]
    assert end_pause(by="account:x", at=at) is True
    settings.DEMO = True
    assert (codes(organiser, at), codes(Actor.public(), at)) == ([], [])
