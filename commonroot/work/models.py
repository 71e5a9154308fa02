"""The demo's movable clock. Written only by `work.actions`."""

from django.db import models


class ClockShift(models.Model):
    """How far the demo's clock was moved ahead. One row, in the demo only.

    While it is on its way, from which moment to which.
    """

    seconds = models.BigIntegerField(default=0)
    from_at = models.DateTimeField(null=True, blank=True)
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(seconds__gte=0), name="clock_only_moves_ahead"
            ),
            models.CheckConstraint(condition=models.Q(pk=1), name="clock_has_one_row"),
            models.CheckConstraint(
                condition=models.Q(from_at=None, to_at=None)
                | models.Q(from_at__lt=models.F("to_at")),
                name="clock_is_on_its_way_or_not",
            ),
        )
