"""Draw the code on paper that locks the whole school, or open a locked school again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonroot.accounts.actions import draw_school_lock, unlock_school
from commonroot.accounts.roles import Actor
from commonroot.work.clock import now


class Command(BaseCommand):
    """The school's lock: its code is printed once, here; only this command opens it again."""

    help = "Print a new code that locks the whole school, or open a locked school again."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--open", action="store_true", help="open a locked school again")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Draw, or open."""
        if options["open"]:
            opened = unlock_school(by=Actor.system(), at=now())
            self.stdout.write("The school is open again." if opened else "It was not locked.")
            return
        code = draw_school_lock(by=Actor.system(), at=now())
        self.stdout.write(f"Lock code of the school, shown only now:\n\n    {code}\n")
        self.stdout.write("Typed on the page /lock/ it closes everything. Earlier codes ended.")
