"""Sweeps of what several areas do together: files of lists are made, the demo's clock moves."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import override

from commonroot.accounts.actions import take_sessions_along
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import tell_numbers
from commonroot.circles.queries import numbers_due
from commonroot.core.filters.value import FilterNotUnderstood
from commonroot.people.actions import begin_export, drop_export, export_progress, keep_export
from commonroot.people.models import Export
from commonroot.people.queries import exports_to_make
from commonroot.web.emails import post_week
from commonroot.web.queries.numbers import counts
from commonroot.web.queries.programme_lists import ListGone
from commonroot.web.queries.taken_file import written
from commonroot.web.queries.week import week, weeks_due
from commonroot.work import clock
from commonroot.work.actions import arrive, move_clock
from commonroot.work.alone import alone
from commonroot.work.sweeps import every, run_due

# Days matter to reminders, offers and second tries: the demo's clock goes through them in steps.
STEP = timedelta(days=14)


@every(seconds=2, due=exports_to_make)
def make_exports(*, at: datetime) -> int:
    """Make the files that are agreed to; how many."""
    return sum(make_export(export, at=at) for export in list(exports_to_make(at=at)))


def make_export(export: Export, *, at: datetime) -> bool:
    """Make one file; False: somebody else is at it, or its list can no longer be asked for."""
    if not begin_export(export=export, at=at):
        return False
    with override(export.language):
        try:
            with written(
                export, at=at, tell=lambda done: export_progress(export=export, done=done)
            ) as file:
                pieces = list(file.pieces)
                keep_export(export=export, pieces=pieces, ids=file.ids(), name=file.name, at=at)
        except (FilterNotUnderstood, ListGone):
            drop_export(export=export, by=Actor.system(), at=at)
            return False
    return True


@every(hours=6, due=numbers_due)
def tell_numbers_of_the_month(*, at: datetime) -> int:
    """Count once a month for circles and regions; 1, or 0 when it was done."""
    if not numbers_due(at=at):
        return 0
    tell_numbers(counts=counts(at=at), at=at)
    return 1


@every(minutes=30, due=weeks_due)
def write_weeks(*, at: datetime) -> int:
    """Write to organisers on their Monday morning what waits for them; how many letters."""
    number = 0
    for account, actor in weeks_due(at=at):
        found = week(account, actor, at=at)
        if found is not None and post_week(account=account, week=found, at=at) is not None:
            number += 1
    return number


def clock_is_sent(*, at: datetime) -> bool:
    """Whether the demo's clock is on its way."""
    return clock.on_its_way() is not None


@every(seconds=1, due=clock_is_sent)
def move_clock_on(*, at: datetime) -> int:
    """Take the demo's clock where it was sent and do what falls due on the way; how many steps."""
    steps = 0
    with alone("clock") as mine:  # what falls due is looked for in here, this sweep among it
        while mine and (way := clock.on_its_way()) and way.to_at is not None:
            left = way.to_at - clock.now()
            if left > timedelta():
                with transaction.atomic():
                    take_sessions_along(ahead=min(left, STEP))
                    move_clock(to=clock.now() + min(left, STEP))
            run_due(at=clock.now())
            if clock.now() >= way.to_at:
                arrive()
            steps += 1
    return steps
