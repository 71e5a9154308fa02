"""The planning group of a programme: who covers what, and what was promised by when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models.programmes import Programme


class Function(models.Model):
    """Something that must be covered, and who covers it."""

    class Kind(models.TextChoices):
        COORDINATION = "coordination", _("keeping it together")
        CONTENT = "content", _("programme and presenters")
        PLACE = "place", _("place, video call, travel")
        CALLING = "calling", _("telling people and answering them")
        CIRCLES = "circles", _("ties to circles, before and after")
        MONEY = "money", _("money")
        CHOOSING = "choosing", _("applications and choosing")
        LANGUAGES = "languages", _("translation and interpreting")
        PROCESS = "process", _("decisions written down, promises followed up")
        EVALUATION = "evaluation", _("asking how it was")
        CARE = "care", _("care and safety")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="functions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="covers"
    )
    words = EncryptedTextField(
        blank=True, help_text=_("Who covers it where that is nobody of the register.")
    )

    class Personal:
        subject = "person"
        kinds = {"kind": "role", "words": "note"}
        plain = ("programme",)
        keep = Keep(
            after="programme__closed_at",
            days=730,
            otherwise="programme__updated_at",
            otherwise_days=3650,
        )
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.key


class Commitment(models.Model):
    """Something promised for a programme: what, by whom, until when."""

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="commitments")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="commitments"
    )
    what = EncryptedTextField()
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"what": "note"}
        plain = ("programme", "due_on", "made_at", "done_at")
        keep = Keep(
            after="programme__closed_at", days=730, otherwise="made_at", otherwise_days=3650
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("done_at", "due_on"), name="commitment_due"),)

    def __str__(self) -> str:
        return self.key
