"""The letters that tell what was decided, one by one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models.applications import Application
from commonroot.admissions.models.choosing import KEEP, Decision
from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.messaging.models import Letter


class Reply(models.Model):
    """What one application is told about one verdict, and what is added for it alone.

    Until `sent_at` it is being written; until `leaves_at` it can be taken back.
    """

    key = KeyField()
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="replies")
    verdict = models.CharField(max_length=10, choices=Decision.Verdict.choices)
    added = EncryptedTextField(blank=True, help_text=_("Read by them alone, below the letter."))
    sent_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    post = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Personal:
        subject = "application__person"
        kinds = {"verdict": "applied for", "added": "letter", "post": "letter"}
        plain = ("sent_at", "leaves_at")
        keep = KEEP
        on_erase, on_merge = "delete", "move"
        read_from = "leaves_at"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "verdict"), name="reply_once_per_verdict"
            ),
        )

    def __str__(self) -> str:
        return self.verdict
