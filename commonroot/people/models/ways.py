"""How people are reached, what opens something for them, and the marks of those who left."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep
from commonroot.people.models.person import Person


class ContactWay(models.Model):
    """An address or number of a person. Several people may share one."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("e-mail")
        PHONE = "phone", _("phone")

    class State(models.TextChoices):
        WORKING = "working", _("works as far as we know")
        BROKEN = "broken", _("letters came back")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = EncryptedTextField()
    mark = models.CharField(max_length=64, help_text=_("Keyed mark of the value, to find it by."))
    state = models.CharField(max_length=8, choices=State.choices, default=State.WORKING)
    preferred = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("A link sent there was opened.")
    )
    source = models.CharField(
        max_length=16, blank=True, help_text=_("Who said it; nothing where nobody wrote it down.")
    )
    created_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"kind": "contact way", "value": "contact way", "mark": "contact way"}
        plain = ("state", "preferred", "confirmed_at", "source", "created_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "mark"), name="way_once_per_person"),
        )
        indexes = (
            models.Index(fields=("mark",), name="way_by_mark"),
            models.Index(fields=("kind", "state", "person"), name="way_by_state"),
            models.Index(fields=("person",), condition=Q(state="broken"), name="way_broken"),
        )

    def __str__(self) -> str:
        return self.kind


class Link(models.Model):
    """A secret address that opens something for one person, without an account.

    Only the hash of its token is kept. It names a person, never an address.
    """

    class Scope(models.TextChoices):
        PAGE = "page", _("my page")
        ANSWER = "answer", _("one answer")
        FEED = "feed", _("my calendar")
        UNSUBSCRIBE = "unsubscribe", _("stop these letters")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    scope = models.CharField(max_length=12, choices=Scope.choices)
    thing = models.CharField(max_length=80, blank=True, help_text=_("kind:key of what it opens."))
    way = models.ForeignKey(
        ContactWay,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        help_text=_("Where it was sent: opening and saving it proves that this way works."),
    )
    token_hash = models.CharField(max_length=64, unique=True)
    fresh_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until when it may also download, correct and forget.")
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"token_hash": "link", "thing": "link", "scope": "link", "way": "link"}
        plain = ("fresh_until", "expires_at", "revoked_at", "created_at")
        keep = Keep(after="expires_at", days=30, otherwise="revoked_at", otherwise_days=30)
        on_erase, on_merge = "delete", "move"
        # One that goes with a letter which has not left opens with it.
        read_from = "created_at"

    def __str__(self) -> str:
        return self.scope


class Suppression(models.Model):
    """A keyed mark left by somebody who asked to be forgotten, so that no list brings them back.

    It holds no name and no address, and nobody can list whom it stands for.
    """

    mark = models.CharField(max_length=64, unique=True)
    since = models.DateField()

    def __str__(self) -> str:
        return "suppressed"
