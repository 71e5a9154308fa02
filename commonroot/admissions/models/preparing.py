"""What those who come do before a course, and who has done what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models.applications import Application
from commonroot.admissions.models.calls import Call
from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import Keep
from commonroot.files.models import Upload
from commonroot.people.models import Person


class Preparation(models.Model):
    """Something everybody who comes is asked to do before a day."""

    class Kind(models.TextChoices):
        READ = "read", _("something to read or watch")
        WRITE = "write", _("something to write")
        FILE = "file", _("something to send")
        TRAVEL = "travel", _("travel: visa, flight, arrival")
        PRACTICAL = "practical", _("practical: food, room, access")
        CIRCLE = "circle", _("meeting the circle at home")
        OTHER = "other", _("something else")

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="preparations")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.READ)
    title = TranslatedField()
    words = TranslatedField(help_text=_("What to do, with links."))
    due_on = models.DateField(null=True, blank=True)
    travellers_only = models.BooleanField(
        default=False, help_text=_("Asked only of those who come from another country.")
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("call", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "position"), name="preparation_one_per_position"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)


class Prepared(models.Model):
    """That somebody did it, and what they wrote or sent."""

    key = KeyField()
    preparation = models.ForeignKey(Preparation, on_delete=models.CASCADE, related_name="done")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="prepared")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="prepared")
    words = EncryptedTextField(blank=True)
    details = EncryptedJSONField(
        null=True, blank=True, help_text=_("Travel: {arrives, leaves, flight, passport_name}.")
    )
    file = models.ForeignKey(
        Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "words": "answer",
            "details": "travel",
            "file": "answer",
            "preparation": "answer",
        }
        plain = ("application", "done_at", "reminded_at")
        keep = Keep(
            after="preparation__call__programme__closed_at",
            days=60,
            otherwise="preparation__created_at",
            otherwise_days=1095,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("preparation", "person"), name="prepared_once"),
        )

    def __str__(self) -> str:
        return "prepared"
