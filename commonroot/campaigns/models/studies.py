"""Case studies: what a campaign did, what came of it, and what others can learn from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.study_words import Licence
from commonroot.campaigns.models.workspace import Campaign, Service
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models import Session


class CaseStudy(models.Model):
    """One story, in the fields of the commons' template (domain source 4.8).

    `texts` holds the longer ones, {field: {language: text}}; people are named by their part in it,
    by name only where `StudyPerson` says that they agreed. Everybody reads a published one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        ASKED = "asked", _("to be read by an organiser")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Outcome(models.TextChoices):
        WON = "won", _("won")
        PARTLY = "partly", _("partly won")
        LOST = "lost", _("lost")
        OPEN = "open", _("not decided yet")

    key = KeyField()
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="studies"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    told_in = models.CharField(
        max_length=12, default="en", help_text=_("The language in which it was told first.")
    )
    title = TranslatedField()
    summary = TranslatedField(help_text=_("One or two sentences."))
    texts = models.JSONField(default=dict, blank=True)
    service = models.CharField(max_length=14, choices=Service.choices, default=Service.OTHER)
    country = models.CharField(max_length=2, blank=True, help_text=_("ISO 3166 code."))
    place = models.CharField(max_length=120, blank=True)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("None: it goes on.")
    )
    outcome = models.CharField(max_length=6, choices=Outcome.choices, default=Outcome.OPEN)
    told_by = models.CharField(
        max_length=200, blank=True, help_text=_("How whoever tells it is named, as they chose.")
    )
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.ALIKE)
    words = models.TextField(blank=True, help_text=_("All of it, folded, for searching."))
    back_words = EncryptedTextField(
        blank=True, help_text=_("What an organiser asked of the team when they sent it back.")
    )
    agreed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the team agreed to the text as it stands.")
    )
    made_by = models.CharField(max_length=44, blank=True, help_text=_("kind:key of who."))
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "case studies"
        indexes = (
            models.Index(fields=("state", "-published_at"), name="study_newest"),
            models.Index(fields=("state", "service"), name="study_by_service"),
            models.Index(fields=("state", "country"), name="study_by_country"),
            models.Index(fields=("state", "outcome"), name="study_by_outcome"),
        )

    def __str__(self) -> str:
        return str(self.title)


class StudyFacet(models.Model):
    """A word by which a case study is found: who was against it, what was done, what failed."""

    class Kind(models.TextChoices):
        ADVERSARY = "adversary", _("who was against it")
        TACTIC = "tactic", _("what was done")
        FAILED = "failed", _("what failed")

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    code = models.CharField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("study", "kind", "code"), name="study_facet_once"),
        )
        indexes = (models.Index(fields=("kind", "code"), name="study_by_facet"),)

    def __str__(self) -> str:
        return self.code


class StudyPerson(models.Model):
    """Somebody in a case study, and whether they stand there by name."""

    class Shown(models.TextChoices):
        ASKED = "asked", _("asked, not answered")
        NAME = "name", _("by name")
        ROLE = "role", _("by their part in it")
        NONE = "none", _("not at all")

    key = KeyField()
    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="in_studies")
    role = models.CharField(max_length=120, help_text=_("Their part in it, without a name."))
    name = models.CharField(max_length=120, blank=True, help_text=_("As they chose to be named."))
    shown = models.CharField(max_length=5, choices=Shown.choices, default=Shown.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"study": "case study", "role": "role", "name": "name", "shown": "case study"}
        plain = ("asked_at", "answered_at")
        keep = Keep(
            after="study__published_at", days=7300, otherwise="asked_at", otherwise_days=730
        )
        on_erase, on_merge = "delete", "one_study_person"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("study", "person"), name="study_person_once"),
        )

    def __str__(self) -> str:
        return self.shown


class StudySession(models.Model):
    """That a session works with a case study."""

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="in_sessions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="studies")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("study", "session"), name="study_session_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)
