"""Pairs of rows, or of a row and somebody known, that a person looks at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField
from commonroot.core.privacy import Keep
from commonroot.intake.models.imports import Import, ImportRow
from commonroot.people.models import Pair, Person


class RowPair(models.Model):
    """A row and another row, or a person of the register, that may be one; what somebody said."""

    class Said(models.TextChoices):
        OPEN = "", _("please look")
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("different people")
        UNSURE = "unsure", _("not sure")

    key = KeyField()
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pairs")
    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="pairs")
    other = models.ForeignKey(
        ImportRow, on_delete=models.CASCADE, null=True, blank=True, related_name="pairs_as_other"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="row_pairs"
    )
    band = models.CharField(max_length=10, choices=Pair.Band.choices)
    probability = models.FloatField()
    levels = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    said = models.CharField(max_length=10, choices=Said.choices, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    said_by = models.CharField(max_length=44, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "band": "known again",
            "probability": "known again",
            "levels": "known again",
            "reasons": "known again",
            "said": "known again",
        }
        plain = ("batch", "row", "other", "said_at", "said_by")
        keep = Keep(
            after="batch__applied_at", days=30, otherwise="batch__read_at", otherwise_days=30
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("row", "other", "person"), name="row_pair_once"),
            models.CheckConstraint(
                condition=Q(other=None, person__isnull=False) | Q(other__isnull=False, person=None),
                name="row_pair_of_two",
            ),
        )
        indexes = (
            models.Index(
                fields=("batch", "said", "band", "-probability"), name="row_pair_to_look_at"
            ),
        )

    def __str__(self) -> str:
        return self.said or "please look"
