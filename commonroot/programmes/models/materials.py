"""What there is to read, hear and use from a session or a whole programme."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField, TranslatedField
from commonroot.files.models import Upload
from commonroot.programmes.models.programmes import Programme
from commonroot.programmes.models.sessions import Session


class Material(models.Model):
    """A file or an address, perhaps with a version for little data; public with its programme, or
    for participants alone.
    """

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        READING = "reading", _("to read")
        EXERCISE = "exercise", _("exercise")
        RECORDING = "recording", _("recording")
        TRANSCRIPT = "transcript", _("written record")
        OTHER = "other", _("something else")

    class Licence(models.TextChoices):
        ASK = "ask", _("Ask before you use it elsewhere")
        FREE = "cc0", _("Free for any use (CC0)")
        NAMED = "cc-by", _("Free, with the name of who made it (CC BY)")
        ALIKE = "cc-by-sa", _("Free, with the name, passed on alike (CC BY-SA)")
        NO_TRADE = "cc-by-nc-sa", _("Not for trade, with the name, passed on alike (CC BY-NC-SA)")

    class OpenTo(models.TextChoices):
        EVERYBODY = "everybody", _("everybody who sees the programme")
        PARTICIPANTS = "participants", _("participants alone, from their own page")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="materials")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="materials"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = TranslatedField()
    open_to = models.CharField(max_length=12, choices=OpenTo.choices, default=OpenTo.EVERYBODY)
    language = models.CharField(max_length=12, blank=True, help_text=_("BCP 47 code."))
    licence = models.CharField(max_length=12, choices=Licence.choices, default=Licence.ASK)
    made_by = models.CharField(
        max_length=160, blank=True, help_text=_("Whose work it is, as they agreed to be named.")
    )
    upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.URLField(max_length=500, blank=True)
    small_upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    small_address = models.URLField(
        max_length=500, blank=True, help_text=_("A version for little data.")
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(upload__isnull=False, address="") | (Q(upload=None) & ~Q(address="")),
                name="material_a_file_or_an_address",
            ),
        )
        indexes = (
            models.Index(fields=("programme", "session", "position"), name="material_in_order"),
        )

    def __str__(self) -> str:
        return str(self.title)
