"""`manage.py take_replies [FILE …]`: what calendars answered, and letters that came back."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.messaging.actions import take_return
from commonroot.registration import actions
from commonroot.work.clock import now


class Command(BaseCommand):
    """Read mails, or one from standard input, as a mail server hands it over."""

    help = (
        "Record calendars' answers and letters that came back; "
        "without files, one mail from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and whether to answer for programs."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE.eml")
        parser.add_argument("--json", action="store_true", help="one line of JSON a mail")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        """Record each; a mail that is no answer is said and the next one read."""
        mails = [(str(file), file.read_bytes()) for file in files]
        refused = 0
        for name, raw in mails or [("-", sys.stdin.buffer.read())]:
            said: dict[str, str] = {"mail": name}
            letter = take_return(raw=raw, at=now())
            try:
                claim = (
                    None if letter else actions.record_reply(raw=raw, by=Actor.system(), at=now())
                )
            except Refused as refusal:
                refused += 1
                said["refused"] = str(refusal)
            else:
                if letter is not None:
                    said |= {"letter": letter.key, "answer": letter.returned}
                if claim is not None:
                    said |= {"registration": claim.key, "answer": claim.calendar_answer}
            self.stdout.write(
                json.dumps(said)
                if options["json"]
                else f"{name}: {said.get('answer') or said.get('refused')}"
            )
        if refused:
            raise CommandError(f"{refused} of {len(mails) or 1} were neither.")
