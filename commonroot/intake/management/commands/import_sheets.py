"""`manage.py import_sheets FILE…`: what old lists say; with --apply they come in."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.intake import actions, queries
from commonroot.intake.models import Import
from commonroot.work.clock import now


class Command(BaseCommand):
    """The same dry run and the same steps as in the browser."""

    help = "Read old lists and print what they say; --apply brings them in (kept, not written to)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Files and switches."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="bring them in after the dry run")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, say, and apply when told to. A list that cannot be read ends with a plain
        sentence.
        """
        at, by = now(), Actor.system()
        try:
            files = [(path.name, path.read_bytes()) for path in options["files"]]
            batch = actions.take_lists(files=files, by=by, at=at)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        if batch.state == Import.State.WAITING:
            actions.read_list(batch=batch, at=at)
        if batch.state == Import.State.UNREADABLE:
            raise CommandError(batch.refusal)
        if options["apply"]:
            actions.bring_in(batch=batch, by=by, at=at)
            while batch.state == Import.State.APPLYING:
                actions.apply_rows(batch=batch, by=by, at=at)
                done, total = queries.progress(batch)
                self.stderr.write(f"\r{done} of {total} rows", ending="")
            self.stderr.write("")
        if options["json"]:
            self.stdout.write(
                json.dumps({"import": batch.key, "state": batch.state, **batch.truth})
            )
            return
        for note in batch.notes:
            self.stdout.write(note)
        for name, value in batch.truth.items():
            if name != "countries":
                self.stdout.write(f"{name.replace('_', ' '):>12}: {value}")
        countries = ", ".join(f"{code} {count}" for code, count in batch.truth["countries"])
        self.stdout.write(f"{'countries':>12}: {countries}")
