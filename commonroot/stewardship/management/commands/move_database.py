"""`manage.py move_database postgres://…`: everything into another, empty database."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.core.errors import Refused
from commonroot.stewardship.actions.backups import write_backup
from commonroot.stewardship.actions.sealing import fresh_identity
from commonroot.work.clock import now


class Command(BaseCommand):
    """Copy all rows into another database, compared row by row; nothing here is changed.

    It goes by way of a backup sealed to a key that is thrown away. Files stay where they are.
    """

    help = "Copy everything into the empty database of this address; stop `serve` first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("to", help="As COMMONROOT_DATABASE will say: postgres://…")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Copy, and say what to do next."""
        secret, recipient = fresh_identity()
        with tempfile.TemporaryDirectory(prefix="move-", dir=settings.DATA.parent) as name:
            place = Path(name)
            file, sheet = place / "all.age", place / "key.txt"
            sheet.write_text(secret)
            try:
                written = write_backup(file, recipient=recipient, compare=False, at=now())
            except (OSError, Refused) as refusal:
                raise CommandError(str(refusal)) from refusal
            words = ["restore", str(file), "--sheet", str(sheet), "--without-forgotten", "--moved"]
            ran = subprocess.run(
                [sys.executable, settings.BASE_DIR / "manage.py", *words],
                env={
                    **os.environ,
                    "COMMONROOT_DATABASE": options["to"],
                    "COMMONROOT_HOME": str(place / "home"),
                    "COMMONROOT_KEYS": str(settings.KEYS),
                },
                capture_output=True,
                text=True,
                check=False,
            )
        if ran.returncode:
            raise CommandError(ran.stderr.strip() or "The other database could not be filled.")
        rows = sum(one.rows for one in written.sums.values())
        self.stdout.write(
            f"{rows} rows stand in the other database, each compared.\n"
            "Now start `serve` with COMMONROOT_DATABASE set to it. The old one is as it was."
        )
