"""What has been held long enough, what goes next, and whether the clock can be believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from commonroot.accounts.models import AuditEntry
from commonroot.core.privacy import Keep
from commonroot.people.personal import Declaration, declarations
from commonroot.stewardship import rules
from commonroot.stewardship.models import KeepingChoice, RetentionRun

SOON = timedelta(days=30)


def chosen_days() -> dict[str, int]:
    """How long the school keeps what it chose itself: {label: days}."""
    return dict(KeepingChoice.objects.values_list("kind", "days"))


def runs_out(declaration: Declaration) -> bool:
    """Whether rows of a kind go, or their words do, by a date of their own."""
    keep = declaration.keep
    return keep.after is not None and (bool(keep.blanks) or declaration.on_erase == "delete")


def declaration_of(label: str) -> Declaration | None:
    """The declaration of a kind that runs out."""
    found = (one for one in declarations() if one.label == label and runs_out(one))
    return next(found, None)


def kept_days(declaration: Declaration, chosen: Mapping[str, int]) -> int:
    """How many days a kind is kept here, after the moment that its declaration names."""
    return chosen.get(declaration.label, declaration.keep.days)


def outlived(*, at: datetime) -> Iterator[tuple[Declaration, QuerySet[Any]]]:
    """Rows whose time of keeping is over, per model; only those that are deleted, not the
    registers.
    """
    chosen = chosen_days()
    for declaration in declarations():
        if runs_out(declaration) and not declaration.keep.blanks:
            yield declaration, over(declaration, days=kept_days(declaration, chosen), at=at)


def to_blank(*, at: datetime) -> Iterator[tuple[Declaration, QuerySet[Any]]]:
    """Rows of which only the fact stays from now on, per model: what they said is still there."""
    chosen = chosen_days()
    for declaration in declarations():
        if declaration.keep.after is not None and declaration.keep.blanks:
            yield declaration, over(declaration, days=kept_days(declaration, chosen), at=at)


def still_there(declaration: Declaration) -> QuerySet[Any]:
    """The rows of a kind that still say something."""
    rows = declaration.model._default_manager.all()
    blanks = declaration.keep.blanks
    if not blanks:
        return rows
    return rows.filter(Q(*(Q(**{f"{name}__isnull": False}) for name in blanks), _connector=Q.OR))


def over(declaration: Declaration, *, days: int, at: datetime) -> QuerySet[Any]:
    """The rows of a kind that would go at `at` if it is kept for so many days."""
    return still_there(declaration).filter(_over(declaration.keep, days=days, at=at))


def _over(keep: Keep, *, days: int, at: datetime) -> Q:
    passed = Q(**{f"{keep.after}__lt": at - timedelta(days=days)})
    if keep.otherwise is not None:
        # What has no end of its own goes at the latest as long after its other date as proposed.
        before = at - timedelta(days=min(keep.otherwise_days, days + _longer(keep)))
        passed |= Q(**{f"{keep.after}__isnull": True, f"{keep.otherwise}__lt": before})
    return passed


def _longer(keep: Keep) -> int:
    """By how much what has no end of its own is kept longer."""
    return max(0, keep.otherwise_days - keep.days)


@dataclass(frozen=True)
class Forecast:
    """How many rows of a kind there are, how many go within a month, and when the first do."""

    declaration: Declaration
    days: int
    least: int
    rows: int
    soon: int
    first: date | None

    @property
    def changeable(self) -> bool:
        """Whether the school may keep it shorter."""
        return self.least < self.declaration.keep.days


def forecasts(*, at: datetime) -> list[Forecast]:
    """What goes when, per kind that runs out; one query a kind."""
    chosen = chosen_days()
    return [
        _forecast(one, days=kept_days(one, chosen), at=at)
        for one in declarations()
        if runs_out(one)
    ]


def _forecast(declaration: Declaration, *, days: int, at: datetime) -> Forecast:
    keep = declaration.keep
    counted = still_there(declaration).aggregate(
        rows=Count("pk", distinct=True),
        soon=Count("pk", filter=_over(keep, days=days, at=at + SOON), distinct=True),
        first=Min(keep.after),
    )
    # Some kinds hold a day and no moment, so that nobody is known by the hour they answered at.
    first = counted["first"]
    day = first.date() if isinstance(first, datetime) else first
    return Forecast(
        declaration=declaration,
        days=days,
        least=rules.least_kept(keep.days),
        rows=counted["rows"],
        soon=counted["soon"],
        first=day + timedelta(days=days) if day else None,
    )


def last_run() -> RetentionRun | None:
    """When retention ran last, or somebody confirmed the clock."""
    return RetentionRun.objects.order_by("-at", "-pk").first()


def recent_runs(number: int = 14) -> list[RetentionRun]:
    """The last runs, the newest first."""
    return list(RetentionRun.objects.order_by("-at", "-pk")[:number])


def clock_jumped_from(*, at: datetime) -> datetime | None:
    """The last moment that is known of, if the clock has jumped further ahead than it should have.

    A machine that was off for weeks looks the same: somebody says which it was. The demo's clock
    is there to be moved.
    """
    if settings.DEMO:
        return None
    run = last_run()
    last = run.at if run else _last_written()
    if last is None or not rules.is_jump(since=last, at=at):
        return None
    return last


def _last_written() -> datetime | None:
    """When the newest line of the audit trail was written."""
    return AuditEntry.objects.order_by("-at").values_list("at", flat=True).first()


def run_is_due(*, at: datetime) -> bool:
    """Whether the day's run has not been yet."""
    run = last_run()
    return run is None or at - run.at >= rules.RUNS_EVERY
