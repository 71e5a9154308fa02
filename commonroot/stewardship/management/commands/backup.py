"""`manage.py backup [--into FOLDER] [--quick]`: one sealed file, restored aside and compared."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.stewardship.actions.backups import back_up
from commonroot.work.clock import now


class Command(BaseCommand):
    """Write a backup; exit code 1 when it could not be made or is not equal."""

    help = "Write everything into one sealed file, restore it aside and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and whether to compare."""
        parser.add_argument("--into", type=Path, default=None, help="Folder; else backups/.")
        parser.add_argument("--quick", action="store_true", help="Do not restore and compare it.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Back up."""
        into = options["into"] or settings.BACKUPS
        try:
            row = back_up(into=into, by=Actor.system(), at=now(), compare=not options["quick"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if row.fault:
            raise CommandError(row.fault)
        proven = "restored aside and equal" if row.compared else "not compared"
        self.stdout.write(f"{into / row.name}: {row.rows} rows, {row.size} bytes, {proven}")
