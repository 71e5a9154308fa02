"""Check that what stands is what people said."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import check_agreements, mend_agreements
from commonroot.consent.queries.checking import differing
from commonroot.work.clock import now


class Command(BaseCommand):
    """Rebuilds every agreement from the ledger and compares; an error where one differs."""

    help = "Compare everybody's agreements with the ledger of what they said."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument(
            "--mend", action="store_true", help="let stand again what the ledger tells"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each difference by keys, without names; then how many people there are."""
        for one in differing():
            stands = one.stands.state if one.stands else "nothing"
            told = one.told.state if one.told else "nothing"
            question = f"{one.question.purpose} before {one.question.audience}"
            self.stdout.write(f"{one.person_key}: {question}: stands {stands}, told {told}.")
        if options["mend"]:
            self.stdout.write(f"{mend_agreements(by=Actor.system(), at=now())} mended.")
        check = check_agreements(at=now())
        self.stdout.write(f"{check.people} people have agreements, {check.differing} differ.")
        if check.differing:
            raise CommandError("What stands is not what was said. --mend lets the ledger stand.")
