"""Letters waiting, sent and kept. Written only by `messaging.actions`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep


class Letter(models.Model):
    """One message to one recipient, as plain strings; the outbox is the rows that have not ended.

    The row is written in the transaction of its cause. Subject and bodies are rendered just ahead
    of sending and blanked 30 days after; the fact that a letter went out stays.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("by mail")
        HAND = "hand", _("by hand")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        CLAIMED = "claimed", _("about to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DEFERRED = "deferred", _("to be tried again")
        BOUNCED = "bounced", _("came back")
        UNKNOWN = "unknown", _("may or may not have arrived")
        CANCELLED = "cancelled", _("not sent")
        HELD = "held", _("waits to be sent by hand")

    class Returned(models.TextChoices):
        HARD = "hard", _("came back for good")
        SOFT = "soft", _("came back this time")
        COMPLAINT = "complaint", _("was called unwanted")

    key = KeyField()
    once = models.CharField(
        max_length=200, unique=True, help_text=_("The cause: the same cause never posts twice.")
    )
    subject_key = models.CharField(max_length=32, help_text=_("Key of the person written to."))
    purpose = models.CharField(max_length=32)
    audience = models.CharField(max_length=64, blank=True, help_text=_("kind:key of the audience."))
    tells = models.JSONField(
        default=list,
        blank=True,
        help_text=_("People named inside, checked again: [person key, purpose, audience]."),
    )
    template = models.CharField(max_length=80)
    values = EncryptedJSONField(default=dict)
    language = models.CharField(max_length=12, default="en")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.MAIL)
    address = EncryptedTextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    subject = EncryptedTextField(blank=True)
    text = EncryptedTextField(blank=True)
    html = EncryptedTextField(blank=True)
    calendar = EncryptedTextField(
        blank=True, help_text=_("An invitation to go with it, as iCalendar.")
    )
    why = models.CharField(
        max_length=200, blank=True, help_text=_("Why it came back or was not sent.")
    )
    returned = models.CharField(max_length=10, choices=Returned.choices, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    heeded_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was drawn from its coming back what follows.")
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When nothing was left to do about it.")
    )
    ended_by = models.CharField(
        max_length=44, blank=True, help_text=_("kind:key of who sent it by hand or settled it.")
    )
    blanked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when its words are gone and only the fact stays.")
    )

    class Personal:
        subject = "subject_key"
        kinds = {
            "address": "contact way",
            "values": "letter",
            "subject": "letter",
            "text": "letter",
            "html": "letter",
            "calendar": "letter",
            "tells": "who is named in it",
        }
        plain = (
            "once", "purpose", "audience", "template", "language", "way", "state", "due_at",
            "lease_until", "attempts", "why", "created_at", "ended_at", "ended_by", "blanked_at",
            "returned", "returned_at", "heeded_at",
        )  # fmt: skip
        keep = Keep(after="ended_at", days=730, otherwise="created_at", otherwise_days=730)
        on_erase, on_merge = "delete", "move"
        read_by = "letters_to_read"

    class Meta:
        # Not partial indexes: SQLite cannot prove that a bound parameter meets their condition.
        indexes = (
            models.Index(fields=("state", "due_at"), name="letter_due"),
            models.Index(fields=("state", "lease_until"), name="letter_leased"),
            models.Index(fields=("blanked_at", "ended_at"), name="letter_to_blank"),
            models.Index(fields=("subject_key", "created_at"), name="letter_of_subject"),
            models.Index(fields=("state", "-created_at"), name="letter_by_state"),
            # Also holds all that the counts need, so that they read no letter.
            models.Index(fields=("state", "-ended_at", "way"), name="letter_by_end"),
            models.Index(fields=("returned", "heeded_at"), name="letter_to_heed"),
        )

    def __str__(self) -> str:
        return f"{self.template} ({self.state})"


class Mailbox(models.Model):
    """Where answers arrive: how far it has been read. One row."""

    validity = models.CharField(
        max_length=20, blank=True, help_text=_("The server's UIDVALIDITY: numbers of mails hold.")
    )
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True, help_text=_("Read without a fault."))
    tried_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=60, blank=True, help_text=_("Why it cannot be read."))

    def __str__(self) -> str:
        return f"up to {self.last_uid}"


class TakenMail(models.Model):
    """A mail that arrived, so that it is taken once. It says nothing of who wrote or what.

    `validity` and `uid` are its number in the mailbox; what a provider hands over has none.
    """

    class Kind(models.TextChoices):
        RETURNED = "returned", _("a letter that came back")
        CALENDAR = "calendar", _("a calendar’s answer")
        STOP = "stop", _("a request for no more letters")
        INBOX = "inbox", _("for the shared inbox")
        AUTOMATIC = "automatic", _("written by a machine")
        REFUSED = "refused", _("not taken")

    mark = models.CharField(max_length=64, unique=True, help_text=_("Keyed mark of Message-ID."))
    validity = models.CharField(max_length=20, blank=True)
    uid = models.PositiveBigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    why = models.CharField(max_length=20, blank=True, help_text=_("Code of why it was refused."))
    taken_at = models.DateTimeField()
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was deleted from the mailbox.")
    )

    class Meta:
        indexes = (models.Index(fields=("kind", "taken_at"), name="taken_by_kind"),)

    def __str__(self) -> str:
        return self.kind


class Correspondent(models.Model):
    """Somebody outside the register who wrote to us, and so gets an answer and nothing else."""

    key = KeyField()
    mark = models.CharField(max_length=64, unique=True, help_text=_("Keyed mark of the address."))
    wrote_at = models.DateTimeField()

    class Personal:
        subject = None  # found by the mark of their address
        kinds = {"mark": "contact way"}
        plain = ("wrote_at",)
        keep = Keep(after="wrote_at", days=180)
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.key


class Pause(models.Model):
    """Sending stands still, as after a backup was restored, until somebody lets letters go."""

    since = models.DateTimeField()
    why = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=44, blank=True, help_text=_("kind:key of who ended it."))

    def __str__(self) -> str:
        return self.why
