"""Check the audit trail."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.accounts import queries
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.rules import read_checkpoints

WORDS = {
    "missing": "Entries from number {} on are missing.",
    "changed": "Entry number {} was changed, or its seal was.",
    "cut off": "The trail once went to number {} and ends before it now.",
    "replaced": "Number {} was another entry once: the trail was written anew.",
}


class Command(BaseCommand):
    """Recomputes every seal, compares with what was written down outside, and says where the chain
    does not hold; then ends with an error.
    """

    help = (
        "Check that nobody changed or removed audit entries, and say how many are not chained yet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What was written down outside."""
        parser.add_argument(
            "--file", type=Path, default=None, help="checkpoints; by default those of the settings"
        )
        parser.add_argument("--line", action="append", default=[], help="the line of a letter")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each break, the length of the chain and the tail that is not chained yet."""
        outside = read_checkpoints("\n".join([*options["line"], self._written(options["file"])]))
        found = [*queries.breaks(), *queries.against(outside)]
        for fault in found:
            self.stdout.write(WORDS[fault.what].format(fault.number))
        sealed = AuditEntry.objects.exclude(number=None).count()
        tail = queries.tail()
        self.stdout.write(f"{sealed} entries are chained, {tail.count()} are not yet.")
        oldest = tail.first()
        if oldest is not None:
            self.stdout.write(f"The oldest of those was written at {oldest.at:%Y-%m-%d %H:%M} UTC.")
        self.stdout.write(
            f"Compared with {len(outside)} checkpoints from outside."
            if outside
            else "Nothing from outside was compared: a tail cut off would not show."
        )
        if found:
            raise CommandError("The audit trail does not hold.")
        self.stdout.write("The chain holds.")

    def _written(self, named: Path | None) -> str:
        if named is None:
            path: Path = settings.CHECKPOINTS
            return path.read_text() if path.exists() else ""
        try:
            return named.read_text()
        except OSError as error:
            raise CommandError(f"{named} cannot be read.") from error
