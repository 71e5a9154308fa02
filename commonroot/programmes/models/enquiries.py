"""What visitors ask the organisers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.programmes.models.programmes import Programme


class Enquiry(models.Model):
    """A question to the organisers from a public page, in the shared inbox."""

    key = KeyField()
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    name = EncryptedTextField()
    address = EncryptedTextField()
    mark = models.CharField(
        max_length=64, help_text=_("Keyed mark of the address, to find it when forgetting.")
    )
    text = EncryptedTextField()
    language = models.CharField(max_length=12, default="en")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = None  # whoever asks is not in the register; found by the mark of their address
        kinds = {
            "name": "name",
            "address": "contact way",
            "mark": "contact way",
            "text": "question",
        }
        plain = ("programme", "language", "asked_at", "answered_at")
        keep = Keep(after="asked_at", days=180)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("answered_at", "asked_at"), name="enquiry_open"),)

    def __str__(self) -> str:
        return self.key
