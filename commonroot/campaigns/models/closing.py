"""The closing gathering of a course: what each campaign met, learnt and won, on one page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.workspace import Campaign
from commonroot.core.fields import EncryptedJSONField, KeyField, TranslatedField
from commonroot.programmes.models import Programme


class ClosingGathering(models.Model):
    """The evening at which the campaigns of a programme tell each other how it went."""

    key = KeyField()
    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="closing_gathering"
    )
    words = TranslatedField(help_text=_("What is said above the page."))
    starts_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text=_("Until when campaigns write."))
    asked_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When those who had not written were asked once more.")
    )
    shown_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when everybody of the course reads the page.")
    )

    def __str__(self) -> str:
        return self.key


class ClosingWord(models.Model):
    """What one campaign brings to it. The team alone has it until it was handed in."""

    key = KeyField()
    gathering = models.ForeignKey(
        ClosingGathering, on_delete=models.CASCADE, related_name="closing_words"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="closing_words")
    said = EncryptedJSONField(
        default=dict, help_text=_("{name, challenges, insights, successes: text}")
    )
    changed_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("gathering", "campaign"), name="closing_word_once"),
        )

    def __str__(self) -> str:
        return self.key
