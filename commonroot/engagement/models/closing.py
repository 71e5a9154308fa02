"""How a course is closed: what people said of it, what shall change, what those who ran it tell."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import Keep
from commonroot.engagement.models.courses import Participation
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Closing(models.Model):
    """What the close of one course holds: the aims as people were asked about them, and the notes
    of the evaluation meeting.
    """

    key = KeyField()
    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="closing")
    aims = models.JSONField(
        default=list, blank=True, help_text=_("The course's own aims as they were asked.")
    )
    met_on = models.DateField(null=True, blank=True)
    notes = EncryptedTextField(
        blank=True, help_text=_("What the evaluation meeting found; for the team alone.")
    )
    written_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key


class ClosingAsked(models.Model):
    """That somebody was asked what a course gave them, and whether they answered; never what."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="closing_asked"
    )
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered = models.BooleanField(default=False)

    class Personal:
        subject = "participation__person"
        kinds = {"answered": "asked for feedback"}
        plain = ("asked_at", "reminded_at")
        keep = Keep(after="asked_at", days=365)
        on_erase, on_merge = "delete", "one_close"

    def __str__(self) -> str:
        return "answered" if self.answered else "asked"


class ClosingAnswer(models.Model):
    """One answer about a whole course. It names somebody only where they chose that themselves.

    Without a name it holds no time finer than the day, and its key is drawn, so that its order says
    nothing.
    """

    key = KeyField(primary_key=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="closing_answers"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="closing_answers"
    )
    said_on = models.DateField()
    scales = models.JSONField(default=dict, blank=True, help_text=_("{aim: step}"))
    change = EncryptedTextField(blank=True, help_text=_("What we should change."))
    language = models.CharField(max_length=12, default="en")
    on_paper = models.BooleanField(default=False)

    class Personal:
        subject = "person"
        kinds = {"scales": "feedback", "change": "feedback", "language": "language"}
        plain = ("programme", "said_on", "on_paper")
        keep = Keep(after="said_on", days=1825)
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.key


class ChangeCard(models.Model):
    """Something the next course shall do otherwise; it stands in its plan until that is done."""

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="change_cards")
    text = EncryptedTextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class ChangeDecision(models.Model):
    """What the plan of a later course says to a change: done, or not this time, with why."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        NOT_NOW = "not_now", _("not this time")

    card = models.ForeignKey(ChangeCard, on_delete=models.CASCADE, related_name="decisions")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="change_decisions"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    why = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("card", "programme"), name="change_decided_once"),
        )

    def __str__(self) -> str:
        return self.state


class Experience(models.Model):
    """How somebody managed their part of a course, in a paragraph, for those who do it next.

    Approved is it when the words that stand are words its author wrote or agreed to.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        WRITTEN = "written", _("written, to be read")
        BACK = "back", _("edited, with its author")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("does not want to write")

    class ShowTo(models.TextChoices):
        TEAM = "team", _("only the team of this course")
        ORGANISERS = "organisers", _("organisers of other courses")
        PUBLIC = "public", _("everybody")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="experiences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="experiences")
    part = models.CharField(max_length=12, help_text=_("What they covered, or presenting."))
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    text = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    translations = TranslatedField(blank=True, help_text=_("The same in other languages."))
    show_to = models.CharField(max_length=10, choices=ShowTo.choices, default=ShowTo.ORGANISERS)
    named = models.BooleanField(default=False, help_text=_("Whether their name stands with it."))
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "part": "role",
            "state": "account for the handbook",
            "text": "account for the handbook",
            "translations": "account for the handbook",
            "language": "language",
            "show_to": "account for the handbook",
            "named": "account for the handbook",
        }
        plain = ("programme", "asked_at", "changed_at")
        keep = Keep(after="changed_at", days=3650)
        on_erase, on_merge = "delete", "one_experience"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "person", "part"), name="experience_once"),
        )

    def __str__(self) -> str:
        return self.state
