"""A campaign, its team, and how far each part of it is shared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.groups.models import SmallGroup
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Step(models.TextChoices):
    """How far something is shared; each step holds those before it (domain source 4.1)."""

    TEAM = "team", _("the team")
    GROUP = "group", _("our small group")
    COHORT = "cohort", _("everybody of our course")
    CIRCLE = "circle", _("our circle")
    PUBLIC = "public", _("everybody")


class Service(models.TextChoices):
    """What people are fighting for, coarsely, so that a campaign finds those like it."""

    HOSPITAL = "hospital", _("a hospital")
    CLINIC = "clinic", _("primary care, clinics")
    MEDICINES = "medicines", _("medicines and vaccines")
    INSURANCE = "insurance", _("insurance, fees, funding")
    WORKERS = "workers", _("health workers and their work")
    WATER = "water", _("water and sanitation")
    FOOD = "food", _("food")
    ENVIRONMENT = "environment", _("environment, mining, climate")
    CARE = "care", _("care for the old, children, disabled people")
    MENTAL = "mental", _("mental health")
    REPRODUCTIVE = "reproductive", _("reproductive and sexual health")
    MIGRANTS = "migrants", _("health of migrants and refugees")
    TRADE = "trade", _("trade, debt, tax")
    OTHER = "other", _("something else")


class Campaign(models.Model):
    """What some people want to win together, from the problem found to the story told.

    Nobody outside the team knows that it exists before `shared_to` goes further than the team, and
    then sees its name and first lines; each tool has a step of its own (`Part`), never further than
    the campaign's.
    """

    class Stage(models.TextChoices):
        FOUND = "found", _("problem found")
        RESEARCHED = "researched", _("researched")
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        WON = "won", _("won")
        LOST = "lost", _("lost")
        PAUSED = "paused", _("paused")
        TOLD = "told", pgettext_lazy("stage of a campaign", "told")

    class Level(models.TextChoices):
        PLACE = "place", _("one place")
        REGION = "region", _("a region of a country")
        COUNTRY = "country", _("a country")
        COUNTRIES = "countries", _("several countries")
        WORLD = "world", _("worldwide")

    key = KeyField()
    name = EncryptedTextField()
    summary = EncryptedTextField(
        blank=True, help_text=_("One or two sentences: shown to whoever may know of it.")
    )
    service = models.CharField(max_length=14, choices=Service.choices, default=Service.OTHER)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.PLACE)
    country = models.CharField(max_length=2, blank=True, help_text=_("ISO 3166 code."))
    place = EncryptedTextField(blank=True)
    languages = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.FOUND)
    stage_at = models.DateTimeField(help_text=_("Since when it is there."))
    group = models.ForeignKey(
        SmallGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="campaigns"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="campaigns"
    )
    circle = models.ForeignKey(
        Circle, on_delete=models.SET_NULL, null=True, blank=True, related_name="campaigns"
    )
    shared_to = models.CharField(max_length=6, choices=Step.choices, default=Step.TEAM)
    feed_mark = models.CharField(
        max_length=64,
        blank=True,
        help_text=_("Random; each member's address of the calendar is made from it. Empty: none."),
    )
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text=_("When anything in it last changed."))
    ended_at = models.DateTimeField(null=True, blank=True)
    thrown_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the team threw it away; gone for good later.")
    )

    class Meta:
        indexes = (
            models.Index(fields=("programme", "shared_to"), name="campaign_by_programme"),
            models.Index(fields=("circle", "shared_to"), name="campaign_by_circle"),
            models.Index(fields=("shared_to", "service"), name="campaign_by_service"),
            models.Index(fields=("thrown_at",), name="campaign_thrown"),
        )

    def __str__(self) -> str:
        return self.key


# A campaign's people are forgotten five years after its end, or ten after its last change.
KEEP = Keep(
    after="campaign__ended_at", days=1825, otherwise="campaign__touched_at", otherwise_days=3650
)


class Member(models.Model):
    """Somebody of the team. Invited is who has no `joined_at` yet: they read nothing."""

    key = KeyField()
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="in_campaigns")
    leads = models.BooleanField(
        default=False, help_text=_("Invites, shares, throws away; at least one always does.")
    )
    reads_risks = models.BooleanField(
        default=False, help_text=_("Reads and writes the notes on dangers.")
    )
    invited_by = models.CharField(max_length=44, blank=True, help_text=_("kind:key of who."))
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"campaign": "campaign", "leads": "campaign", "reads_risks": "campaign"}
        plain = ("invited_by", "invited_at", "joined_at", "left_at")
        keep = KEEP
        on_erase, on_merge = "delete", "one_member"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "person"), condition=Q(left_at=None), name="member_once"
            ),
        )

    def __str__(self) -> str:
        return self.key


class Part(models.Model):
    """How far one tool of a campaign is shared; without a row, the team alone has it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="parts")
    tool = models.CharField(max_length=12)
    shared_to = models.CharField(max_length=6, choices=Step.choices, default=Step.TEAM)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("campaign", "tool"), name="part_of_campaign_once"),
        )

    def __str__(self) -> str:
        return self.tool


class PublicAsk(models.Model):
    """That somebody of the team wants to share with everybody: it counts once another says yes."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="public_ask")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="public_asks")
    shared_to = models.CharField(max_length=6, choices=Step.choices)
    parts = models.JSONField(default=dict, help_text=_("{tool: step}"))
    asked_at = models.DateTimeField()

    class Personal:
        subject = "member__person"
        kinds = {"campaign": "campaign", "member": "campaign"}
        plain = ("shared_to", "parts", "asked_at")
        keep = Keep(after="asked_at", days=90)
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.shared_to
