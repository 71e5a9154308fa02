"""`manage.py retention [--preview]`: let go of what was kept long enough."""

from collections import Counter
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonroot.stewardship.actions import let_go
from commonroot.stewardship.actions.leaving import let_people_go
from commonroot.stewardship.queries import clock_jumped_from, outlived, to_blank
from commonroot.stewardship.queries.leaving import leaving
from commonroot.work.clock import now


class Command(BaseCommand):
    """Print, per kind, how many rows go; with --preview nothing goes."""

    help = "Delete what was kept long enough; --preview only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--preview", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count or delete."""
        at = now()
        since = clock_jumped_from(at=at)
        if since is not None:
            self.stdout.write(
                f"The clock jumped from {since:%Y-%m-%d} to {at:%Y-%m-%d}. Nothing goes until an "
                "organiser confirms the day: desk, For the careful."
            )
        if options["preview"]:
            over = chain(outlived(at=at), to_blank(at=at))
            counts = {d.label: rows.count() for d, rows in over}
            counts |= _people({why: people.count() for why, people in leaving(at=at).items()})
        else:
            counts = let_go(at=at) | _people(_all_of_them(at))
        for label, count in sorted(counts.items()):
            if count:
                self.stdout.write(f"{count:7}  {label}")
        self.stdout.write(
            f"{sum(counts.values()):7}  in all{' would go' if options['preview'] else ' gone'}"
        )


def _people(counts: dict[str, int]) -> dict[str, int]:
    return {f"people.person: {why}": count for why, count in counts.items()}


def _all_of_them(at: datetime) -> dict[str, int]:
    """Everybody who goes, batch by batch; people by reason."""
    gone: Counter[str] = Counter()
    while some := let_people_go(at=at):
        gone.update(some)
    return gone
