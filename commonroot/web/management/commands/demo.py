"""`manage.py demo`: fill the demo school. In the demo's folder only; twice changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commonroot.circles.queries import school
from commonroot.web.demo_school import people, story, years
from commonroot.work.clock import now
from commonroot.work.sweeps import run_due


class Command(BaseCommand):
    """One transaction: a demo that was killed half-way is simply filled again."""

    help = "Fill the demo school with invented people and a year of life."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make everything, then let the letters that wait reach the post box."""
        if not settings.DEMO:
            raise CommandError("This folder is not a demo. Start with COMMONROOT_DEMO=1.")
        if school() is not None:
            self.stdout.write("The demo school is there already.")
            return
        at = now()
        with transaction.atomic():
            cast = people.found(at=at)
            people.old_list(cast, at=at)
            story.tell(cast, at=at)
            years.tell_years(cast, at=at)
        run_due(at=now())
        self.stdout.write(f"The demo school is ready: {len(cast.people) + len(cast.old)} people.")
