"""What organisers write to those who registered."""

from django.db import models

from commonroot.core.fields import EncryptedJSONField, KeyField
from commonroot.programmes.models import Session


class Message(models.Model):
    """One text to everybody of a session in some states; each gets a letter of their own."""

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    states = models.JSONField(default=list)
    subject = EncryptedJSONField()
    text = EncryptedJSONField()
    sent_by = models.CharField(max_length=60)
    letters = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.key
