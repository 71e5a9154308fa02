"""`manage.py retention [--preview]`: let go of what was kept long enough."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonroot.stewardship.actions import let_go
from commonroot.stewardship.queries import outlived, to_blank
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
        if options["preview"]:
            over = chain(outlived(at=at), to_blank(at=at))
            counts = {d.label: rows.count() for d, rows in over}
        else:
            counts = let_go(at=at)
        for label, count in sorted(counts.items()):
            if count:
                self.stdout.write(f"{count:7}  {label}")
        self.stdout.write(
            f"{sum(counts.values()):7}  in all{' would go' if options['preview'] else ' gone'}"
        )
