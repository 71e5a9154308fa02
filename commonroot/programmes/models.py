"""Programmes, sessions, questions and enquiries. Written only by `programmes.actions`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person


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
    organiser_words = TranslatedField(help_text=_("Who organises it, in words."))
    apply_by = models.DateField(
        null=True, blank=True, help_text=_("Last day to apply, in the host's zone.")
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
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


class PageVersion(models.Model):
    """One row that counts every change of what public pages show, so that none is shown stale."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


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

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sessions")
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
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
    join_address = EncryptedTextField(blank=True)
    join_opens_minutes = models.PositiveSmallIntegerField(default=15)
    recording = models.CharField(max_length=6, choices=Recording.choices, default=Recording.NO)
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
    """A part of a session: what happens, how long."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "position"), name="part_one_per_position"),
        )

    def __str__(self) -> str:
        return str(self.title)


class Question(models.Model):
    """Something the organisers ask whoever registers for a session."""

    class Kind(models.TextChoices):
        LINE = "line", _("one line")
        TEXT = "text", _("some lines")
        CHOICE = "choice", _("one of these")

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    prompt = TranslatedField()
    explanation = TranslatedField(help_text=_("Why it is asked and how long it is kept."))
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LINE)
    choices = models.JSONField(default=list, blank=True, help_text=_("[{language: text}]"))
    required = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session", "position"), name="question_one_per_position"
            ),
        )

    def __str__(self) -> str:
        return str(self.prompt)


class Presenter(models.Model):
    """Somebody who presents a session: faculty, in the register like participants."""

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presenters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presents")
    position = models.PositiveSmallIntegerField(default=0)

    class Personal:
        subject = "person"
        kinds = {"session": "took part in"}
        plain = ("position",)
        keep = Keep(
            after="session__ends_at",
            days=3650,
            otherwise="session__updated_at",
            otherwise_days=3650,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="presenter_once"),
        )

    def __str__(self) -> str:
        return self.key


class Enquiry(models.Model):
    """A question to the organisers from a public page, in the shared inbox."""

    key = KeyField()
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    name = EncryptedTextField()
    address = EncryptedTextField()
    mark = models.CharField(
        max_length=64, help_text=_("Keyed mark of the address, to find it when forgetting.")
    )
    text = EncryptedTextField()
    language = models.CharField(max_length=12, default="en")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = None  # whoever asks is not in the register; found by the mark of their address
        kinds = {
            "name": "name",
            "address": "contact way",
            "mark": "contact way",
            "text": "question",
        }
        plain = ("programme", "language", "asked_at", "answered_at")
        keep = Keep(after="asked_at", days=180)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("answered_at", "asked_at"), name="enquiry_open"),)

    def __str__(self) -> str:
        return self.key
