"""Certificates: what somebody is given on paper, and what anybody may check of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Certificate(models.Model):
    """That somebody completed a programme, with the name that stands on the paper.

    Without a name it is left to the person, who writes theirs when they print it: nobody keeps it.
    """

    key = KeyField()
    code = models.CharField(
        max_length=14, unique=True, help_text=_("What stands on the paper, to check it by.")
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certificates")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="certificates")
    name = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12)
    sessions = models.PositiveSmallIntegerField()
    of_sessions = models.PositiveSmallIntegerField()
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=44, help_text=_("kind:key of who gave it."))
    told_at = models.DateTimeField(null=True, blank=True, help_text=_("When we wrote about it."))
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    class Personal:
        subject = "person"
        kinds = {
            "code": "certificate",
            "name": "name",
            "programme": "took part in",
            "sessions": "took part in",
            "of_sessions": "took part in",
            "hours": "took part in",
        }
        plain = (
            "language", "issued_at", "issued_by", "told_at", "revoked_at", "replaced_by",
        )  # fmt: skip
        keep = Keep(after="issued_at", days=3650)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("programme", "revoked_at"), name="certificate_of_programme"),
            models.Index(
                fields=("issued_at",),
                condition=models.Q(told_at=None, revoked_at=None),
                name="certificate_to_tell",
            ),
        )

    def __str__(self) -> str:
        return self.code


class CertificateRound(models.Model):
    """Certificates for everybody who completed a programme, made in the background."""

    key = KeyField()
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="certificate_rounds"
    )
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=44, help_text=_("kind:key of who asked for them."))
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
