"""The demo's movable clock. Written only by `work.actions`."""

from django.db import models


class ClockShift(models.Model):
    """How far the demo's clock was moved ahead. One row, in the demo only."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(seconds__gte=0), name="clock_only_moves_ahead"
            ),
            models.CheckConstraint(condition=models.Q(pk=1), name="clock_has_one_row"),
        )
