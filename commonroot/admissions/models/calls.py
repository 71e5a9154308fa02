"""The call for applications to a programme, and the questions of its form."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField, TranslatedField
from commonroot.programmes.models import Programme


class Call(models.Model):
    """That people may apply for a programme: from when until when, as whom, and how it is chosen.

    Nobody sees the form before `published_at`, nobody hands it in outside the time it is open.
    """

    class Way(models.TextChoices):
        SIMPLE = "simple", _("a list with two notes")
        PANEL = "panel", _("a panel with a rubric")

    key = KeyField()
    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="call")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.SIMPLE)
    words = TranslatedField(help_text=_("What is said above the form."))
    languages = models.JSONField(
        default=list, blank=True, help_text=_("Languages the form is offered in.")
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The deadline, to the second.")
    )
    time_zone = models.CharField(
        max_length=64, default="UTC", help_text=_("The zone in which the deadline is told.")
    )
    grace_minutes = models.PositiveSmallIntegerField(
        default=0, help_text=_("How long after the deadline what was begun may still be handed in.")
    )
    hear_on = models.DateField(
        null=True, blank=True, help_text=_("When everybody hears what was decided.")
    )
    alone = models.BooleanField(default=True, help_text=_("One person may apply."))
    pairs = models.BooleanField(default=False, help_text=_("Two may apply together."))
    groups = models.BooleanField(default=False, help_text=_("More may apply together."))
    most_in_group = models.PositiveSmallIntegerField(default=8)
    places = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many can be accepted; None: not settled.")
    )
    commitments = models.JSONField(
        default=list,
        blank=True,
        help_text=_("What somebody says yes to with an offered place: [{language: text}]"),
    )
    offer_days = models.PositiveSmallIntegerField(
        default=10, help_text=_("How long an offered place is held.")
    )
    reply_to = models.EmailField(
        blank=True, help_text=_("Where answers to letters about applications go.")
    )
    help_with_travel = models.BooleanField(default=False)
    help_with_stay = models.BooleanField(default=False)
    held_in = models.CharField(
        max_length=2, blank=True, help_text=_("ISO 3166 code of the country people travel to.")
    )
    visa_weeks = models.PositiveSmallIntegerField(
        default=8, help_text=_("How long a visa takes as a rule.")
    )
    two_yes = models.BooleanField(
        default=True, help_text=_("A second organiser signs what was decided.")
    )
    published_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When what was decided was signed.")
    )
    keep_days = models.PositiveSmallIntegerField(
        default=90,
        help_text=_("How long after the decision scores, referees and circumstances are kept."),
    )
    cleared_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When scores, referees and circumstances were deleted.")
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("closes_at",), name="call_by_deadline"),)

    def __str__(self) -> str:
        return self.key


class FormQuestion(models.Model):
    """Something an application asks, or a heading between the questions.

    A question that changes after somebody answered becomes a new row; the old one is retired and
    keeps its answers. What the house itself makes of an answer says `meaning`.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", _("a heading")
        LINE = "line", _("one line")
        TEXT = "text", _("some lines")
        CHOICE = "choice", _("one of these")
        SEVERAL = "several", _("any of these")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("a number")
        SCALE = "scale", _("a scale")
        COUNTRY = "country", _("a country")
        LANGUAGES = "languages", _("languages, and how well")
        HOURS = "hours", _("hours of an ordinary week")
        FILE = "file", _("a file")
        REFEREE = "referee", _("somebody who speaks for them")
        AGREE = "agree", _("something to agree to")

    class Meaning(models.TextChoices):
        NONE = "", _("nothing")
        BACKGROUND = "background", _("where they are starting from")
        COUNTRY = "country", _("country they live in")
        ORIGIN = "origin", _("country they come from")
        CITY = "city", _("town")
        LANGUAGES = "languages", _("languages")
        HOURS = "hours", _("free hours")
        THEMES = "themes", _("what they work on")
        GENDER = "gender", _("gender")
        ORGANISATION = "organisation", _("organisation")
        CAMPAIGN = "campaign", _("campaign")
        TRAVEL = "travel", _("wants help with travel")
        STAY = "stay", _("wants help with the stay")
        CIRCUMSTANCES = "circumstances", _("why they need help")

    class Panel(models.TextChoices):
        SHOWN = "shown", _("the panel reads it")
        BLIND = "blind", _("hidden while the panel reads blind")
        NEVER = "never", _("the panel never sees it")

    class Care(models.TextChoices):
        PLAIN = "plain", _("harmless")
        PERSONAL = "personal", _("personal")
        SENSITIVE = "special", _("sensitive: health, beliefs, politics, danger")

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LINE)
    meaning = models.CharField(max_length=14, choices=Meaning.choices, blank=True)
    prompt = TranslatedField()
    explanation = TranslatedField(help_text=_("Why it is asked, and help with answering."))
    choices = models.JSONField(
        default=list, blank=True, help_text=_("[{value: code, words: {language: text}}]")
    )
    most = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Most letters of a text, or the end of a scale.")
    )
    required = models.BooleanField(default=False)
    each_member = models.BooleanField(
        default=False, help_text=_("In pairs and groups everybody answers it for themselves.")
    )
    shown_if = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads_to",
        help_text=_("Asked only after a certain answer to this one."),
    )
    shown_if_values = models.JSONField(default=list, blank=True, help_text=_("[code]"))
    panel = models.CharField(max_length=6, choices=Panel.choices, default=Panel.SHOWN)
    care = models.CharField(max_length=8, choices=Care.choices, default=Care.PERSONAL)
    keep_days = models.PositiveSmallIntegerField(
        default=90, help_text=_("How long after the decision its answers are kept.")
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("call", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "position"),
                condition=Q(retired_at=None),
                name="form_question_one_per_position",
            ),
        )

    def __str__(self) -> str:
        return str(self.prompt)
