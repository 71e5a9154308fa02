"""`manage.py restore FILE --sheet SHEET`: a backup into an empty folder or database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.core.errors import Refused
from commonroot.stewardship.actions.restoring import restore
from commonroot.stewardship.actions.tombstones import NAME, tombstone_file
from commonroot.work.clock import now


class Command(BaseCommand):
    """Restore what one file holds into the place that the settings name."""

    help = "Restore a backup into the empty folder COMMONROOT_HOME (or COMMONROOT_DATABASE)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the secret key, and who was forgotten since."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--sheet", type=Path, help="File with the key; else it is asked for.")
        parser.add_argument("--forgotten", type=Path, help=f"The newest {NAME}.")
        parser.add_argument(
            "--without-forgotten", action="store_true", help="There is no such file any more."
        )

        parser.add_argument(
            "--moved",
            action="store_true",
            help="The same school in another database: letters that wait go on waiting.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore, and say what to do next."""
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"There is no file {file}.")
        stones = self.stones(file, options)
        sheet = options["sheet"]
        secret = sheet.read_text() if sheet else input("AGE-SECRET-KEY-1… from the sheet: ")
        try:
            came = restore(
                file,
                secret=secret,
                folder=settings.DATA,
                tombstones=stones,
                moved=options["moved"],
                at=now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(one.rows for one in came.sums.values())
        self.stdout.write(
            f"Restored as of {came.made_at:%Y-%m-%d %H:%M} UTC: {rows} rows, {came.files} files.\n"
            f"Forgotten since and forgotten again: {came.forgotten}.\n"
            f"Letters that may have left already: {came.doubted}.\n"
            "No letter leaves until an organiser lets them go: desk, For the careful."
        )

    def stones(self, file: Path, options: dict[str, Any]) -> Path | None:
        """The list of the forgotten: what is named, what lies here, what lies beside the backup."""
        if options["without_forgotten"]:
            return None
        named = options["forgotten"]
        places = [named] if named else [tombstone_file(), file.parent / NAME]
        found = next((place for place in places if place.exists()), None)
        if found is None:
            raise CommandError(
                f"Who was forgotten since this backup? Put the newest {NAME} beside it, or say "
                "--without-forgotten if there is none: then they come back with it."
            )
        return found
