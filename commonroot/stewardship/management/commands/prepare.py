"""`manage.py prepare`: bring the database to this version, with a backup before if there is a key.

Data of a newer Commonroot are refused.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from commonroot.core.errors import Refused
from commonroot.stewardship.actions.backups import name_at, write_backup
from commonroot.stewardship.actions.tables import make_tables
from commonroot.stewardship.queries.holdings import Name, applied_names, apps_at
from commonroot.work.clock import now


class Command(BaseCommand):
    """What `manage.py serve` runs before it opens."""

    help = "Bring the database to this version; data of a newer one are refused."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--without-backup", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse, back up, migrate; an empty database gets its tables at once."""
        executor = MigrationExecutor(connection)
        try:
            names = applied_names()
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if plan and names and not options["without_backup"] and not settings.DEMO:
                self.back_up(names)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if connection.vendor == "sqlite" and not connection.introspection.table_names():
            make_tables(executor)
        if plan:  # what is left of it, and what Django writes down once all tables are there
            call_command("migrate", verbosity=0, skip_checks=True)

    def back_up(self, names: list[Name]) -> None:
        """A backup as of the version that is there, if somebody has made a key for it."""
        keys = apps_at(names).all_models["stewardship"].get("backupkey")
        if keys is None:
            return
        known = keys._default_manager.order_by("-made_at", "-pk").values_list("recipient")
        newest = known.first()
        if newest is None:
            return
        at = now()
        file = settings.BACKUPS / name_at(at)
        write_backup(file, recipient=newest[0], compare=True, at=at)
        self.stdout.write(f"Backed up before updating: {file}")
