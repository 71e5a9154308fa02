"""Accounts and the audit trail. Written only by `accounts.actions`."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep


class Account(AbstractBaseUser):
    """Somebody who may sign in: an organiser or a circle contact, never a participant as such.

    The name to sign in with is a keyed mark of the address; the address itself is sealed.
    """

    key = KeyField()
    username = models.CharField(
        max_length=64, unique=True, help_text=_("Keyed mark of the address.")
    )
    address = EncryptedTextField()
    shown_name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()

    class Personal:
        subject = "person"
        kinds = {
            "username": "contact way",
            "address": "contact way",
            "shown_name": "name",
            "language": "language",
            "time_zone": "place",
            "password": "secret",
        }
        plain = ("is_active", "created_at", "last_login")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "never"

    def __str__(self) -> str:
        return self.key


class AuditEntry(models.Model):
    """Something done or read, by whom and to what, in keys only: no names, no addresses, no IPs.

    Rows are written unchained in the transaction of the act and chained later by the sealer.
    """

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=32, blank=True)
    thing_kind = models.CharField(max_length=60, blank=True)
    thing_key = models.CharField(max_length=32, blank=True, db_index=True)
    person_key = models.CharField(max_length=32, blank=True, db_index=True)
    facts = models.JSONField(
        default=dict, blank=True, help_text=_("Counts, fields, states; never names.")
    )
    number = models.BigIntegerField(null=True, blank=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Personal:
        subject = "person_key"
        kinds = {"person_key": "who it concerns"}
        plain = (
            "at",
            "verb",
            "actor_kind",
            "actor_key",
            "thing_kind",
            "thing_key",
            "facts",
            "number",
            "seal",
        )
        keep = Keep(after="at", days=1095)
        on_erase, on_merge = (
            "keep",
            "keep",
        )  # a chained row is never changed; old keys lead to the new one

    class Meta:
        indexes = (
            models.Index(fields=("id",), condition=models.Q(number=None), name="audit_unsealed"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.thing_kind} {self.thing_key}"


class Postponed(models.Model):
    """Something due that one organiser put off, or said is not needed (`until` far away)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="postponed")
    code = models.CharField(max_length=64, help_text=_("Keyed mark of the thing; names nobody."))
    until = models.DateTimeField()

    class Personal:
        subject = "account__person"
        kinds: ClassVar[dict[str, str]] = {}
        plain = ("account", "code", "until")
        keep = Keep(after="until", days=30)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "code"), name="postponed_once"),)

    def __str__(self) -> str:
        return self.code


class Try(models.Model):
    """How often something was tried lately: sign-in, fresh links, registrations. No addresses, no
    IPs.
    """

    bucket = models.CharField(
        max_length=80, unique=True, help_text=_("Keyed mark, changes every day.")
    )
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count}"
