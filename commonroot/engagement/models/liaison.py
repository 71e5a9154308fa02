"""Before a course: the circles of the countries and themes that people of it come from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import Keep
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Briefing(models.Model):
    """The organisers' own words in the letters to circles before a course."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="briefing")
    words = TranslatedField(help_text=_("In each language in which they wrote them."))

    def __str__(self) -> str:
        return str(self.programme)


class Liaison(models.Model):
    """A country, or a theme, of the people of a course, and how far its circle is told.

    `circle` is whom we ask: the circle of that country or theme, or the region instead of it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("not written to yet")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        REGION = "region", _("the region is asked")
        START = "start", _("a circle is to be started")
        LEFT = "left", _("left out")

    class Answer(models.TextChoices):
        MEET = "meet", _("We would like to meet them")
        SUGGEST = "suggest", _("We suggest a topic or a person")
        LATER = "later", _("Not now")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="liaisons")
    country = models.CharField(max_length=2, blank=True)
    theme = models.ForeignKey(
        Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    circle = models.ForeignKey(
        Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="liaisons"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    why = models.CharField(
        max_length=300, blank=True, help_text=_("Why it was decided so, by an organiser.")
    )
    came_back = models.BooleanField(default=False, help_text=_("No letter could reach a contact."))
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When somebody was first written to.")
    )
    nudged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When an organiser said that the answer is seen to.")
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "country"),
                condition=Q(theme=None),
                name="liaison_once_per_country",
            ),
            models.UniqueConstraint(
                fields=("programme", "theme"),
                condition=Q(theme__isnull=False),
                name="liaison_once_per_theme",
            ),
        )
        indexes = (models.Index(fields=("state", "asked_at"), name="liaison_by_state"),)

    def __str__(self) -> str:
        return self.country or str(self.theme)


class LiaisonSending(models.Model):
    """A letter before a course to one contact of a circle or region, and what they answered."""

    key = KeyField()
    liaison = models.ForeignKey(Liaison, on_delete=models.CASCADE, related_name="sendings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="liaison_letters")
    post = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField(help_text=_("Which try it is, from 1."))
    told_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When those named were shown that the circle was told.")
    )
    answer = models.CharField(max_length=10, choices=Liaison.Answer.choices, blank=True)
    words = EncryptedTextField(blank=True, help_text=_("What they suggest, in their words."))
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"liaison": "circle", "post": "letter", "answer": "circle", "words": "circle"}
        plain = ("number", "told_at", "answered_at")
        keep = Keep(after="liaison__made_at", days=1825)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("liaison", "person", "number"), name="liaison_sending_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"
