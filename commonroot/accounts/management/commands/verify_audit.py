"""Check the audit trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonroot.accounts import queries
from commonroot.accounts.models import AuditEntry


class Command(BaseCommand):
    """Recomputes every seal and says where the chain does not hold; then ends with an error."""

    help = (
        "Check that nobody changed or removed audit entries, and say how many are not chained yet."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print each break, the length of the chain and the tail that is not chained yet."""
        words = {
            "missing": "Entries from number {} on are missing.",
            "changed": "Entry number {} was changed, or its seal was.",
        }
        found = list(queries.breaks())
        for fault in found:
            self.stdout.write(words[fault.what].format(fault.number))
        sealed = AuditEntry.objects.exclude(number=None).count()
        tail = queries.tail()
        self.stdout.write(f"{sealed} entries are chained, {tail.count()} are not yet.")
        oldest = tail.first()
        if oldest is not None:
            self.stdout.write(f"The oldest of those was written at {oldest.at:%Y-%m-%d %H:%M} UTC.")
        if found:
            raise CommandError("The audit trail does not hold.")
        self.stdout.write("The chain holds.")
