"""What was before: changed details, people who turned out to be one, keys they had."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep
from commonroot.people.models.person import Person


class Change(models.Model):
    """What a field was before and after, by whom: one log for edit history and for undoing."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=44, help_text=_("kind:key of who did it."))
    cause = models.CharField(max_length=80, help_text=_("edit, import:KEY, merge:KEY, link."))
    model = models.CharField(max_length=60)
    row_key = models.CharField(max_length=32)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    fields = models.JSONField(default=list, help_text=_("Which fields: the fact that stays."))
    said = models.JSONField(
        default=dict, help_text=_("{field: [source, said on]} of what stood there before.")
    )
    before = EncryptedJSONField(null=True, help_text=_("{field: value}; nothing: it is new."))
    after = EncryptedJSONField(null=True, help_text=_("{field: value}; nothing: it is gone."))

    class Personal:
        subject = "person"
        kinds = {"before": "earlier details", "after": "earlier details"}
        plain = ("at", "actor", "cause", "model", "row_key", "fields", "said")
        keep = Keep(after="at", days=30, blanks=("before", "after"))
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("person", "-at"), name="change_of_person"),
            models.Index(fields=("cause",), name="change_by_cause"),
        )

    def __str__(self) -> str:
        return f"{self.model} {self.cause}"


class Merge(models.Model):
    """Two people became one. What it takes to undo it is kept for 30 days; the fact stays."""

    key = KeyField()
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="merges", help_text=_("Who is left.")
    )
    other_key = models.CharField(max_length=32, help_text=_("Key of who went into them."))
    cause = models.CharField(max_length=80, help_text=_("hand, bulk, import:KEY, link."))
    by = models.CharField(max_length=44)
    at = models.DateTimeField()
    log = EncryptedJSONField(
        null=True, help_text=_("Everything that moved, was filled in or stood twice.")
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"other_key": "known again", "log": "earlier details"}
        plain = ("cause", "by", "at", "undone_at")
        keep = Keep(after="at", days=30, blanks=("log",))
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("-at",), name="merge_by_time"),
            models.Index(fields=("cause",), name="merge_by_cause"),
        )

    def __str__(self) -> str:
        return self.cause


class FormerKey(models.Model):
    """A key that somebody had before they were merged: it leads to who they are now."""

    key = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_keys")

    class Personal:
        subject = "person"
        kinds = {"key": "known again"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.key
