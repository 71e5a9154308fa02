"""Who presents a session, and what they said themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models.sessions import Session


class Presenter(models.Model):
    """Somebody who presents a session: faculty, in the register like participants.

    What the public reads of them they wrote themselves, by the link of their invitation.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("presents")
        DECLINED = "declined", _("said no")
        WITHDRAWN = "withdrawn", _("took it back")

    class Recording(models.TextChoices):
        UNSAID = "", _("not said")
        YES = "yes", _("yes")
        NO = "no", _("no")

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presenters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presents")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State.choices, default=State.AGREED)
    shown_name = EncryptedTextField(
        blank=True, help_text=_("The name they chose for public pages; empty: none.")
    )
    line = EncryptedTextField(blank=True, help_text=_("Who they are, in their own words."))
    language = models.CharField(max_length=12, blank=True, help_text=_("Of the line."))
    recording = models.CharField(
        max_length=3, choices=Recording.choices, default=Recording.UNSAID, blank=True
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "session": "took part in",
            "shown_name": "name",
            "line": "answer",
            "recording": "answer",
        }
        plain = ("position", "state", "language", "asked_at", "answered_at")
        keep = Keep(
            after="session__ends_at",
            days=3650,
            otherwise="session__updated_at",
            otherwise_days=3650,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="presenter_once"),
        )

    def __str__(self) -> str:
        return self.key
