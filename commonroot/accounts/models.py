"""Accounts and the audit trail. Written only by `accounts.actions`."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
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
    weekly = models.BooleanField(
        default=True, help_text=_("Whether a letter on Mondays says what waits for them.")
    )
    created_at = models.DateTimeField()
    lock_mark = models.CharField(
        max_length=64, blank=True, help_text=_("Keyed mark of the printed lock code.")
    )
    locked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when nobody can sign in with this account.")
    )

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
            "lock_mark": "secret",
        }
        plain = ("is_active", "weekly", "created_at", "last_login", "locked_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "never"

    def __str__(self) -> str:
        return self.key


class Factor(models.Model):
    """What proves beside the password, or instead of it, who is signing in."""

    class Kind(models.TextChoices):
        PASSKEY = "passkey", _("passkey")
        APP = "app", _("code from an app")
        CODES = "codes", _("recovery codes")

    key = KeyField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=60, blank=True, help_text=_("As its owner calls it."))
    secret = EncryptedJSONField(
        help_text=_("Passkey: its public half. App: the seed. Codes: keyed marks of those left.")
    )
    mark = models.CharField(
        max_length=64, blank=True, db_index=True, help_text=_("Keyed mark of a passkey's id.")
    )
    counter = models.BigIntegerField(
        default=0, help_text=_("Last sign count, or last time step: older ones are not taken.")
    )
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "account__person"
        kinds = {"kind": "secret", "label": "secret", "secret": "secret", "mark": "secret"}
        plain = ("account", "counter", "created_at", "used_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "kind"),
                condition=~models.Q(kind="passkey"),
                name="factor_one_app_one_set_of_codes",
            ),
        )

    def __str__(self) -> str:
        return self.kind


class Session(AbstractBaseSession):
    """Somebody who is signed in on some device. The key in the cookie is kept only as its hash."""

    session_key = models.CharField(max_length=64, primary_key=True)
    key = KeyField()
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    label = models.CharField(
        max_length=60, blank=True, help_text=_("Kind of browser and device, coarsely.")
    )
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Personal:
        subject = "account__person"
        kinds = {"label": "device", "session_data": "device"}
        plain = ("session_key", "expire_date", "account", "started_at", "seen_at")
        keep = Keep(after="expire_date", days=1)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("account", "-seen_at"), name="session_of_account"),)

    @classmethod
    def get_session_store_class(cls) -> type:
        """What reads and writes these rows."""
        from commonroot.accounts.sessions import SessionStore

        return SessionStore


class Errand(models.Model):
    """A link sent to somebody with an account: to choose a password, as newcomer or once more."""

    class Kind(models.TextChoices):
        INVITED = "invited", _("invitation")
        FORGOTTEN = "forgotten", _("password forgotten")

    key = KeyField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="errands")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "account__person"
        kinds = {"kind": "link", "token_hash": "link"}
        plain = ("account", "expires_at", "done_at")
        keep = Keep(after="expires_at", days=30)
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return self.kind


class Lock(models.Model):
    """The lock of the whole school: one printed code closes it, stewards open it again."""

    mark = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "locked" if self.locked_at else "open"


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


class Checkpoint(models.Model):
    """How far the audit trail went on some day, by its last number and seal: a line that leaves the
    machine, so that a tail cut off later shows.
    """

    made_on = models.DateField(unique=True)
    number = models.BigIntegerField()
    seal = models.CharField(max_length=64)
    told_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the stewards were written to about it.")
    )

    def __str__(self) -> str:
        return f"{self.made_on} {self.number}"


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
