"""What the organisers ask whoever registers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField, TranslatedField
from commonroot.programmes.models.sessions import Session


class Question(models.Model):
    """Something the organisers ask whoever registers for a session.

    The same question asked in several sessions is a row in each, of one `family`. A question that
    changes after somebody answered becomes a new row, one version higher; the old one is retired
    and keeps its answers.
    """

    class Kind(models.TextChoices):
        LINE = "line", _("one line")
        TEXT = "text", _("some lines")
        CHOICE = "choice", _("one of these")
        SEVERAL = "several", _("any of these")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("a number")

    class Care(models.TextChoices):
        PLAIN = "plain", _("harmless")
        PERSONAL = "personal", _("personal")
        SENSITIVE = "special", _("sensitive: health, beliefs, politics, danger")

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    family = models.CharField(
        max_length=32, blank=True, help_text=_("Shared by the same question in several sessions.")
    )
    version = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    prompt = TranslatedField()
    explanation = TranslatedField(help_text=_("Why it is asked and how long it is kept."))
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LINE)
    choices = models.JSONField(default=list, blank=True, help_text=_("[{language: text}]"))
    required = models.BooleanField(default=False)
    care = models.CharField(max_length=8, choices=Care.choices, default=Care.PERSONAL)
    keep_days = models.PositiveSmallIntegerField(
        default=30, help_text=_("How long after the session its answers are kept.")
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session", "position"),
                condition=Q(retired_at=None),
                name="question_one_per_position",
            ),
        )

    def __str__(self) -> str:
        return str(self.prompt)
