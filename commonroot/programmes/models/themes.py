"""Themes that members and partners would put first."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField, TranslatedField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models.programmes import Programme


class Idea(models.Model):
    """A theme that the school might take up."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        OPEN = "open", _("open for choosing")
        PLANNED = "planned", _("being planned")
        CLOSED = "closed", _("put aside")

    key = KeyField()
    title = TranslatedField()
    sentence = TranslatedField()
    state = models.CharField(max_length=10, choices=State.choices)
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("state", "asked_at"), name="idea_by_state"),)

    def __str__(self) -> str:
        return str(self.title)


class Voice(models.Model):
    """That somebody would put one theme first. Only counts of these are ever shown."""

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="voices")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="voices")
    said_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"idea": "theme"}
        plain = ("said_at",)
        keep = Keep(after="said_at", days=730)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "idea"), name="voice_once"),)

    def __str__(self) -> str:
        return self.key
