"""What visitors ask the organisers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.programmes.models.programmes import Programme


class Enquiry(models.Model):
    """What somebody asked or wrote to the organisers, in the shared inbox; what followed are lines.

    Who it is follows from the mark of the address each time it is read, and passes the gate.
    """

    class CameBy(models.TextChoices):
        PAGE = "page", _("asked on a public page")
        MAIL = "mail", _("written by mail")

    key = KeyField()
    came_by = models.CharField(max_length=8, choices=CameBy.choices, default=CameBy.PAGE)
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    name = EncryptedTextField()
    address = EncryptedTextField()
    mark = models.CharField(
        max_length=64, help_text=_("Keyed mark of the address, to find it when forgetting.")
    )
    subject = EncryptedTextField(blank=True)
    text = EncryptedTextField()
    language = models.CharField(max_length=12, default="en")
    asked_at = models.DateTimeField()
    newest_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When they wrote last, if more than once.")
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    without_answer = models.BooleanField(default=False, help_text=_("It needed no answer."))
    team = models.ForeignKey(
        Circle,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        help_text=_("Whose it is, where somebody gave it to another team than the programme's."),
    )
    owner = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, help_text=_("Who takes it.")
    )
    owned_since = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = None  # whoever asks is not in the register; found by the mark of their address
        kinds = {
            "name": "name",
            "address": "contact way",
            "mark": "contact way",
            "subject": "question",
            "text": "question",
        }
        plain = (
            "came_by", "programme", "language", "asked_at", "newest_at", "answered_at",
            "without_answer", "team", "owner", "owned_since",
        )  # fmt: skip
        keep = Keep(after="newest_at", days=180, otherwise="asked_at", otherwise_days=180)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("answered_at", "asked_at"), name="enquiry_open"),)

    def __str__(self) -> str:
        return self.key


class EnquiryLine(models.Model):
    """One thing that followed: they wrote again, we answered, or somebody noted something."""

    class Kind(models.TextChoices):
        THEIRS = "theirs", _("they wrote")
        OURS = "ours", _("we answered")
        NOTE = "note", _("a note for us alone")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = EncryptedTextField()
    attachments = models.PositiveSmallIntegerField(
        default=0, help_text=_("Files that came along and stayed in the mailbox.")
    )
    written_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True)
    letter_key = models.CharField(
        max_length=32, blank=True, help_text=_("The letter that carried an answer.")
    )
    mark = models.CharField(
        max_length=64, help_text=_("Keyed mark of the address, to find it when forgetting.")
    )
    at = models.DateTimeField()

    class Personal:
        subject = None  # found by the mark of their address, as the question
        kinds = {"text": "question", "mark": "contact way"}
        plain = ("enquiry", "kind", "attachments", "written_by", "letter_key", "at")
        keep = Keep(after="at", days=180)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("letter_key",), name="line_by_letter"),)

    def __str__(self) -> str:
        return self.kind
