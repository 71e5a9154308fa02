"""Who can be accepted at all, who first, in what mix; decisions, offers, help with money, letters.

Eligibility, priorities and the mix are three separate things (domain source 2.1b).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.admissions.models.applications import Application
from commonroot.admissions.models.calls import Call, FormQuestion
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import Keep

KEEP = Keep(
    after="application__call__programme__closed_at",
    days=730,
    otherwise="application__begun_at",
    otherwise_days=1095,
)


class Eligibility(models.Model):
    """Something without which nobody can be accepted: the answer to `question` is one of these."""

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="eligibility")
    question = models.ForeignKey(FormQuestion, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=list, help_text=_("[code]: one of them must be answered."))
    words = TranslatedField(help_text=_("What is told to whoever cannot be accepted."))

    class Meta:
        verbose_name_plural = "eligibility"

    def __str__(self) -> str:
        return self.key


class Priority(models.Model):
    """Something that brings points beside what the panel gives."""

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="priorities")
    question = models.ForeignKey(FormQuestion, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=list, help_text=_("[code]: any of them."))
    points = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return self.key


class Target(models.Model):
    """What the accepted together should be like: of them at least or at most so many percent
    answered one of these values.
    """

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField(default=0)
    question = models.ForeignKey(FormQuestion, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(
        default=list, help_text=_("[code]; a region stands for its countries.")
    )
    title = TranslatedField()
    least = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("percent"))
    most = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("percent"))

    class Meta:
        ordering = ("call", "position", "pk")

    def __str__(self) -> str:
        return str(self.title)


class Decision(models.Model):
    """What was decided about an application, by whom and why; the newest one counts."""

    class Verdict(models.TextChoices):
        ACCEPT = "accept", _("accept")
        RESERVE = "reserve", _("reserve")
        REGRET = "regret", _("regret")
        INELIGIBLE = "ineligible", _("cannot be accepted")
        OPEN = "open", _("open again")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = EncryptedTextField(
        blank=True, help_text=_("Why, where it goes against the points or the rules.")
    )
    against = models.BooleanField(default=False, help_text=_("It goes against the points."))
    at = models.DateTimeField()

    class Personal:
        subject = "application__person"
        kinds = {"verdict": "applied for", "reason": "what others said", "by": "what others said"}
        plain = ("against", "at")
        keep = KEEP
        on_erase, on_merge = "delete", "move"
        read_by = "told.decisions"

    class Meta:
        indexes = (models.Index(fields=("application", "-at"), name="decision_newest"),)

    def __str__(self) -> str:
        return self.verdict


class SignOff(models.Model):
    """That an organiser stands by all decisions of a call as they are; a change undoes it.

    `mark` tells whether they are still the same.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="sign_offs")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    mark = models.CharField(max_length=64)
    accepted = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Personal:
        subject = "by__person"
        kinds = {"call": "role"}
        plain = ("by", "mark", "accepted", "at")
        keep = Keep(
            after="call__programme__closed_at", days=730, otherwise="at", otherwise_days=1095
        )
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.mark


class Offer(models.Model):
    """A place that was offered: until when, and what was answered."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("no answer yet")
        YES = "yes", _("confirmed")
        NO = "no", _("given back")
        LAPSED = "lapsed", _("not answered in time")
        RECALLED = "recalled", _("taken back")

    key = KeyField()
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    until = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    agreed = models.JSONField(
        default=list, blank=True, help_text=_("The commitments that were agreed to, as shown.")
    )
    sent_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "application__person"
        kinds = {"answer": "applied for", "agreed": "applied for"}
        plain = ("until", "sent_at", "reminded_at", "answered_at")
        keep = KEEP
        on_erase, on_merge = "delete", "move"
        read_by = "told.offers"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(answer="waiting"),
                name="offer_one_waiting",
            ),
        )
        indexes = (models.Index(fields=("answer", "until"), name="offer_running_out"),)

    def __str__(self) -> str:
        return self.answer


class Scholarship(models.Model):
    """Help with money, kept apart from points, so that need does not lower anybody's chances."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("not possible")
        DECLINED = "declined", _("not wanted any more")
        PAID = "paid", _("paid")
        CLOSED = "closed", _("closed")

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="scholarship"
    )
    travel = models.BooleanField(default=False)
    stay = models.BooleanField(default=False)
    circumstances = EncryptedTextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    offered = EncryptedTextField(blank=True, help_text=_("What is offered: kind and most."))
    changed_at = models.DateTimeField()

    class Personal:
        subject = "application__person"
        kinds = {
            "travel": "help with money",
            "stay": "help with money",
            "circumstances": "help with money",
            "state": "help with money",
            "offered": "help with money",
        }
        plain = ("changed_at",)
        keep = Keep(
            after="application__call__programme__closed_at",
            days=365,
            otherwise="application__begun_at",
            otherwise_days=1095,
        )
        on_erase, on_merge = "delete", "move"
        read_by = "told.help_with_money"

    def __str__(self) -> str:
        return self.state


class DecisionLetter(models.Model):
    """What everybody with one verdict is written; what is added for one alone is written
    before it leaves."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="letters")
    verdict = models.CharField(max_length=10, choices=Decision.Verdict.choices)
    words = TranslatedField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call", "verdict"), name="decision_letter_once"),
        )

    def __str__(self) -> str:
        return self.verdict
