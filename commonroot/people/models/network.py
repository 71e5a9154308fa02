"""The network: who is a member of it, and the organisations around it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import KeyField, TranslatedField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.people.models.person import Person


class NetworkMembership(models.Model):
    """That somebody asked to belong to the network, belongs, or did.

    It counts only once the person's address is proven: until then the person is provisional.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        MEMBER = "member", _("member")
        LEFT = "left", _("left")
        REFUSED = "refused", _("not taken in")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="network_memberships")
    basis = models.CharField(max_length=10, choices=Circle.Basis.choices)
    state = models.CharField(max_length=8, choices=State.choices)
    asked_at = models.DateTimeField()
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    welcomed_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "basis": "membership",
            "state": "membership",
            "asked_at": "membership",
            "since": "membership",
            "until": "membership",
        }
        plain = ("welcomed_at",)
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(state__in=("asked", "member")),
                name="network_membership_one_standing",
            ),
        )
        indexes = (models.Index(fields=("state", "since"), name="network_membership_standing"),)

    def __str__(self) -> str:
        return self.state


class Organisation(models.Model):
    """A body outside the school. People are found in it by the name they wrote themselves."""

    key = KeyField()
    name = models.CharField(max_length=160, unique=True)
    sort_key = models.CharField(max_length=200)
    also = models.JSONField(
        default=list, blank=True, help_text=_("Other ways of writing its name, folded: [text].")
    )
    country = models.CharField(max_length=2, blank=True)
    address = models.URLField(max_length=300, blank=True)
    words = TranslatedField(help_text=_("What it does, in a sentence or two."))
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("sort_key", "id"), name="organisation_sorted"),)

    def __str__(self) -> str:
        return self.name


class OrganisationTie(models.Model):
    """How close the school and an organisation are, from a day on; the newest one counts."""

    class Kind(models.TextChoices):
        NONE = "none", _("none yet")
        TALKED = "talked", _("we talked")
        JOINT = "joint", _("joint work")
        AFFILIATED = "affiliated", _("affiliated")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "since", "id"), name="organisation_tie_dated"),
        )

    def __str__(self) -> str:
        return self.kind


class OrganisationRole(models.Model):
    """What an organisation does for the school, from when to when."""

    class Kind(models.TextChoices):
        HOST = "host", _("host")
        PARTNER = "partner", _("partner")
        SPONSOR = "sponsor", _("co-sponsor")
        CURRICULUM = "curriculum", _("source of curriculum")
        ALUMNI = "alumni", _("network of alumni")

    key = KeyField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=160, blank=True, help_text=_("Of what, in words."))
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.kind
