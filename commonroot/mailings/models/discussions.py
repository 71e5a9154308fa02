"""Discussion lists: a group whose people write to one another, kept in step with a mail server."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.mailings.models.groups import Group
from commonroot.people.models import Person


class Discussion(models.Model):
    """How a group of the kind discussion stands at the Mailman server; made by the hand-over."""

    class Posting(models.TextChoices):
        FREE = "free", _("go out at once")
        HELD = "held", _("wait until somebody lets them through")

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="discussion")
    hides = models.BooleanField(
        default=True,
        help_text=_("Whether messages show the list’s address, not the writer’s."),
    )
    posting = models.CharField(max_length=8, choices=Posting.choices, default=Posting.FREE)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When somebody asked for a hand-over now.")
    )
    tried_at = models.DateTimeField(null=True, blank=True)
    good_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The last hand-over after which nothing differed.")
    )
    fault = models.CharField(max_length=20, blank=True, help_text=_("Code of what went wrong."))
    wanted = models.PositiveIntegerField(default=0, help_text=_("Addresses that belong there."))
    there = models.PositiveIntegerField(default=0, help_text=_("Addresses that were there."))
    to_add = models.PositiveIntegerField(default=0)
    to_remove = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(
        default=0, help_text=_("Addresses handed over that are gone there, too many to have left.")
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the list of a closed group was deleted there.")
    )

    def __str__(self) -> str:
        return str(self.group)


class Seat(models.Model):
    """Somebody on a discussion list: the address handed over, and the yes of whom it could harm."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    address = EncryptedTextField(blank=True, help_text=_("As handed over; empty: not there."))
    handed_at = models.DateTimeField(null=True, blank=True)
    yes_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When somebody in high care said yes to this list.")
    )

    class Personal:
        subject = "person"
        kinds = {"discussion": "alumni group", "address": "contact way", "yes_at": "alumni group"}
        plain = ("handed_at",)
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "one_seat"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("discussion", "person"), name="seat_once_per_list"),
        )

    def __str__(self) -> str:
        return str(self.pk)
