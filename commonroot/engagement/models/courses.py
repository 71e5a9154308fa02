"""Who took part in what, and what people made there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.files.models import Upload
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Participation(models.Model):
    """That a person took part in a programme, and as what. With agreement it stays in the
    register.
    """

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        PRESENTER = "presenter", _("presenter")
        ORGANISER = "organiser", _("organiser")

    class Background(models.TextChoices):
        MOVEMENT = "movement", _("in the movement already")
        ELSEWHERE = "elsewhere", _("active elsewhere")
        NEW = "new", _("new to activism")
        UNKNOWN = "unknown", _("not known")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="participations")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    background = models.CharField(
        max_length=10,
        choices=Background.choices,
        default=Background.UNKNOWN,
        help_text=_("Where they were starting from, as first said; never overwritten."),
    )
    came = models.PositiveSmallIntegerField(default=0, help_text=_("Sessions they came to."))
    asked_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When they were asked about the register; nobody is asked twice."),
    )
    recorded_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "programme": "took part in",
            "role": "took part in",
            "background": "starting background",
            "came": "took part in",
        }
        plain = ("asked_at", "recorded_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "programme", "role"), name="participation_once"
            ),
        )
        indexes = (
            models.Index(fields=("programme", "role"), name="participation_of_programme"),
            models.Index(fields=("background", "person"), name="participation_by_background"),
            models.Index(
                fields=("programme", "person"),
                condition=Q(asked_at=None),
                name="participation_not_asked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}"


class Project(models.Model):
    """Something people made in a course: a poster, a plan, a case study."""

    class Faces(models.TextChoices):
        UNKNOWN = "", _("nobody said yet")
        NONE = "none", _("no face can be recognised")
        AGREED = "agreed", _("faces are visible, and all of them agreed")
        NOT_ALL = "not_all", _("faces are visible, and not all agreed")

    class Kind(models.TextChoices):
        POSTER = "poster", _("poster")
        PLAN = "plan", _("action plan")
        CASE = "case", _("case study")
        OTHER = "other", _("something else")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=12, default="en")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.POSTER)
    country = models.CharField(max_length=2, blank=True)
    theme = models.ForeignKey(
        Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    summary = models.TextField(blank=True)
    comment = models.TextField(
        blank=True, help_text=_("The organisers' comment, read by the circle.")
    )
    picture = models.ForeignKey(
        Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    preview = models.ForeignKey(
        Upload,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The picture once more, small enough for a list."),
    )
    picture_words = models.CharField(
        max_length=500, blank=True, help_text=_("What is in the picture, for who cannot see it.")
    )
    faces = models.CharField(max_length=8, choices=Faces.choices, default=Faces.UNKNOWN, blank=True)
    gallery_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When organisers put it into the public gallery.")
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("programme", "country"), name="project_of_country"),
            models.Index(fields=("gallery_at",), name="project_in_gallery"),
        )

    def __str__(self) -> str:
        return self.title


class Maker(models.Model):
    """Somebody who made a project, and how they want to be named beside it."""

    class Naming(models.TextChoices):
        NAME = "name", _("by the name they use")
        INITIALS = "initials", _("by their initials")
        UNNAMED = "unnamed", _("not named")

    class Gallery(models.TextChoices):
        NOT_SAID = "", _("not said yet")
        YES = "yes", _("yes")
        NO = "no", _("no")

    key = KeyField()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="makers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="made")
    naming = models.CharField(max_length=8, choices=Naming.choices, default=Naming.UNNAMED)
    gallery = models.CharField(
        max_length=3,
        choices=Gallery.choices,
        default=Gallery.NOT_SAID,
        blank=True,
        help_text=_("Whether everybody may see the work."),
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When they decided themselves; then nobody decides for them."),
    )

    class Personal:
        subject = "person"
        kinds = {"project": "project work", "naming": "project work", "gallery": "project work"}
        plain = ("asked_at", "said_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "least_named"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "person"), name="maker_once"),)

    def __str__(self) -> str:
        return self.naming


class ProjectStatus(models.Model):
    """How far a project had come, so many months after its course: what its makers said last."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        STARTED = "started", _("started")
        RUNNING = "running", _("running")
        ACHIEVED = "achieved", _("achieved")
        DROPPED = "dropped", _("given up")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="statuses")
    months = models.PositiveSmallIntegerField(
        help_text=_("How long after the end of the course; 0 is its end.")
    )
    state = models.CharField(max_length=8, choices=State.choices)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "months"), name="project_status_once"),
        )

    def __str__(self) -> str:
        return self.state
