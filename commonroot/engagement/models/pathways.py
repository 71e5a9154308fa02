"""What somebody may do next: concrete offers with a contact, who looks after whom, one-to-ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep
from commonroot.people.models import Person


class Pathway(models.Model):
    """A concrete offer to somebody who took part: what to do next, and how many it has room for."""

    class Kind(models.TextChoices):
        CIRCLE = "circle", _("join a circle")
        START = "start", _("start a circle")
        THEME = "theme", _("work on a theme")
        WATCH = "watch", _("join a watch")
        FELLOWSHIP = "fellowship", _("a fellowship")
        CAMPAIGN = "campaign", _("join a campaign")
        TEACHING = "teaching", _("teach or help to teach")
        HOSTING = "hosting", _("host a course")

    key = KeyField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = TranslatedField()
    words = TranslatedField(help_text=_("What it is, and what the first step is."))
    run_by = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(
        Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="pathways"
    )
    country = models.CharField(
        max_length=2, blank=True, help_text=_("Only for people of this country.")
    )
    backgrounds = models.JSONField(
        default=list, blank=True, help_text=_("For whom it is meant; empty: for everybody.")
    )
    places = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many it has room for; empty: as many as come.")
    )
    until = models.DateField(null=True, blank=True, help_text=_("The last day it is offered."))
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("closed_at", "kind"), name="pathway_open"),)

    def __str__(self) -> str:
        return str(self.title)


class PathwayContact(models.Model):
    """Whom somebody is introduced to on a pathway, from when to when; the newest one counts."""

    key = KeyField()
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guides")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"pathway": "role", "since": "role", "until": "role"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("pathway", "person", "since"), name="pathway_contact_once"
            ),
        )

    def __str__(self) -> str:
        return self.key


class Owner(models.Model):
    """Which organiser looks after somebody in the years after: one at a time."""

    key = KeyField()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="looked_after")
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, related_name="looks_after"
    )
    since = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"account": "who looks after you"}
        plain = ("since",)
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("account", "person"), name="owner_of_people"),)

    def __str__(self) -> str:
        return self.key


class OneToOne(models.Model):
    """A planned conversation: what it was for, what was asked, what somebody will do, what next.

    Only the organiser who keeps it reads it; whoever takes over their work takes it over too.
    """

    class Kind(models.TextChoices):
        RECRUITMENT = "recruitment", _("getting to know each other")
        MAINTENANCE = "maintenance", _("how it is going")
        ESCALATION = "escalation", _("a bigger step")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="one_to_ones")
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, related_name="one_to_ones"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MAINTENANCE)
    held_on = models.DateField()
    purpose = EncryptedTextField(blank=True)
    ask = EncryptedTextField(blank=True)
    commitment = EncryptedTextField(blank=True)
    notes = EncryptedTextField(blank=True)
    commits = models.BooleanField(default=False, help_text=_("Whether there is a commitment."))
    next_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When nothing of it was left to do.")
    )
    made_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "account": "who looks after you",
            "kind": "note",
            "held_on": "note",
            "purpose": "note",
            "ask": "note",
            "commitment": "note",
            "notes": "note",
            "commits": "note",
            "next_on": "note",
        }
        plain = ("done_at", "made_at")
        keep = Keep(after="made_at", days=1825)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("account", "done_at", "next_on"), name="one_to_one_due"),
            models.Index(fields=("person", "held_on"), name="one_to_one_of_person"),
        )

    def __str__(self) -> str:
        return self.key
