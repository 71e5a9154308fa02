"""Lists taken along as files: who asked, why, what is in them, until when they may be fetched."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models.person import Person


class Export(models.Model):
    """A list of people that somebody takes along. Who asked and who agreed stand in it by the keys
    of their accounts, as in the audit trail.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a second yes")
        MAKING = "making", _("is being made")
        READY = "ready", _("can be fetched")
        DECLINED = "declined", _("was declined")
        GONE = "gone", _("is deleted")

    key = KeyField()
    account_key = models.CharField(max_length=32, db_index=True)
    reason = models.CharField(max_length=8)
    kind = models.CharField(max_length=4)
    columns = models.JSONField(default=list, help_text=_("Codes of the columns, in their order."))
    wanted = EncryptedJSONField(null=True, help_text=_("Filter, search and order: which people."))
    sentence = EncryptedTextField(help_text=_("The same in words, as whoever agrees reads it."))
    narrowed = models.JSONField(default=list, help_text=_("By which fields; never by what."))
    language = models.CharField(max_length=12)
    people = models.PositiveIntegerField(help_text=_("How many there are in the list."))
    left_out = models.PositiveIntegerField(help_text=_("How many the gate leaves out."))
    state = models.CharField(max_length=8, choices=State.choices)
    asked_at = models.DateTimeField()
    decided_key = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0, help_text=_("People written into it so far."))
    made_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=80, blank=True)
    bytes = models.PositiveIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("-asked_at",), name="export_newest"),
            models.Index(
                fields=("state",),
                condition=models.Q(state__in=("asked", "making", "ready")),
                name="export_alive",
            ),
        )

    def __str__(self) -> str:
        return self.key


class ExportPart(models.Model):
    """A piece of the file, pressed and sealed; gone with the day on which the file ends."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = EncryptedTextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("export", "number"), name="export_part_once"),
        )

    def __str__(self) -> str:
        return str(self.number)


class Exported(models.Model):
    """Somebody who stands in a file taken along: whoever says no before it is fetched stops it."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="exported")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exported")

    class Personal:
        subject = "person"
        kinds = {"export": "list taken along"}
        plain = ()
        keep = Keep(after="export__asked_at", days=1095)
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return str(self.export_id)
