"""Who reads applications, by what rubric, what they found, and where they must not look."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.admissions.models.applications import Application
from commonroot.admissions.models.calls import Call
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep

# What the panel said goes soon after the decision; a call says when exactly (`tasks`).
KEEP = Keep(
    after="application__call__decided_at",
    days=365,
    otherwise="application__begun_at",
    otherwise_days=730,
)


class Criterion(models.Model):
    """One line of the rubric: what is looked at, and what each number of points means."""

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField()
    words = TranslatedField(help_text=_("What is looked for; what few and many points mean."))
    most = models.PositiveSmallIntegerField(default=5, help_text=_("Most points; least is 0."))
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("call", "position")
        constraints = (
            models.UniqueConstraint(fields=("call", "position"), name="criterion_one_per_position"),
        )

    def __str__(self) -> str:
        return str(self.title)


class ReviewPhase(models.Model):
    """A stretch of reading with its own rules, which begins and ends by date."""

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    blind = models.BooleanField(default=True, help_text=_("Who applies stays hidden."))
    shows_others = models.BooleanField(
        default=False, help_text=_("After their own, readers see what the others found.")
    )
    scores = models.BooleanField(default=True, help_text=_("Points are given and changed."))
    each = models.PositiveSmallIntegerField(
        default=2, help_text=_("How many readers each application has.")
    )

    class Meta:
        ordering = ("call", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "position"), name="review_phase_one_per_position"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="review_phase_ends_later"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)


class Reviewer(models.Model):
    """That somebody who signs in reads applications of a call."""

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reviewers")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reads_for")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    nagged_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When they were last asked for what they have left.")
    )

    class Personal:
        subject = "account__person"
        kinds = {"call": "role"}
        plain = ("account", "since", "ended_at", "nagged_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call", "account"), name="reviewer_once_per_call"),
        )

    def __str__(self) -> str:
        return self.key


class Conflict(models.Model):
    """That a reader must not read an application: they said so. Their own, and those of their own
    organisation, are found without it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="conflicts")
    words = EncryptedTextField(blank=True)
    said_at = models.DateTimeField()

    class Personal:
        subject = "application__person"
        kinds = {"words": "note", "reviewer": "what others said"}
        plain = ("said_at",)
        keep = KEEP
        on_erase, on_merge = "delete", "move"
        read_by = "told.weighed"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "reviewer"), name="conflict_once_per_application"
            ),
        )

    def __str__(self) -> str:
        return "conflict"


class Review(models.Model):
    """What one reader found in one application: a note, and points by the rubric.

    The simple way has notes alone. A review that was `given` counts; until then it is a draft.
    """

    key = KeyField()
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="reviews")
    phase = models.ForeignKey(
        ReviewPhase, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    words = EncryptedTextField(blank=True, help_text=_("For the panel and the organisers."))
    feedback = EncryptedTextField(
        blank=True, help_text=_("What may be told to the applicant, if the organisers agree.")
    )
    saved_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "application__person"
        kinds = {
            "words": "what others said",
            "feedback": "what others said",
            "reviewer": "what others said",
        }
        plain = ("phase", "saved_at", "given_at")
        keep = KEEP
        on_erase, on_merge = "delete", "move"
        read_by = "told.weighed"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "reviewer"), name="review_once_per_application"
            ),
        )

    def __str__(self) -> str:
        return "review"


class Score(models.Model):
    """Points of one review for one line of the rubric."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()

    class Personal:
        subject = "review__application__person"
        kinds = {"points": "what others said", "criterion": "what others said"}
        plain = ()
        keep = Keep(
            after="review__application__call__decided_at",
            days=365,
            otherwise="review__application__begun_at",
            otherwise_days=730,
        )
        on_erase, on_merge = "delete", "move"
        read_by = "told.weighed"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("review", "criterion"), name="score_once"),)

    def __str__(self) -> str:
        return str(self.points)
