"""Sessions with their parts and questions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.programmes.models.programmes import Phase, Programme, Stream


class Session(models.Model):
    """One meeting. It may be known only to the week, month or span, and then has no instant."""

    class Precision(models.TextChoices):
        DAY = "day", _("day and time")
        WEEK = "week", _("week")
        MONTH = "month", _("month")
        SPAN = "span", _("some months")
        OPEN = "open", _("no date yet")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")

    class Recording(models.TextChoices):
        NO = "no", _("no")
        ASKED = "asked", _("only if everybody agrees")
        YES = "yes", _("yes")

    class OpenTo(models.TextChoices):
        ANYONE = "anyone", _("anyone")
        FIRST = "members_first", _("members first, then anyone")
        MEMBERS = "members", _("members of the network")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sessions")
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    stream = models.ForeignKey(
        Stream, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    position = models.PositiveSmallIntegerField()
    title = TranslatedField()
    summary = TranslatedField()
    learn = models.JSONField(
        default=list, blank=True, help_text=_("What you will learn: [{language: text}]")
    )
    presenter_words = TranslatedField(help_text=_("Who presents, as they agreed to be named."))
    precision = models.CharField(max_length=6, choices=Precision.choices, default=Precision.DAY)
    held_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("The day; first day of the week, month or span otherwise."),
    )
    until_on = models.DateField(null=True, blank=True, help_text=_("Last day of a span."))
    wall_time = models.TimeField(null=True, blank=True, help_text=_("What the host's clock shows."))
    minutes = models.PositiveSmallIntegerField(default=120)
    time_zone = models.CharField(max_length=64, default="UTC")
    starts_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Derived from day, time and zone.")
    )
    ends_at = models.DateTimeField(null=True, blank=True)
    sorts_on = models.DateField(null=True, blank=True, help_text=_("The day it is listed under."))
    places = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("None: as many as come.")
    )
    by_registration = models.BooleanField(
        default=True, help_text=_("People ask for a place in this session.")
    )
    open_to = models.CharField(max_length=14, choices=OpenTo.choices, default=OpenTo.ANYONE)
    members_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until when places are for members alone.")
    )
    moved_from = models.JSONField(
        default=list, blank=True, help_text=_("Starts it had while it was public, oldest first.")
    )
    join_address = EncryptedTextField(blank=True)
    join_opens_minutes = models.PositiveSmallIntegerField(default=15)
    recording = models.CharField(max_length=6, choices=Recording.choices, default=Recording.NO)
    care = models.CharField(
        max_length=8,
        choices=Circle.Care.choices,
        default=Circle.Care.OPEN,
        help_text=_("How carefully everybody who comes is treated at least."),
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    sequence = models.PositiveIntegerField(
        default=0, help_text=_("Rises with each change of time or place.")
    )
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("programme", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "position"), name="session_one_per_position"
            ),
            models.CheckConstraint(
                condition=Q(precision="day", starts_at__isnull=False)
                | (~Q(precision="day") & Q(starts_at=None)),
                name="session_instant_only_with_a_day",
            ),
        )
        indexes = (
            models.Index(fields=("starts_at",), name="session_by_start"),
            models.Index(fields=("sorts_on",), name="session_by_day"),
        )

    def __str__(self) -> str:
        return str(self.title)


class Part(models.Model):
    """A part of a session: what happens, how long, who leads it, which exercise it is."""

    class Exercise(models.TextChoices):
        NONE = "", _("no exercise")
        STRATEGY = "strategy", _("strategy chart")
        POWER = "power", _("power map")
        SPECTRUM = "spectrum", _("spectrum of allies")
        STORY = "story", _("battle of the story")
        OBJECTIVES = "objectives", _("SMART objectives")
        PATH = "path", _("critical path and timeline")
        OTHER = "other", _("another exercise")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    who = TranslatedField(help_text=_("Who leads it, by role: names are the presenters' own."))
    exercise = models.CharField(max_length=10, choices=Exercise.choices, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "position"), name="part_one_per_position"),
        )

    def __str__(self) -> str:
        return str(self.title)
