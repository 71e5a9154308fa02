"""`manage.py load_programme FILE.toml`: bring programmes in from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.circles.queries import school
from commonroot.core.errors import Refused
from commonroot.programmes import actions
from commonroot.programmes.rules.tables import parsed
from commonroot.work.clock import now


class Command(BaseCommand):
    """Load programme files; the same file again changes nothing."""

    help = "Load programmes from TOML files (docs/programme-files.md). All of them, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and whether the programmes become public."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.toml")
        parser.add_argument("--publish", action="store_true", help="put them on the public pages")

    @transaction.atomic
    def handle(self, *, files: list[Path], publish: bool, **_options: Any) -> None:
        """Load each file and say what is there now."""
        ours = school()
        if ours is None:
            raise CommandError("There is no school here yet. Start Commonroot and found it first.")
        by, at = Actor.system(), now()
        for file in files:
            try:
                content = parsed(file.read_text(encoding="utf-8-sig"))
                programme = actions.load_programme(content, run_by=ours, by=by, at=at)
                if publish:
                    actions.publish(programme=programme, by=by, at=at)
            except (OSError, UnicodeDecodeError, Refused) as error:
                raise CommandError(f"{file}: {error}") from error
            self.stdout.write(
                f"{programme}: {programme.sessions.count()} sessions"
                f"{', public' if programme.published_at else ''}. {programme.key}"
            )
