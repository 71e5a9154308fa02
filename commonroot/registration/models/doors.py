"""How one gets into a session: the door, and places kept for some. Set by its organisers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.programmes.models import Session


class Door(models.Model):
    """How places of one session are given; without a row, as the defaults say."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="door")
    by_approval = models.BooleanField(
        default=False, help_text=_("An organiser says yes or no to each who asks.")
    )
    guests = models.PositiveSmallIntegerField(
        default=2, help_text=_("How many colleagues each may bring by a personal link.")
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        default=48, help_text=_("How long a freed place is held for whoever is next.")
    )
    line_length = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("How many may wait; none: as many as ask.")
    )
    dial_in = EncryptedTextField(blank=True, help_text=_("Number and code to join by phone."))

    def __str__(self) -> str:
        return str(self.session)


class Quota(models.Model):
    """Places of one session kept for some people, or at most so many of them.

    Whoever fits several counts in the first of them.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("people who live in these countries")
        CIRCLE = "circle", _("members of this circle")
        MEMBERS = "members", _("members of the network")
        OTHERS = "others", _("everybody else")

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="quotas")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    countries = models.JSONField(default=list, blank=True, help_text=_('["KE", "UG"]'))
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    kept = models.PositiveIntegerField(default=0, help_text=_("So many places are theirs alone."))
    at_most = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("No more than so many of them.")
    )

    class Meta:
        ordering = ("session", "position")
        constraints = (
            models.UniqueConstraint(fields=("session", "position"), name="quota_one_per_position"),
        )

    def __str__(self) -> str:
        return self.kind
