"""What stands in the tools of a campaign, who changed what, and words that met other words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.workspace import KEEP, Campaign, Member
from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep


class Entry(models.Model):
    """One thing in a tool: a demand, a row of a chart, an actor of a map.

    Which fields it has says its kind (`models.tools`): `said` holds {field: value}, sealed. What
    belongs to another entry (a tactic to its chart) names it as `parent`.
    """

    key = KeyField()
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    place = models.PositiveIntegerField(default=0, help_text=_("Its place among its like."))
    said = EncryptedJSONField(default=dict)
    team_only = models.BooleanField(
        default=False, help_text=_("Never shown beyond the team, however far its tool is shared.")
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("campaign", "kind", "place", "pk")
        indexes = (models.Index(fields=("campaign", "kind", "place"), name="entry_in_order"),)

    def __str__(self) -> str:
        return self.kind


class Task(models.Model):
    """That somebody of the team looks after an entry, and until when."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="task")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tasks")
    due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "member__person"
        kinds = {"entry": "campaign", "member": "campaign", "due_on": "campaign"}
        plain = ("reminded_at", "done_at")
        keep = Keep(
            after="member__campaign__ended_at",
            days=1825,
            otherwise="member__campaign__touched_at",
            otherwise_days=3650,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("due_on", "reminded_at"), name="task_due"),)

    def __str__(self) -> str:
        return str(self.due_on or "")


class Change(models.Model):
    """One change of one field, or an entry that came, went or came back: the history of a plan.

    Numbers grow within the table: whoever writes says after which one they read the field, and
    whatever came later is a clash, never overwritten. `entry_key` outlives the entry.
    """

    class Did(models.TextChoices):
        ADDED = "added", _("added")
        WRITTEN = "written", _("changed")
        MOVED = "moved", _("moved")
        REMOVED = "removed", _("removed")
        PUT_BACK = "back", _("put back")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="changes")
    entry_key = models.CharField(max_length=32)
    kind = models.CharField(max_length=16)
    field = models.CharField(max_length=24, blank=True)
    did = models.CharField(max_length=8, choices=Did.choices)
    before = EncryptedJSONField(
        null=True, help_text=_("The value; of a removed entry all of it, with what belonged to it.")
    )
    after = EncryptedJSONField(null=True)
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, null=True, blank=True, related_name="changes"
    )
    at = models.DateTimeField()

    class Personal:
        subject = "member__person"
        kinds = {"before": "campaign", "after": "campaign", "member": "campaign"}
        plain = ("campaign", "entry_key", "kind", "field", "did", "at")
        keep = KEEP
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("campaign", "entry_key", "field"), name="change_of_field"),
            models.Index(fields=("campaign", "-id"), name="change_newest"),
        )

    def __str__(self) -> str:
        return f"{self.kind}.{self.field}"


class Clash(models.Model):
    """Words that somebody wrote while another changed the same field: kept until one is chosen."""

    class End(models.TextChoices):
        THEIRS = "theirs", _("what stood there stays")
        MINE = "mine", _("these words stand there now")
        BOTH = "both", _("both stand there now")

    key = KeyField()
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="clashes")
    entry_key = models.CharField(max_length=32)
    kind = models.CharField(max_length=16)
    field = models.CharField(max_length=24)
    words = EncryptedJSONField()
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="clashes")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=6, choices=End.choices, blank=True)

    class Personal:
        subject = "member__person"
        kinds = {"words": "campaign", "member": "campaign"}
        plain = ("campaign", "entry_key", "kind", "field", "at", "settled_at", "end")
        keep = KEEP
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("campaign", "settled_at"), name="clash_open"),)

    def __str__(self) -> str:
        return self.field


class Snapshot(models.Model):
    """How a tool stood on a day, to lay beside another day."""

    key = KeyField()
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="snapshots")
    tool = models.CharField(max_length=12)
    name = EncryptedTextField(blank=True)
    rows = EncryptedJSONField(
        default=list, help_text=_("[{key, kind, parent, place, team_only, said}]")
    )
    taken_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("campaign", "tool", "-taken_at"), name="snapshot_newest"),)

    def __str__(self) -> str:
        return self.tool
