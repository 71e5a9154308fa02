"""What everybody may read of what came of a course."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField
from commonroot.programmes.models import Programme


class PublicOutcome(models.Model):
    """Numbers of a course as they were last told to everybody, by the rule of small numbers.

    One table of people, what they do now compared with before: two ways of parting the same people
    could be held against one another.
    """

    key = KeyField()
    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="public_outcome"
    )
    counts = models.JSONField(default=dict, help_text=_("The true numbers then; never shown."))
    basis = models.JSONField(default=dict, help_text=_("The numbers when each was last told anew."))
    facts = models.JSONField(default=dict, help_text=_("Countries, letters, works; nobody."))
    told_at = models.DateTimeField()
    hidden_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When organisers took it off the public pages.")
    )

    def __str__(self) -> str:
        return self.key
