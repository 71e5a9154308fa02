"""`manage.py import_attendance SESSION FILE`: who was in a video meeting, counted and said."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.time import known_zones
from commonroot.registration import queries
from commonroot.registration.actions import reports as actions
from commonroot.registration.models import Report, ReportLine
from commonroot.registration.queries import reports
from commonroot.sheets.limits import COMMAND
from commonroot.sheets.video.times import Order
from commonroot.work.clock import now

WAITS, UNSURE = 3, 4


class Command(BaseCommand):
    """The same reading and counting as on the desk, for whoever has the files at hand."""

    help = (
        "Tick who came to a session by a report of its video meeting (CSV, TSV, XLSX or JSON of "
        "Zoom). Ends with 0 when everybody is known, 3 when names wait for somebody to say who "
        "they are, 4 when day and month cannot be told apart (then say --order), 1 when the file "
        "is refused, 2 when asked wrongly. The same file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Session, file and switches."""
        parser.add_argument("session", metavar="SESSION", help="the key of the session")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="say everything as JSON")
        parser.add_argument("--dry-run", action="store_true", help="tick nobody, only say")
        parser.add_argument(
            "--zone", default="", help="what the account's clock shows: Asia/Manila"
        )
        parser.add_argument("--order", default="", choices=["", *Order], help="what comes first")
        parser.add_argument(
            "--absent", action="store_true", help="whoever has a place and is not in it was absent"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, count unless told not to, and say what happened."""
        session = queries.session(options["session"])
        if session is None:
            raise CommandError(f"There is no session {options['session']}.", returncode=2)
        if options["zone"] and options["zone"] not in known_zones():
            raise CommandError(f"There is no zone {options['zone']}.", returncode=2)
        by, at, changed = Actor.system(), now(), 0
        try:
            report = actions.take_report(
                session=session,
                source=options["file"],
                name=options["file"].name,
                zone=options["zone"],
                order=options["order"],
                limits=COMMAND,
                by=by,
                at=at,
            )
        except actions.CountedBefore as refusal:
            self._say({"state": "counted before", "changed": 0, "sentence": str(refusal)}, options)
            return
        except (Refused, OSError) as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"state": "refused", "sentence": str(refusal)}))
            raise CommandError(str(refusal)) from refusal
        if report.certain and not options["dry_run"]:
            changed = actions.count(report=report, absent=options["absent"], by=by, at=at)
            report.refresh_from_db()
        found = told(report, changed=changed)
        self._say(found, options)
        if not report.certain:
            sys.exit(UNSURE)
        if found["queue"]:
            sys.exit(WAITS)

    def _say(self, found: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for name, value in found.items():
            shown = len(value) if isinstance(value, list) else value
            self.stdout.write(f"{name.replace('_', ' '):>12}: {shown}")


def told(report: Report, *, changed: int) -> dict[str, Any]:
    """What a report says and what became of it, as plain JSON: docs/attendance.md says the keys."""
    lines = list(report.lines.order_by("number", "pk").select_related("registration__person"))
    matched = [line for line in lines if line.verdict == ReportLine.Verdict.MATCHED]
    minutes = reports.minutes_of(
        report.session, {line.registration_id or 0 for line in matched}, also=report
    )
    by_place: dict[int, dict[str, Any]] = {}
    for line in matched:
        place = line.registration
        assert place is not None  # it was matched
        entry = by_place.setdefault(
            place.pk,
            {
                "person": place.person.key,
                "place": place.key,
                "name": place.person.shown_name,
                "state": place.state,
                "minutes": minutes.get(place.pk),
                "lines": [],
            },
        )
        entry["lines"].append(line.number)
    queue: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line.verdict == ReportLine.Verdict.QUEUED:
            entry = queue.setdefault(
                line.who,
                {"name": line.original or line.name, "why": line.why, "lines": []},
            )
            entry["lines"].append(line.number)
    return {
        "report": report.key,
        "shape": report.shape,
        "state": report.state if report.certain else "order unknown",
        "zone": report.zone,
        "order": report.order,
        "changed": changed,
        "matched": list(by_place.values()),
        "queue": list(queue.values()),
        "dropped": [_reason(line) for line in lines if line.verdict == ReportLine.Verdict.DROPPED],
        "refused": [_reason(line) for line in lines if line.verdict == ReportLine.Verdict.REFUSED],
    }


def _reason(line: ReportLine) -> dict[str, Any]:
    return {"line": line.number, "why": line.why, "sentence": str(reports.WHY[line.why])}
