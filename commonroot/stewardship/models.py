"""Asking whether details are still right; retention, the forgotten, backups, the notice.

Written only by `stewardship.actions`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField, TranslatedField
from commonroot.core.privacy import Keep
from commonroot.messaging.models import Letter
from commonroot.people.models import Person


class AskingRhythm(models.Model):
    """Whether everybody is asked again by itself, and after how many months; at most one row."""

    is_on = models.BooleanField(default=True)
    months = models.PositiveSmallIntegerField(default=12)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.months}" if self.is_on else "off"


class DetailsRound(models.Model):
    """Some people asked at once, by an organiser or because a year has passed.

    It can be taken back until it leaves; letters are written only then.
    """

    class Origin(models.TextChoices):
        RHYTHM = "rhythm", _("because their details grew old")
        LIST = "list", _("a list, asked by an organiser")
        PERSON = "person", _("one person, asked by an organiser")

    key = KeyField()
    origin = models.CharField(max_length=8, choices=Origin.choices)
    sentence = models.CharField(
        max_length=300, blank=True, help_text=_("Who it was, as the filter of the list said.")
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=44, help_text=_("kind:key of who asked."))
    leaves_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("-made_at",), name="details_round_newest"),)

    def __str__(self) -> str:
        return self.origin


class DetailsQuestion(models.Model):
    """One person asked whether their details are still right, and what came of it.

    "No reply", "came back" and "not safe" are different ends; a late answer still counts.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("will be asked")
        ASKED = "asked", _("asked, not answered yet")
        ANSWERED = "answered", _("answered")
        SILENT = "silent", _("no reply")
        RETURNED = "returned", _("came back")
        UNSENT = "unsent", _("nobody sent it by hand")
        UNSAFE = "unsafe", _("not safe to write to")
        DECLINED = "declined", _("does not want to be asked")
        STOPPED = "stopped", _("may not be asked any more")

    class Said(models.TextChoices):
        RIGHT = "right", _("all is right")
        CHANGED = "changed", _("something had changed")

    key = KeyField()
    round = models.ForeignKey(DetailsRound, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="details_questions")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    said = models.CharField(max_length=8, choices=Said.choices, blank=True)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    post = models.ForeignKey(
        Letter,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The latest letter about it."),
    )

    class Personal:
        subject = "person"
        kinds = {
            "state": "question about details",
            "said": "question about details",
            "post": "letter",
        }
        plain = ("round", "made_at", "asked_at", "reminded_at", "answered_at")
        keep = Keep(after="made_at", days=1095)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "person"), name="details_question_once"),
        )
        indexes = (
            models.Index(fields=("state", "asked_at"), name="details_question_by_state"),
            models.Index(fields=("person", "-made_at"), name="details_question_of_person"),
        )

    def __str__(self) -> str:
        return self.state


class KeepingChoice(models.Model):
    """How long the school keeps one kind of things, where it chose otherwise than we propose."""

    kind = models.CharField(max_length=80, unique=True, help_text=_("Label of the model."))
    days = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=44, help_text=_("kind:key of who chose it."))

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class RetentionRun(models.Model):
    """One run of retention: what went, in numbers. Whoever confirms the clock writes one too."""

    at = models.DateTimeField(db_index=True)
    counts = models.JSONField(default=dict, help_text=_("{kind: rows gone}."))
    confirmed_by = models.CharField(
        max_length=44, blank=True, help_text=_("kind:key of who said that the clock is right.")
    )

    def __str__(self) -> str:
        return f"{sum(self.counts.values())} gone"


class Tombstone(models.Model):
    """Somebody forgotten, as keyed marks: no restored backup brings them back.

    It is written to a file beside the backups, which is newer than any of them.
    """

    mark = models.CharField(max_length=64, unique=True, help_text=_("Keyed mark of their key."))
    ways = models.JSONField(default=list, help_text=_("Keyed marks that keep lists from them."))
    since = models.DateField()
    written = models.BooleanField(default=False, help_text=_("Whether the file has it."))

    class Meta:
        indexes = (models.Index(fields=("written",), name="tombstone_to_write"),)

    def __str__(self) -> str:
        return "forgotten"


class BackupKey(models.Model):
    """To whom backups are sealed: the public half; the other half is on paper alone."""

    recipient = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=44)

    def __str__(self) -> str:
        return self.recipient


class Backup(models.Model):
    """One backup: which file, how much is in it, and whether it was restored and compared."""

    key = KeyField()
    began_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=120, help_text=_("Name of the file."))
    size = models.BigIntegerField(default=0, help_text=_("Bytes."))
    rows = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of the file."))
    compared = models.BooleanField(default=False, help_text=_("Restored, and everything equal."))
    fault = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """What the school itself says in its privacy notice; at most one row."""

    who = models.CharField(max_length=200, blank=True, help_text=_("The body that answers for it."))
    contact = models.CharField(max_length=200, blank=True, help_text=_("How to reach it."))
    paragraph = TranslatedField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=44)

    def __str__(self) -> str:
        return self.who
