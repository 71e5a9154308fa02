"""Who took part in what, and what people made there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
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
        )

    def __str__(self) -> str:
        return f"{self.role}"


class Project(models.Model):
    """Something people made in a course: a poster, a plan, a case study."""

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
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("programme", "country"), name="project_of_country"),)

    def __str__(self) -> str:
        return self.title


class Maker(models.Model):
    """Somebody who made a project, and how they want to be named beside it."""

    class Naming(models.TextChoices):
        NAME = "name", _("by the name they use")
        UNNAMED = "unnamed", _("not named")

    key = KeyField()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="makers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="made")
    naming = models.CharField(max_length=8, choices=Naming.choices, default=Naming.UNNAMED)

    class Personal:
        subject = "person"
        kinds = {"project": "project work", "naming": "project work"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "least_named"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "person"), name="maker_once"),)

    def __str__(self) -> str:
        return self.naming
