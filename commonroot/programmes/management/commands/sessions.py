"""The sessions of a programme for other programs: `manage.py sessions PROGRAMME --json`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.programmes.actions.loading import programme_key
from commonroot.programmes.queries import programme as find_programme
from commonroot.programmes.queries.planning.listing import listed


class Command(BaseCommand):
    """Lists every session of a programme in its order."""

    help = "Lists the sessions of a programme: when, in UTC and by the host's clock."

    def add_arguments(self, parser: CommandParser) -> None:
        """The programme by its key or by the code of its file, and the form."""
        parser.add_argument("programme")
        parser.add_argument("--json", action="store_true", help="one JSON object a session")

    def handle(self, *_args: Any, programme: str, json: bool, **_options: Any) -> None:
        """Write the list."""
        found = find_programme(programme) or find_programme(programme_key(programme))
        if found is None:
            raise CommandError(f"There is no programme “{programme}”.")
        rows = listed(found)
        if json:
            self.stdout.write(_text(rows))
            return
        for row in rows:
            days = f"{row['date']} to {row['until']}" if row["date"] else "no date yet"
            when = f"{row['local_start']} {row['time_zone']}" if row["local_start"] else days
            state = " (called off)" if row["state"] == "cancelled" else ""
            self.stdout.write(f"{when}  {row['title']}{state}")


def _text(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)
