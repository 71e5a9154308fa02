"""Two alumni who may write to each other through us, once both agreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person


class Meeting(models.Model):
    """An introduction between two alumni: each is asked alone, and learns of the other when both
    said yes.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("both are asked")
        OPEN = "open", _("they may write to each other")
        DECLINED = "declined", _("one of them does not want it")
        LAPSED = "lapsed", _("no answer")
        ENDED = "ended", _("ended by one of them")

    key = KeyField()
    run_by = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    about = EncryptedTextField(help_text=_("What they have in common; it names nobody."))
    language = models.CharField(max_length=12, default="en")
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "asked_at"), name="meeting_by_state"),)

    def __str__(self) -> str:
        return self.state


class MeetingSide(models.Model):
    """One of the two: what they said, and which address of theirs the other may have, if any."""

    class Said(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")

    key = KeyField()
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sides")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="meetings")
    said = models.CharField(max_length=3, choices=Said.choices, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    way = models.ForeignKey(
        ContactWay,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The address the other may have; empty: only through us."),
    )
    post = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "meeting": "introductions",
            "said": "introductions",
            "way": "contact way",
            "post": "letter",
        }
        plain = ("said_at", "told_at")
        keep = Keep(after="meeting__asked_at", days=1825)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="meeting_side_once"),
        )

    def __str__(self) -> str:
        return self.said


class RelayMessage(models.Model):
    """What one of the two wrote to the other, carried by a letter of ours."""

    key = KeyField()
    side = models.ForeignKey(MeetingSide, on_delete=models.CASCADE, related_name="written")
    text = EncryptedTextField()
    language = models.CharField(max_length=12, default="en")
    sent_at = models.DateTimeField()
    post = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Personal:
        subject = "side__person"
        kinds = {"text": "message", "language": "language", "post": "letter"}
        plain = ("side", "sent_at")
        keep = Keep(after="sent_at", days=365)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("side", "sent_at"), name="relay_message_of_side"),)

    def __str__(self) -> str:
        return self.key
