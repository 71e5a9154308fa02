"""Wordings, the ledger, what stands now, and who was told what. Written only by
`consent.actions`.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.consent.rules import AudienceKind, Purpose
from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep
from commonroot.people.models import Person

PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]
# What is asked in one question: each purpose, and the register together with being asked later.
REGISTER_LATER = "register_later"
WORDINGS = [*PURPOSES, (REGISTER_LATER, REGISTER_LATER)]
AUDIENCES = [(kind.value, kind.value) for kind in AudienceKind]


class Wording(models.Model):
    """The exact words of a question, per version; never changed, only followed by the next
    version.

    A variant is the same question in the words of one form. A new edition asks for something else
    than the one before: what was said to that no longer holds.
    """

    purpose = models.CharField(max_length=16, choices=WORDINGS)
    variant = models.CharField(
        max_length=16, blank=True, help_text=_("The form it is worded for; empty: for all.")
    )
    version = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    question = TranslatedField()
    explanation = TranslatedField()
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("purpose", "variant", "version"), name="wording_one_per_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class LedgerEvent(models.Model):
    """One thing that happened to an agreement. Rows are only ever added."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked")
        GIVEN = "given", _("said yes")
        RENEWED = "renewed", _("said yes again")
        REFUSED = "refused", _("said no")
        WITHDRAWN = "withdrawn", _("took it back")
        EXPIRED = "expired", _("ran out")
        INVALIDATED = "invalidated", _("no longer holds")
        SERVED = "served", _("needed for what they asked for")
        UNKNOWN = "unknown", _("came with an old list; not asked yet")

    class How(models.TextChoices):
        FORM = "form", _("on a form")
        PAGE = "page", _("on their page")
        LETTER = "letter", _("from a letter")
        SPOKEN = "spoken", _("said to an organiser")
        PHONE = "phone", _("said on the phone")
        IMPORT = "import", _("in an old list")
        SYSTEM = "system", _("by itself")

    class Form(models.TextChoices):
        PLACE = "place", _("asking for a place")
        JOIN = "join", _("joining the network")
        KEEP = "keep", _("the letter to everybody of an old list")
        CLOSE = "close", _("the questions after a course")
        RENEW = "renew", _("the question whether it still holds")
        MINE = "mine", _("their page")
        STOP = "stop", _("the link that stops letters")
        DESK = "desk", _("written down by an organiser")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ledger")
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    audience_kind = models.CharField(max_length=10, choices=AUDIENCES)
    audience_key = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    how = models.CharField(max_length=8, choices=How.choices)
    form = models.CharField(
        max_length=8, choices=Form.choices, blank=True, help_text=_("On which form it was asked.")
    )
    recorded_by = models.CharField(max_length=44, help_text=_("kind:key of who wrote it down."))
    witness = EncryptedTextField(
        blank=True, help_text=_("Who heard it, where it was said and not written.")
    )
    said_on = models.DateField(
        null=True, blank=True, help_text=_("On which day it was said, if written down later.")
    )
    identity = models.CharField(
        max_length=8, blank=True, help_text=_("How it was made sure who said it: a code of rules.")
    )
    source = models.CharField(
        max_length=40, blank=True, help_text=_("Who kept it before us: mailchimp, …")
    )
    valid_until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "purpose": "agreement",
            "audience_kind": "agreement",
            "audience_key": "agreement",
            "state": "agreement",
            "source": "agreement",
            "wording": "agreement",
            "language": "agreement",
            "how": "agreement",
            "form": "agreement",
            "recorded_by": "agreement",
            "witness": "agreement",
            "said_on": "agreement",
            "identity": "agreement",
            "valid_until": "agreement",
            "at": "agreement",
        }
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("person", "-at"), name="ledger_of_person"),
            models.Index(fields=("at",), name="ledger_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class Agreement(models.Model):
    """What stands now for one person, purpose and audience: the ledger's latest word, read by the
    gate.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("said yes, address not yet confirmed")
        GIVEN = "given", _("yes")
        SERVED = "served", _("needed for what they asked for")
        UNKNOWN = "unknown", _("kept until asked")
        REFUSED = "refused", _("no")
        WITHDRAWN = "withdrawn", _("taken back")
        LAPSED = "lapsed", _("ran out")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="agreements")
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    audience_kind = models.CharField(max_length=10, choices=AUDIENCES)
    audience_key = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    valid_until = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "purpose": "agreement",
            "audience_kind": "agreement",
            "audience_key": "agreement",
            "state": "agreement",
            "valid_until": "agreement",
            "since": "agreement",
        }
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "most_restrictive"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "purpose", "audience_kind", "audience_key"),
                name="agreement_one_stands",
            ),
        )
        indexes = (
            models.Index(fields=("purpose", "state", "person"), name="agreement_by_purpose"),
            models.Index(fields=("state", "valid_until"), name="agreement_by_end"),
            # Holds all that the gate asks of one person, so that it reads no row.
            models.Index(
                fields=(
                    "person", "purpose", "audience_kind", "audience_key", "state", "valid_until",
                ),
                name="agreement_at_the_gate",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class Told(models.Model):
    """Somebody outside was told something about a person: who, what, when. The person sees it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="told")
    audience_kind = models.CharField(max_length=10, choices=AUDIENCES)
    audience_key = models.CharField(max_length=32, blank=True)
    audience_name = TranslatedField(help_text=_("How the audience is called, as it was then."))
    what = models.JSONField(
        default=list, help_text=_("Codes of what was told: name, project, address …")
    )
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "audience_kind": "who was told",
            "audience_key": "who was told",
            "audience_name": "who was told",
            "what": "who was told",
            "purpose": "who was told",
            "at": "who was told",
        }
        plain = ()
        keep = Keep(after="at", days=3650)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("person", "-at"), name="told_of_person"),)

    def __str__(self) -> str:
        return self.audience_kind


class Renewal(models.Model):
    """Asking somebody once whether what they said yes to still holds, before it runs out.

    Which questions it asks is read from what stands when the page is opened.
    """

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="renewals")
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds: ClassVar[dict[str, str]] = {"asked_at": "agreement", "reminded_at": "agreement"}
        plain = ("ended_at",)
        keep = Keep(after="ended_at", days=365, otherwise="asked_at", otherwise_days=730)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("person", "ended_at"), name="renewal_of_person"),)

    def __str__(self) -> str:
        return "asked again" if self.reminded_at else "asked"


class Receipt(models.Model):
    """That somebody was sent a copy of what they said: one for all they said at about one time."""

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="receipts")
    events = models.JSONField(help_text=_("Keys of the ledger's events it is about."))
    until = models.BigIntegerField(help_text=_("The last event, by the order of writing."))
    at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds: ClassVar[dict[str, str]] = {"at": "agreement"}
        plain = ("events", "until")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("person", "-until"), name="receipt_of_person"),)

    def __str__(self) -> str:
        return self.key


class Objection(models.Model):
    """Somebody does not want something that we do without asking; an organiser answers in time."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        STOPPED = "stopped", _("we stopped it")
        KEPT = "kept", _("we go on, and said why")
        TAKEN_BACK = "back", _("taken back")

    class About(models.TextChoices):
        PROGRAMME = "places", _("what the organisers of my course see of me")
        LETTERS = "letters", _("a letter I did not ask for")
        OLD_LIST = "list", _("being kept from an old list")
        CIRCLE = "circle", _("what comes with being a circle’s contact")
        OTHER = "other", _("something else")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="objections")
    about = models.CharField(max_length=8, choices=About.choices)
    words = EncryptedTextField(blank=True)
    said_at = models.DateTimeField()
    answer_by = models.DateField()
    recorded_by = models.CharField(max_length=44, help_text=_("kind:key of who wrote it down."))
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=44, blank=True)

    class Personal:
        subject = "person"
        kinds: ClassVar[dict[str, str]] = {
            "about": "objection",
            "words": "objection",
            "answer": "objection",
            "state": "objection",
            "said_at": "objection",
            "answered_at": "objection",
        }
        plain = ("answer_by", "recorded_by", "answered_by")
        keep = Keep(after="answered_at", days=1095, otherwise="said_at", otherwise_days=1825)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("state", "answer_by"), name="objection_by_state"),)

    def __str__(self) -> str:
        return self.state


class LedgerCheck(models.Model):
    """What comparing the ledger with what stands found; the last one is kept. It names nobody."""

    at = models.DateTimeField()
    people = models.PositiveIntegerField()
    differing = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.differing} of {self.people}"


class Unsafe(models.Model):
    """That it is not safe to write to somebody now: no letter leaves, whatever it is about."""

    key = KeyField()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="unsafe")
    since = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"since": "safety"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.key
