"""Registrations and answers. Written only by `registration.actions`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models import Question, Session


class Registration(models.Model):
    """A claim to a place in one session: one row per person and session, one state machine."""

    class State(models.TextChoices):
        PLACED = "placed", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("has been offered a place")
        CANCELLED = "cancelled", _("cancelled")
        ATTENDED = "attended", _("came")
        ABSENT = "absent", _("did not come")
        EXCUSED = "excused", _("excused")
        LAPSED = "lapsed", _("not confirmed in time")
        ASKED = "asked", _("waits for the organisers' yes")
        DECLINED = "declined", _("the organisers said no")

    class Source(models.TextChoices):
        FORM = "form", _("the form")
        HAND = "hand", _("written in by hand")
        LIST = "list", _("a pasted list")
        COURSE = "course", _("accepted to the course")

    class Calendar(models.TextChoices):
        ACCEPTED = "accepted", _("said yes in their calendar")
        DECLINED = "declined", _("said no in their calendar")
        TENTATIVE = "tentative", _("said perhaps in their calendar")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="registrations")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=10, choices=State.choices)
    position = models.PositiveIntegerField(
        help_text=_("Order of asking, given out under the session's lock.")
    )
    needs = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    asked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.FORM)
    quota = models.ForeignKey(
        "Quota",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        help_text=_("The kept or limited places it counts among."),
    )
    brought_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="brought"
    )
    invite = models.CharField(
        max_length=32,
        null=True,
        blank=True,
        unique=True,
        help_text=_("What the link carries by which this person brings somebody."),
    )
    together = models.BooleanField(
        default=False, help_text=_("Waits only together with whom they bring.")
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    calendar_answer = models.CharField(max_length=10, blank=True, choices=Calendar.choices)
    calendar_answered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until when an offered place is held.")
    )
    may_be = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Somebody known with the same address: an organiser looks whether it is them."),
    )

    class Personal:
        subject = "person"
        kinds = {
            "needs": "access needs",
            "state": "took part in",
            "session": "took part in",
            "brought_by": "brought by",
            "quota": "took part in",
            "invite": "link",
            "calendar_answer": "took part in",
        }
        plain = (
            "position", "language", "asked_at", "cancelled_at", "checked_at", "offered_until",
            "may_be", "source", "together", "reminded_at", "calendar_answered_at",
        )  # fmt: skip
        keep = Keep(after="session__ends_at", days=730, otherwise="asked_at", otherwise_days=1095)
        on_erase, on_merge = "delete", "one_claim"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "session"),
                condition=~Q(state__in=("cancelled", "lapsed", "declined")),
                name="registration_once_per_person_and_session",
            ),
            models.UniqueConstraint(
                fields=("session", "position"), name="registration_one_place_in_the_queue"
            ),
        )
        indexes = (
            models.Index(fields=("session", "state", "position"), name="registration_roster"),
            models.Index(
                fields=("state", "offered_until"),
                condition=Q(state="offered"),
                name="registration_offers",
            ),
            models.Index(
                fields=("session",),
                condition=Q(state="placed", reminded_at=None),
                name="registration_to_remind",
            ),
        )

    def __str__(self) -> str:
        return self.state


class Answer(models.Model):
    """What somebody answered to one of the organisers' questions."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = EncryptedTextField()

    class Personal:
        subject = "registration__person"
        kinds = {"text": "answer", "question": "answer"}
        plain = ()
        # The longest that a question may ask for; its own time is shorter as a rule (`tasks`).
        keep = Keep(
            after="registration__session__ends_at",
            days=365,
            otherwise="registration__asked_at",
            otherwise_days=730,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("registration", "question"), name="answer_once"),
        )

    def __str__(self) -> str:
        return "answer"


class Skip(models.Model):
    """That somebody on the waiting list was passed over when a place was free, and why."""

    class Reason(models.TextChoices):
        UNPROVEN = "unproven", _("has not opened our letter")
        TOGETHER = "together", _("more of them come together than places were free")
        QUOTA = "quota", _("the free place is kept for others")
        NO_WAY = "no_way", _("nothing reaches them, or they paused everything")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="skips")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    at = models.DateTimeField()

    class Personal:
        subject = "registration__person"
        kinds = {"reason": "took part in"}
        plain = ("at",)
        keep = Keep(after="at", days=180)
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.reason
