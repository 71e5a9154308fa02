"""Letters to many: one text, one audience, and a row for each person it is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.mailings.models.groups import Group
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Mailing(models.Model):
    """One letter to many people.

        draft ─┬─ asked ─┬─ leaving ─── sending ─── done
               └─────────┘     │          ├── paused
                            recalled      └── stopped

    *Asked*: another organiser reads it first. *Leaving*: for ten minutes it can be taken back, and
    nothing is written for anybody. *Sending*: each person has a row, and a letter of their own is
    written when its time has come.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ASKED = "asked", _("waits for somebody else to read it")
        LEAVING = "leaving", _("leaves soon")
        SENDING = "sending", _("on its way")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")
        RECALLED = "recalled", _("taken back")
        DONE = "done", _("sent")

    key = KeyField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    name = EncryptedTextField(help_text=_("What organisers call it; nobody else reads it."))
    subject = EncryptedJSONField(default=dict, help_text=_("{language: text}."))
    text = EncryptedJSONField(default=dict, help_text=_("{language: text}."))
    begun_from = models.CharField(
        max_length=44, blank=True, help_text=_("The template it began from: code:version.")
    )
    purpose = models.CharField(max_length=32, blank=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="mailings"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="mailings"
    )
    list_key = models.CharField(
        max_length=32, blank=True, help_text=_("The saved list whose question it was given.")
    )
    filter = EncryptedJSONField(default=dict, help_text=_("Whom of these it is for; {}: all."))
    per_hour = models.PositiveIntegerField(default=500, help_text=_("Letters an hour at most."))
    in_the_morning = models.BooleanField(
        default=True, help_text=_("Whether everybody gets it in the morning where they live.")
    )
    not_before = models.DateTimeField(null=True, blank=True)
    seen_people = models.PositiveIntegerField(
        default=0, help_text=_("How many people it was for when somebody last said: send it.")
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=44, blank=True, help_text=_("kind:key of who."))
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=44, blank=True, help_text=_("kind:key of who."))
    note = EncryptedTextField(blank=True, help_text=_("What whoever read it first asked for."))
    leaves_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0, help_text=_("How many rows were queued."))
    left_out = models.JSONField(default=dict, help_text=_("{reason: people} when it was queued."))
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(
        null=True, blank=True, help_text=_("What came of it, kept when its rows go.")
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=44, help_text=_("kind:key of who began it."))
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("state", "leaves_at"), name="mailing_leaving"),
            models.Index(fields=("-changed_at", "-id"), name="mailing_latest"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} ({self.state})"


class Recipient(models.Model):
    """One person one mailing is for. The letter written for them carries the same key."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its time")
        WRITTEN = "written", _("at the post office")
        LEFT_OUT = "left_out", _("left out")
        STOPPED = "stopped", _("not written: it was stopped")

    class Why(models.TextChoices):
        LEFT = "left", _("left this group")
        AGREEMENT = "agreement", _("no agreement to such letters")
        CIRCLE = "circle", _("are reached through their circle only")
        WAY = "way", _("no address or number that works")

    key = KeyField()
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mailings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(
        max_length=12, choices=Why.choices, blank=True, help_text=_("Why they were left out.")
    )
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When they stopped such letters by this letter's link.")
    )
    made_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"mailing": "letter", "why": "letter", "stopped_at": "letter"}
        plain = ("state", "due_at", "made_at")
        keep = Keep(after="made_at", days=730)
        on_erase, on_merge = "delete", "one_letter"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("mailing", "person"), name="recipient_once"),
        )
        indexes = (
            models.Index(fields=("state", "due_at"), name="recipient_due"),
            models.Index(fields=("mailing", "state"), name="recipient_of_mailing"),
        )

    def __str__(self) -> str:
        return self.state


class SendingRule(models.Model):
    """How letters to many are sent in this school: one row, or none as for a new school."""

    approve_above = models.PositiveIntegerField(
        default=50, help_text=_("Above so many people another organiser reads it first.")
    )
    per_hour = models.PositiveIntegerField(default=500)
    many_a_month = models.PositiveIntegerField(
        default=4, help_text=_("From so many letters in 30 days on, the preview warns.")
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.per_hour} an hour"
