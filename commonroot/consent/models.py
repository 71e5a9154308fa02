"""Wordings, the ledger, what stands now, and who was told what. Written only by
`consent.actions`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.consent.rules import AudienceKind, Purpose
from commonroot.core.fields import KeyField, TranslatedField
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
    """

    purpose = models.CharField(max_length=16, choices=WORDINGS)
    version = models.PositiveSmallIntegerField()
    question = TranslatedField()
    explanation = TranslatedField()
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("purpose", "version"), name="wording_one_per_version"),
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
        IMPORT = "import", _("in an old list")
        SYSTEM = "system", _("by the passing of time")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ledger")
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    audience_kind = models.CharField(max_length=10, choices=AUDIENCES)
    audience_key = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    how = models.CharField(max_length=8, choices=How.choices)
    recorded_by = models.CharField(max_length=44, help_text=_("kind:key of who wrote it down."))
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
            "recorded_by": "agreement",
            "valid_until": "agreement",
            "at": "agreement",
        }
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("person", "-at"), name="ledger_of_person"),)

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
