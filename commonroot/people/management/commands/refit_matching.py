"""Learn the weights of matching anew from what this school said of pairs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.matching.refit import Answer, refit
from commonroot.people.models import Decision
from commonroot.people.queries.likeness import WEIGHTS_FILE, weights

ENOUGH = 500
TOLD = 0.5  # bits: a move that is worth telling


class Command(BaseCommand):
    """Prints the weights refitted from the decisions, or writes them where they are used from."""

    help = (
        "Learn the weights of matching from at least 500 decisions “same” or “different”. "
        "Prints them; --write puts them into the school's own file, which is used from then on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--write, with another file if need be; --at-least."""
        parser.add_argument(
            "--write",
            nargs="?",
            const="",
            metavar="FILE",
            help=f"write them: by default {WEIGHTS_FILE} in the folder of the school",
        )
        parser.add_argument(
            "--at-least",
            type=int,
            default=ENOUGH,
            metavar="N",
            help=f"how many decisions it takes; fewer than {ENOUGH} teach more noise than sense",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refit, say what moved, and write."""
        said = list(Decision.objects.order_by("pk").values_list("levels", "same"))
        same = sum(one for _levels, one in said)
        if len(said) < options["at_least"] or same in {0, len(said)}:
            raise CommandError(
                f"There are {len(said)} decisions ({same} same, {len(said) - same} different); "
                f"it takes {options['at_least']}, of both kinds. Nothing was changed."
            )
        before = weights()
        after = refit([Answer(levels, one) for levels, one in said], before)
        text = after.as_toml()
        if options["write"] is None:
            self.stdout.write(text)
            return
        file = Path(options["write"] or settings.HOME / WEIGHTS_FILE)
        file.write_text(text, encoding="utf-8")
        moved = sum(
            abs(weight - before.levels[name].get(level, 0.0)) >= TOLD
            for name, levels in after.levels.items()
            for level, weight in levels.items()
        )
        self.stdout.write(
            f"Learnt from {len(said)} decisions ({same} same); {moved} weights moved by more than "
            f"half a bit. Written to {file}."
        )
