"""What people promised, and how they are asked in the years after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.engagement.models.courses import Participation
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Promise(models.Model):
    """What somebody said at the end of a course they would do, and by when; it comes back to
    them.
    """

    class Outcome(models.TextChoices):
        HAPPENED = "happened", _("It happened")
        STILL = "still", _("I am still at it")
        DIFFERENT = "different", _("It turned out differently")
        NOT_NOW = "not_now", _("Not now")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="promises")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="promises")
    text = EncryptedTextField()
    language = models.CharField(max_length=12, default="en")
    due_on = models.DateField()
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it came back to them, on its day.")
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    word = EncryptedTextField(blank=True, help_text=_("What they added, if they did."))
    answered_at = models.DateTimeField(null=True, blank=True)
    post = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Personal:
        subject = "person"
        kinds = {
            "text": "promise",
            "due_on": "promise",
            "language": "language",
            "outcome": "promise",
            "word": "promise",
            "post": "letter",
        }
        plain = ("programme", "made_at", "asked_at", "answered_at")
        keep = Keep(after="made_at", days=1825)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "programme"), name="promise_once"),
        )
        indexes = (models.Index(fields=("asked_at", "due_on"), name="promise_due"),)

    def __str__(self) -> str:
        return self.key


class Wave(models.Model):
    """One round of follow-up questions to the people of a programme."""

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="waves")
    months = models.PositiveSmallIntegerField(
        help_text=_("How long after the end of the course; 0 is two weeks.")
    )
    only_new = models.BooleanField(
        default=False, help_text=_("Asks only those who were new to activism.")
    )
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    listed = models.PositiveIntegerField(
        default=0,
        help_text=_("People on its list when it was sent; those gone since were forgotten."),
    )
    read_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When an organiser last said that the answers are read.")
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("programme", "months"), name="wave_once"),)
        indexes = (models.Index(fields=("sent_at", "due_on"), name="wave_due"),)

    def __str__(self) -> str:
        return f"{self.months}"


class FollowUp(models.Model):
    """One person's part in a wave, and how it ended: these ends are never thrown together."""

    class State(models.TextChoices):
        SENT = "sent", _("no reply yet")
        ANSWERED = "answered", _("answered")
        SILENT = "silent", _("no reply")
        WITHDRAWN = "withdrawn", _("asked not to be asked")
        UNREACHABLE = "unreachable", _("no way to reach them is known")
        BOUNCED = "bounced", _("the letter came back")
        UNSAFE = "unsafe", _("not safe to write to")
        PAUSED = "paused", _("has paused everything")
        NOT_ASKED = "not_asked", _("not asked: no agreement")

    class Engagement(models.TextChoices):
        MORE = "more", _("More than before")
        SAME = "same", _("About the same")
        LESS = "less", _("Less than before")

    key = KeyField()
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="follow_ups")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follow_ups")
    background = models.CharField(max_length=10, choices=Participation.Background.choices)
    promise = models.ForeignKey(Promise, on_delete=models.SET_NULL, null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    outcome = models.CharField(max_length=10, choices=Promise.Outcome.choices, blank=True)
    engagement = models.CharField(max_length=6, choices=Engagement.choices, blank=True)
    word = EncryptedTextField(blank=True, help_text=_("What they added, if they did."))
    said = EncryptedJSONField(
        default=dict, help_text=_("What they finished on the page: {question: answer}.")
    )
    post = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The second and last try.")
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_help_at = models.DateTimeField(null=True, blank=True)
    helped_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When an organiser said that it is seen to.")
    )

    class Personal:
        subject = "person"
        kinds = {
            "said": "follow-up answer",
            "asked_help_at": "follow-up answer",
            "outcome": "follow-up answer",
            "engagement": "follow-up answer",
            "word": "follow-up answer",
            "background": "starting background",
            "state": "follow-up answer",
            "promise": "promise",
            "post": "letter",
        }
        plain = ("wave", "asked_at", "reminded_at", "answered_at", "helped_at")
        keep = Keep(after="asked_at", days=2190, otherwise="wave__sent_at", otherwise_days=2190)
        on_erase, on_merge = "delete", "one_answer"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("wave", "person"), name="follow_up_once"),)
        indexes = (
            models.Index(fields=("wave", "background", "state"), name="follow_up_by_background"),
            models.Index(fields=("state", "asked_at"), name="follow_up_open"),
            models.Index(fields=("helped_at", "asked_help_at"), name="follow_up_asks_help"),
        )

    def __str__(self) -> str:
        return self.state
