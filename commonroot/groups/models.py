"""Proposals of small groups, the groups themselves, and what they do together."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import NEVER, Keep
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Formation(models.Model):
    """One proposal how the people of a programme could be put into groups.

    `plan` holds what was asked for (sizes, number, rules), `worth` what came of it. One of them at
    most is `CHOSEN`: its groups are the groups of the programme.
    """

    class State(models.TextChoices):
        WORKING = "working", _("is being made")
        PROPOSED = "proposed", _("proposed")
        CHOSEN = "chosen", _("chosen")
        DISCARDED = "discarded", _("put aside")
        FAILED = "failed", _("could not be made")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="formations")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WORKING)
    seed = models.PositiveIntegerField(default=0)
    plan = models.JSONField(default=dict)
    worth = models.JSONField(default=dict, blank=True)
    why_failed = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "number"), name="formation_numbered"),
            models.UniqueConstraint(
                fields=("programme",), condition=Q(state="chosen"), name="formation_one_chosen"
            ),
        )
        indexes = (models.Index(fields=("state", "made_at"), name="formation_to_make"),)

    def __str__(self) -> str:
        return self.state


class SmallGroup(models.Model):
    """A group of a proposal, and of the programme once that is chosen."""

    key = KeyField()
    formation = models.ForeignKey(Formation, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    locked = models.BooleanField(default=False, help_text=_("Nobody is moved in or out by search."))
    join_address = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("formation", "number")
        constraints = (
            models.UniqueConstraint(fields=("formation", "number"), name="small_group_numbered"),
        )

    def __str__(self) -> str:
        return self.name or str(self.number)


# A group is forgotten two years after its course, or three after it was made.
KEEP = Keep(
    after="group__formation__programme__closed_at",
    days=730,
    otherwise="group__formation__made_at",
    otherwise_days=1095,
)


class GroupMember(models.Model):
    """Somebody in a group, and the reasons for it that everybody in it may know."""

    key = KeyField()
    group = models.ForeignKey(SmallGroup, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="in_groups")
    leads = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, blank=True, help_text=_("[[why, about, count, of]]"))
    by_hand = models.BooleanField(default=False)
    shows_way = models.BooleanField(
        default=False, help_text=_("They let the group see how to reach them.")
    )
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "group": "small group",
            "leads": "small group",
            "reasons": "small group",
            "shows_way": "small group",
            "left_at": "small group",
        }
        plain = ("locked", "by_hand", "since")
        keep = KEEP
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("group", "person"), condition=Q(left_at=None), name="group_member_once"
            ),
        )

    def __str__(self) -> str:
        return self.key


class Apart(models.Model):
    """That two people must not meet in a group; why is read by whoever wrote it alone."""

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="apart")
    left = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="apart_from")
    right = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="apart_to")
    reason = EncryptedTextField(blank=True)
    by = models.CharField(max_length=44, help_text=_("kind:key of who."))
    said_at = models.DateTimeField()

    class Personal:
        subject = "left"
        others = ("right",)
        kinds = {"right": "safety", "reason": "note"}
        plain = ("programme", "by", "said_at")
        keep = Keep(after="programme__closed_at", days=30, otherwise="said_at", otherwise_days=730)
        on_erase, on_merge = "delete", "move"
        # Nobody reads it of themselves, on their page or in their file, not even that there is
        # one: whoever is kept away from somebody would know from a course of a dozen who asked
        # for it. The law lets that be withheld where it would harm another (GDPR, art. 15 (4));
        # the notice says that such things are kept. Whoever asked for it knows already.
        read_from = NEVER

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "left", "right", "by"), name="apart_once_by_each"
            ),
        )

    def __str__(self) -> str:
        return self.key


class Gathering(models.Model):
    """One meeting of one group, at its own hour."""

    key = KeyField()
    group = models.ForeignKey(SmallGroup, on_delete=models.CASCADE, related_name="gatherings")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=90)
    missing = models.JSONField(
        default=list, blank=True, help_text=_("Keys of those who cannot come.")
    )
    night = models.JSONField(
        default=dict, blank=True, help_text=_("{key: minutes of it in their night}")
    )
    by_hand = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("group", "number")
        constraints = (
            models.UniqueConstraint(fields=("group", "number"), name="gathering_numbered"),
        )
        indexes = (models.Index(fields=("starts_at",), name="gathering_by_start"),)

    def __str__(self) -> str:
        return self.key


class GroupNote(models.Model):
    """Something a member wrote for the group."""

    key = KeyField()
    group = models.ForeignKey(SmallGroup, on_delete=models.CASCADE, related_name="notes")
    gathering = models.ForeignKey(
        Gathering, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="group_notes")
    text = EncryptedTextField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"text": "note", "group": "small group", "gathering": "small group"}
        plain = ("written_at", "changed_at")
        keep = KEEP
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("group", "-written_at"), name="group_note_newest"),)

    def __str__(self) -> str:
        return self.key


class MonthReport(models.Model):
    """What a group says about a month: what we tried, what happened, what we need, what is next.

    Until it was `given` the group alone reads it; a call for help reaches the organisers at once.
    """

    class Ask(models.TextChoices):
        NONE = "", _("nothing to answer")
        HELP = "help", _("we need help")

    key = KeyField()
    group = models.ForeignKey(SmallGroup, on_delete=models.CASCADE, related_name="reports")
    month = models.DateField(help_text=_("Its first day."))
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="group_reports"
    )
    words = EncryptedJSONField(default=dict, help_text=_("{tried, happened, need, next: text}"))
    ask = models.CharField(max_length=4, choices=Ask.choices, blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When they called for help.")
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the organisers were given it.")
    )

    class Personal:
        subject = "person"
        kinds = {"words": "note", "group": "small group"}
        plain = (
            "month", "ask", "asked_at", "settled_at", "written_at", "changed_at", "given_at",
        )  # fmt: skip
        keep = KEEP
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "month"), name="month_report_once"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Asked(models.Model):
    """That a group was asked for its report of a month; once again after a while."""

    group = models.ForeignKey(SmallGroup, on_delete=models.CASCADE, related_name="asked")
    month = models.DateField()
    asked_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "month"), name="group_asked_once"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
