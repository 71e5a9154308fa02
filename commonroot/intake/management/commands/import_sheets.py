"""`manage.py import_sheets FILE…`: old lists into the register, or only what they say."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.intake import actions, queries, rules
from commonroot.intake.management.outputs import check_output
from commonroot.intake.models import Import, ImportRow
from commonroot.sheets.limits import COMMAND
from commonroot.work.alone import alone
from commonroot.work.clock import now

WAIT_SECONDS = 1
SHOWN = (
    "rows", "people", "new", "known", "repeated", "pairs", "minutes", "refused", "agreed",
    "cannot_work", "with_mail", "phone_only", "unreachable", "no_country", "newest",
)  # fmt: skip


class Command(BaseCommand):
    """The same dry run and the same steps as in the browser, without waiting for anybody."""

    help = (
        "Bring old lists into the register: who is certain and who is new comes in, kept and not "
        "written to; pairs that need an eye wait in the register. --dry-run only says what the "
        "lists say. A list that cannot be read is left out and said at the end. "
        "Ends with 0 when done, 1 when a list could not be read or "
        "has nobody in it, 2 when asked wrongly, 130 when stopped by Ctrl-C."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Files and switches."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="change nobody, only say")
        parser.add_argument(
            "--report", type=Path, metavar="OUT.json", help="write what was found and done as JSON"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, say, and bring in unless told not to. A list that cannot be read ends with a plain
        sentence.
        """
        at, by = now(), Actor.system()
        if options["report"]:
            check_output(options["report"], kept=options["files"])
        try:
            files = [(path.name, path.read_bytes()) for path in options["files"]]
            batch = actions.take_lists(files=files, by=by, at=at, limits=COMMAND, at_once=-1)
        except Refused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"There is no register in {settings.HOME} that can be opened ({error}). "
                "Start Commonroot there once, or say where it is with COMMONROOT_HOME."
            ) from error
        try:
            self._alone(lambda: self._go_through(batch, dry=options["dry_run"], by=by, at=at))
        except KeyboardInterrupt as stop:
            raise CommandError(
                "\nStopped, and nothing is lost: the same command goes on from here, and so does "
                "Commonroot by itself where it runs.",
                returncode=130,
            ) from stop
        if batch.state == Import.State.UNREADABLE:
            raise CommandError(batch.refusal)
        if options["report"]:
            try:
                options["report"].write_text(
                    json.dumps(report(batch), ensure_ascii=False, indent=1)
                )
            except OSError as error:
                raise CommandError(f"The report could not be written: {error}") from error
        self._say(batch)
        if batch.refusal:
            raise CommandError(batch.refusal)
        if not batch.truth["people"]:
            raise CommandError("There is nobody in these lists.")

    def _alone(self, work: Callable[[], None]) -> None:
        """Wait until nobody else reads or brings in a list, then do it."""
        waited = False
        while True:
            with alone("import") as free:
                if free:
                    work()
                    return
            if not waited:
                self.stderr.write("Another list is being read. Waiting for it …")
            waited = True
            time.sleep(WAIT_SECONDS)

    def _go_through(self, batch: Import, *, dry: bool, by: Actor, at: datetime) -> None:
        batch.refresh_from_db()
        actions.read_list(batch=batch, at=at, limits=COMMAND, tell=self._tell)
        if dry or batch.state == Import.State.UNREADABLE or not batch.truth["people"]:
            return
        actions.bring_in(batch=batch, by=by, at=at)
        size, before = rules.LEAST_STEP, time.monotonic()
        while batch.state == Import.State.APPLYING:
            actions.apply_rows(batch=batch, by=by, at=at, limit=size)
            self._tell(batch)
            moment = time.monotonic()
            size, before = rules.next_size(size, seconds=moment - before), moment
        self.stderr.write("")

    def _tell(self, batch: Import) -> None:
        """How far it is, on the line where it stood before."""
        if not batch.phase:
            return
        phase = Import.Phase(batch.phase).label
        self.stderr.write(f"\r{phase}: {batch.done} of {batch.total}   ", ending="")

    def _say(self, batch: Import) -> None:
        for note in batch.notes:
            self.stdout.write(note)
        for name in SHOWN:
            self.stdout.write(f"{name.replace('_', ' '):>12}: {batch.truth[name]}")
        countries = ", ".join(f"{code} {count}" for code, count in batch.truth["countries"])
        self.stdout.write(f"{'countries':>12}: {countries}")
        self.stdout.write(f"{'state':>12}: {batch.get_state_display()}")


def report(batch: Import) -> dict[str, Any]:
    """What was found and done, as plain JSON; described in docs/imports.md.

    Counts are those of the dry run: whoever asked to be forgotten is not told apart in any of them.
    """
    refused = queries.rows(batch, verdict=ImportRow.Verdict.REFUSED)
    return {
        "import": batch.key,
        "state": batch.state,
        "counts": batch.truth,
        "to_mend": queries.how_many_to_mend(batch),
        "sheets": batch.shapes,
        "columns": batch.columns,
        "notes": batch.notes,
        "left_out": batch.refusal.splitlines(),
        "refused": [{"sheet": row.sheet, "row": row.number, "why": row.reason} for row in refused],
    }
