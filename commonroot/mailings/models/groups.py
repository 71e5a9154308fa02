"""The alumni group and its sub-groups: who is in one follows from agreements, and from choices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField, TranslatedField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.people.models import Person


class Group(models.Model):
    """A list of the alumni group: a question to the register, never a copy of people.

    In it is whoever agreed to the alumni group and is found by `filter` or joined by themself, and
    did not leave. Nobody sees another's address: one message, one recipient.
    """

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("announcements: only organisers write")
        DISCUSSION = "discussion", _("discussion: everybody in it may write")

    key = KeyField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ANNOUNCEMENT)
    name = TranslatedField()
    sentence = TranslatedField(help_text=_("What it is for, in one sentence."))
    local = models.SlugField(
        max_length=40,
        unique=True,
        help_text=_("Its name in addresses: before the @ of a discussion list."),
    )
    filter = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("Who belongs to it: a filter; {}: the whole alumni group."),
    )
    is_open = models.BooleanField(
        default=True, help_text=_("Whether others of the alumni group may join by themselves.")
    )
    sort_key = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=44, help_text=_("kind:key of who made it."))
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("closed_at", "sort_key"), name="group_sorted"),)

    def __str__(self) -> str:
        return str(self.name)


class GroupChoice(models.Model):
    """That somebody joined a group, or left it, by their own word; the last word stands."""

    class Said(models.TextChoices):
        JOINED = "joined", _("joined")
        LEFT = "left", _("left")

    key = KeyField()
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="choices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="group_choices")
    said = models.CharField(max_length=8, choices=Said.choices)
    how = models.CharField(
        max_length=12, help_text=_("page, letter, list (at the list's own address) or organiser.")
    )
    at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"group": "alumni group", "said": "alumni group"}
        plain = ("how", "at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "left_before_joined"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "person"), name="group_choice_once"),
        )

    def __str__(self) -> str:
        return self.said
