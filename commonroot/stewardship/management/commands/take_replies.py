"""`manage.py take_replies [FILE …]`: mails that arrive, from files or from a mail server."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonroot.messaging.actions import Routed, take_mail
from commonroot.messaging.models import TakenMail
from commonroot.stewardship.actions.mail import take_mail as route
from commonroot.work.clock import now


class Command(BaseCommand):
    """Read mails, or one from standard input, as a mail server hands it over."""

    help = (
        "Take mails that arrive: letters that came back, answers of calendars and people; "
        "without files, one from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and whether to answer for programs."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE.eml")
        parser.add_argument("--json", action="store_true", help="one line of JSON a mail")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        """Take each; a mail that is refused is said and the next one read."""
        at = now()

        def routed(raw: bytes) -> Routed:
            return route(raw, at=at)

        mails = [(str(file), file.read_bytes()) for file in files]
        refused = 0
        for name, raw in mails or [("-", sys.stdin.buffer.read())]:
            taken = take_mail(raw, route=routed, at=at)
            said = {"mail": name, "kind": taken.kind if taken else "taken before"}
            if taken is not None and taken.kind == TakenMail.Kind.REFUSED:
                refused += 1
                said["why"] = taken.why
            shown = f"{name}: {' '.join(list(said.values())[1:])}"
            self.stdout.write(json.dumps(said) if options["json"] else shown)
        if refused:
            raise CommandError(f"{refused} of {len(mails) or 1} were not taken.")
