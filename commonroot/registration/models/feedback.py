"""What people say of a session, without saying who said it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.programmes.models import Session
from commonroot.registration.models.places import Registration


class FeedbackAsked(models.Model):
    """That somebody was asked about a session, and whether they answered; never what."""

    key = KeyField()
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="feedback_asked"
    )
    asked_at = models.DateTimeField()
    answered = models.BooleanField(default=False)

    class Personal:
        subject = "registration__person"
        kinds = {"answered": "asked for feedback"}
        plain = ("asked_at",)
        keep = Keep(after="asked_at", days=60)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("registration",), name="feedback_asked_once"),
        )

    def __str__(self) -> str:
        return "answered" if self.answered else "asked"


class Feedback(models.Model):
    """One answer about a session. It holds no person and no time finer than the day.

    Its key is drawn, so that its order says nothing; it is written in a transaction of its own.
    """

    class Useful(models.TextChoices):
        VERY = "very", _("Very")
        RATHER = "rather", _("Rather")
        LITTLE = "little", _("A little")
        NOT = "not", _("Not at all")

    key = KeyField(primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="feedback")
    said_on = models.DateField()
    useful = models.CharField(max_length=6, choices=Useful.choices)
    text = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12, default="en")

    def __str__(self) -> str:
        return self.useful
