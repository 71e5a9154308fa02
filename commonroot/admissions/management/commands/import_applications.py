"""`manage.py import_applications PROGRAMME FILE`: applications from another form service."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import lists
from commonroot.admissions.queries.calls import call_of
from commonroot.core.errors import Refused
from commonroot.sheets.limits import COMMAND
from commonroot.sheets.reading import read
from commonroot.work.clock import now


class Command(BaseCommand):
    """The same reading as on the desk, for whoever has the file at hand."""

    help = (
        "Take in the applications of a list (CSV, TSV, XLSX, ODS, or the zip of a Google form). "
        "Columns are matched with the questions of the call by their words. Ends with 1 when the "
        "file is refused, 2 when there is no such call. The same file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Programme, file and switches."""
        parser.add_argument("programme", metavar="PROGRAMME", help="the key of the programme")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="say everything as JSON")
        parser.add_argument("--dry-run", action="store_true", help="take nothing in, only say")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, take in unless told not to, and say what happened."""
        call = call_of(options["programme"])
        if call is None:
            raise CommandError(f"No call of {options['programme']}.", returncode=2)
        try:
            table = read(options["file"], options["file"].name, limits=COMMAND).tables[0]
            look = lists.look(table, call=call)
            told: dict[str, Any] = {
                "lines": len(look.lines),
                "count": look.counts,
                "columns": {heading: str(question) for heading, question in look.columns},
                "left_out": list(look.left_out),
                "unread": [[cell.line, cell.heading, cell.text] for cell in look.unread],
                "refused": [[line.number, line.wrong] for line in look.lines if line.wrong],
            }
            if not options["dry_run"]:
                by, language = Actor.system(), (call.languages or ["en"])[0]
                taken = lists.take_in(table, call=call, language=language, by=by, at=now())
                told |= {"taken": len(taken.applications), "refused": taken.refused}
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _words(told))


def _words(told: dict[str, Any]) -> str:
    lines = [f"{told['count']} of {told['lines']} lines would count."]
    if "taken" in told:
        lines.append(f"{told['taken']} were taken in.")
    lines += [f"{heading} -> {question}" for heading, question in told["columns"].items()]
    lines += [f"left out: {heading}" for heading in told["left_out"]]
    lines += [f"line {line}, {heading}: not read: {text}" for line, heading, text in told["unread"]]
    lines += [f"line {line}: {why}" for line, why in told["refused"]]
    return "\n".join(lines)
