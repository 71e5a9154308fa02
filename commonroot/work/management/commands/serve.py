"""Hand over to the supervisor, which serves pages and runs what falls due."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Replaced at once by the supervisor, which keeps no Django in memory."""

    help = "Serve Commonroot on this machine: pages and what falls due, under one supervisor."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Become the supervisor."""
        os.execv(sys.executable, [sys.executable, "-S", "-m", "commonroot.work.supervisor"])
