"""Files that were handed in. Written only by `files.actions`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField


class Upload(models.Model):
    """One file as it is kept: its bytes lie sealed under an opaque name, in the data folder.

    Whoever points at it says whom it is about and who may see it; by itself it is given to nobody.
    """

    key = KeyField()
    name = EncryptedTextField(help_text=_("What it is called when somebody downloads it."))
    kind = models.CharField(max_length=100, help_text=_("Its media type, read from its content."))
    bytes = models.PositiveBigIntegerField()
    place = models.CharField(max_length=80, unique=True, help_text=_("Where its sealed bytes lie."))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Litter(models.Model):
    """Sealed bytes to which nothing points any more, until a sweep has removed them."""

    place = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.place
