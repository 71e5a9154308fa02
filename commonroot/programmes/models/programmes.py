"""Programmes, their phases, and the count of changes of public pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import KeyField, TranslatedField


class Programme(models.Model):
    """A course or series, from its plan to the years after."""

    class Format(models.TextChoices):
        OPEN = "open", _("open series")
        COHORT = "cohort", _("cohort series")
        RESIDENTIAL = "residential", _("residential course")

    class Mode(models.TextChoices):
        ONLINE = "online", _("online")
        ON_SITE = "on_site", _("on site")
        HYBRID = "hybrid", _("on site with online parts")

    key = KeyField()
    run_by = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="programmes")
    format = models.CharField(max_length=12, choices=Format.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.ONLINE)
    title = TranslatedField()
    summary = TranslatedField(help_text=_("One or two sentences for lists and previews."))
    purpose = TranslatedField(help_text=_("What it is for, in a paragraph."))
    audience = TranslatedField(help_text=_("Who it is for."))
    commitment = TranslatedField(help_text=_("What it asks of people's time."))
    schedule_words = TranslatedField(help_text=_("The schedule in a sentence."))
    place = TranslatedField(blank=True)
    places_words = TranslatedField(help_text=_("How many people, in words: a range is not a cap."))
    cost_words = TranslatedField(
        help_text=_("What it costs, in words; empty where that is not settled.")
    )
    aims = models.JSONField(default=list, blank=True, help_text=_("[{language: text}]"))
    themes = models.JSONField(default=list, blank=True, help_text=_("[{language: text}]"))
    passages = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Further sections: [{title: {…}, lines: [{language: text}]}]"),
    )
    apply_asks = models.JSONField(
        default=list, blank=True, help_text=_("What an application should say: [{language: text}]")
    )
    afterwards = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("What the organisers settled for the years after, as loaded."),
    )
    story = TranslatedField(
        help_text=_("What people did afterwards, in a sentence or two, as they agreed.")
    )
    story_from = TranslatedField(help_text=_("Where and by whom that was told."))
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=64, default="UTC", help_text=_("The host's zone."))
    recording_words = TranslatedField(
        help_text=_("What is recorded, who sees it and how long, in words.")
    )
    organiser_words = TranslatedField(help_text=_("Who organises it, in words."))
    care = models.CharField(
        max_length=8,
        choices=Circle.Care.choices,
        default=Circle.Care.OPEN,
        help_text=_("How carefully everybody who comes is treated at least."),
    )
    apply_by = models.DateField(
        null=True, blank=True, help_text=_("Last day to apply, in the host's zone.")
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it becomes public by itself.")
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    blanked = models.JSONField(
        default=list, blank=True, help_text=_("What copying left out and nobody gave anew.")
    )
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the course was closed.")
    )
    sort_key = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("published_at", "starts_on"), name="programme_public"),)

    def __str__(self) -> str:
        return str(self.title)


class Phase(models.Model):
    """A stretch of a programme with its own rhythm."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField()
    rule = TranslatedField(help_text=_("The rhythm, in words."))
    purpose = TranslatedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "position"), name="phase_one_per_position"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)


class Stream(models.Model):
    """One of several that run side by side; a session without one is for everybody."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="streams")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "position"), name="stream_one_per_position"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)


class PageVersion(models.Model):
    """One row that counts every change of what public pages show, so that none is shown stale."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
