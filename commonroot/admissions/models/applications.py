"""Applications, who applies together, what was answered, and who speaks for them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models.calls import Call, FormQuestion
from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.files.models import Upload
from commonroot.people.models import Person

# An application goes two years after its course ended, or three after it was begun.
KEEP = Keep(after="call__programme__closed_at", days=730, otherwise="begun_at", otherwise_days=1095)


class Application(models.Model):
    """One application: a person, a pair or a group that would like to come; one state machine.

    `person` is who writes and is written to. A draft is kept as it is typed.
    """

    class Kind(models.TextChoices):
        ALONE = "alone", _("one person")
        PAIR = "pair", _("two together")
        GROUP = "group", _("a group")

    class State(models.TextChoices):
        DRAFT = "draft", _("not handed in yet")
        SUBMITTED = "submitted", _("handed in")
        INELIGIBLE = "ineligible", _("cannot be accepted")
        ACCEPTED = "accepted", _("accepted")
        RESERVE = "reserve", _("in reserve")
        REGRET = "regret", _("not accepted")
        OFFERED = "offered", _("has been offered a place")
        CONFIRMED = "confirmed", _("comes")
        DECLINED = "declined", _("gave the place back")
        LAPSED = "lapsed", _("did not answer the offer")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Received(models.TextChoices):
        FORM = "form", _("by the form")
        LATE = "late", _("after the deadline")
        PAPER = "paper", _("on paper")
        LIST = "list", _("from a list")

    class Background(models.TextChoices):
        MOVEMENT = "movement", _("in the movement already")
        ELSEWHERE = "elsewhere", _("active elsewhere")
        NEW = "new", _("new to activism")
        UNKNOWN = "unknown", _("not known")

    key = KeyField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.ALONE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("In the order of handing in; the panel says it.")
    )
    received = models.CharField(max_length=6, choices=Received.choices, default=Received.FORM)
    received_words = EncryptedTextField(
        blank=True, help_text=_("Why it came late or how it was brought in.")
    )
    background = models.CharField(
        max_length=10, choices=Background.choices, default=Background.UNKNOWN
    )
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(
        default=0, help_text=_("Rises with each answer that was kept.")
    )
    reserve_place = models.PositiveSmallIntegerField(null=True, blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(help_text=_("When its state last changed."))
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When a draft was called to mind before the deadline.")
    )

    class Personal:
        subject = "person"
        kinds = {
            "state": "applied for",
            "call": "applied for",
            "kind": "applied for",
            "number": "applied for",
            "received": "applied for",
            "received_words": "note",
            "background": "starting background",
            "time_zone": "place",
            "reserve_place": "applied for",
        }
        plain = (
            "language", "revision", "begun_at", "saved_at", "submitted_at", "changed_at",
            "reminded_at",
        )  # fmt: skip
        keep = KEEP
        on_erase, on_merge = "delete", "move"
        read_by = "told.applications"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call", "number"), name="application_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="withdrawn") | Q(submitted_at__isnull=False),
                name="application_handed_in_before_decided",
            ),
        )
        indexes = (
            models.Index(fields=("call", "state", "number"), name="application_of_call"),
            models.Index(
                fields=("saved_at",), condition=Q(state="draft"), name="application_drafts"
            ),
        )

    def __str__(self) -> str:
        return self.state


class Applicant(models.Model):
    """Somebody who applies together with others; they confirm by a link before they count.

    Until they opened it there is only what the one who writes said of them.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("was asked")
        CONFIRMED = "confirmed", _("said yes")
        DECLINED = "declined", _("said no")

    key = KeyField()
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="applicants"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="applies_with", null=True, blank=True
    )
    name = EncryptedTextField(help_text=_("As the one who writes called them."))
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"name": "name", "state": "applied for", "application": "applied for"}
        plain = ("asked_at", "answered_at")
        keep = Keep(
            after="application__call__programme__closed_at",
            days=730,
            otherwise="application__begun_at",
            otherwise_days=1095,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "person"), name="applicant_once_per_application"
            ),
        )

    def __str__(self) -> str:
        return self.state


class ApplicationAnswer(models.Model):
    """What was answered to one question, kept as it is typed. `applicant`: who of several said it.

    `value` is text; a list of codes; {language: level 1–4}; [[weekday, half-hour]].
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    applicant = models.ForeignKey(
        Applicant, on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    question = models.ForeignKey(FormQuestion, on_delete=models.PROTECT, related_name="answers")
    value = EncryptedJSONField(null=True, blank=True)
    file = models.ForeignKey(
        Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    identifies = models.BooleanField(
        default=False, help_text=_("A reader said that it tells who wrote it: others see it not.")
    )
    covered = EncryptedTextField(
        blank=True, help_text=_("What the panel reads instead, without what tells who wrote it.")
    )
    saved_at = models.DateTimeField()

    class Personal:
        subject = "application__person"
        kinds = {
            "value": "answer",
            "question": "answer",
            "file": "answer",
            "covered": "answer",
            "applicant": "answer",
        }
        plain = ("identifies", "saved_at")
        # The longest that a question may ask for; its own time is shorter as a rule (`tasks`).
        keep = Keep(
            after="application__call__decided_at",
            days=730,
            otherwise="application__begun_at",
            otherwise_days=1095,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "question"),
                condition=Q(applicant=None),
                name="application_answer_once",
            ),
            models.UniqueConstraint(
                fields=("applicant", "question"),
                condition=Q(applicant__isnull=False),
                name="application_answer_once_each",
            ),
        )

    def __str__(self) -> str:
        return "answer"


class Referee(models.Model):
    """Somebody who speaks for an application, by a link; nobody of the register."""

    class State(models.TextChoices):
        NAMED = "named", _("named, not asked yet")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        DECLINED = "declined", _("would rather not")
        UNREACHED = "unreached", _("could not be reached")

    key = KeyField()
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="referees")
    question = models.ForeignKey(FormQuestion, on_delete=models.PROTECT, related_name="referees")
    name = EncryptedTextField()
    way = EncryptedTextField(help_text=_("Their address, as the applicant wrote it."))
    language = models.CharField(max_length=12, default="en")
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NAMED)
    words = EncryptedTextField(blank=True, help_text=_("What they say."))
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "application__person"
        kinds = {
            "name": "what others said",
            "way": "what others said",
            "words": "what others said",
            "state": "what others said",
            "question": "answer",
            "token_hash": "link",
        }
        plain = ("language", "asked_at", "asked_again_at", "answered_at")
        keep = Keep(
            after="application__call__decided_at",
            days=90,
            otherwise="application__begun_at",
            otherwise_days=730,
        )
        on_erase, on_merge = "delete", "move"
        # What somebody says of them in confidence is theirs to read once it has been weighed.
        read_by = "told.weighed"

    class Meta:
        indexes = (models.Index(fields=("state", "asked_at"), name="referee_waiting"),)

    def __str__(self) -> str:
        return self.state
