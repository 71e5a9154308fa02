"""Run the work process: the clock and the worker."""

from typing import Any

from django.core.management.base import BaseCommand

from commonroot.work.worker import work


class Command(BaseCommand):
    """Runs what falls due until it is told to end; `manage.py serve` starts it."""

    help = "Run what falls due (letters, clean-up) until told to end. “serve” starts it for you."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run the work process."""
        work()
