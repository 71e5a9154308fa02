"""People, how to reach them, their links and keyed marks. Written only by `people.actions`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep


class Person(models.Model):
    """Somebody we know. Not an account and not an address; provisional until a mailed link is
    opened.
    """

    class Risk(models.TextChoices):
        OPEN = "open", _("open")
        CAREFUL = "careful", _("careful")
        HIGH = "high", _("high")

    class Origin(models.TextChoices):
        REGISTRATION = "registration", _("registered")
        IMPORT = "import", _("from an old list")
        HAND = "hand", _("added by an organiser")
        INVITATION = "invitation", _("invited to the desk")

    key = KeyField()
    shown_name = models.CharField(max_length=120)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=200)
    pronouns = models.CharField(max_length=40, blank=True)
    language = models.CharField(
        max_length=12, default="en", help_text=_("Language of letters to them.")
    )
    country = models.CharField(max_length=2, blank=True, help_text=_("ISO 3166 code of residence."))
    city = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    offers = models.CharField(
        max_length=200, blank=True, help_text=_("What they offer, in their words.")
    )
    wants = models.CharField(
        max_length=200, blank=True, help_text=_("What they would like, in their words.")
    )
    risk = models.CharField(max_length=8, choices=Risk.choices, default=Risk.CAREFUL)
    account = models.OneToOneField(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    origin = models.CharField(max_length=14, choices=Origin.choices)
    provisional = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When the person last said that their details are right."),
    )
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when everything is paused.")
    )
    provenance = models.JSONField(default=dict, blank=True, help_text=_("{field: [source, when]}"))
    created_at = models.DateTimeField()

    class Personal:
        subject = "self"
        kinds = {
            "shown_name": "name",
            "given_name": "name",
            "family_name": "name",
            "sort_key": "name",
            "pronouns": "pronouns",
            "language": "language",
            "country": "place",
            "city": "place",
            "time_zone": "place",
            "organisation": "organisation",
            "offers": "offers and wishes",
            "wants": "offers and wishes",
            "risk": "safety",
            "account": "account",
        }
        plain = ("origin", "provisional", "confirmed_at", "frozen_at", "provenance", "created_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "keep_latest"

    class Meta:
        indexes = (
            models.Index(fields=("sort_key", "id"), name="person_sorted"),
            models.Index(fields=("country", "sort_key"), name="person_by_country"),
            models.Index(fields=("confirmed_at",), name="person_by_confirmed"),
        )

    def __str__(self) -> str:
        return self.shown_name


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
    created_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"kind": "contact way", "value": "contact way", "mark": "contact way"}
        plain = ("state", "preferred", "confirmed_at", "created_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "mark"), name="way_once_per_person"),
        )
        indexes = (models.Index(fields=("mark",), name="way_by_mark"),)

    def __str__(self) -> str:
        return self.kind


class SearchKey(models.Model):
    """One word by which a person is found: folded and romanised names and places."""

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        PLACE = "place", _("place")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=80)

    class Personal:
        subject = "person"
        kinds = {"value": "name", "kind": "name"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "kind", "value"), name="search_key_once"),
        )
        indexes = (models.Index(fields=("value", "person"), name="search_key_by_value"),)

    def __str__(self) -> str:
        return self.value


class Membership(models.Model):
    """A person in a circle, as member or as the one the school writes to."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        CONTACT = "contact", _("contact")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"circle": "circle", "role": "circle", "since": "circle", "until": "circle"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "circle", "role"), condition=Q(until=None), name="membership_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.circle}"


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

    def __str__(self) -> str:
        return self.scope


class Change(models.Model):
    """What a field was before and after, by whom: one log for edit history and for undoing."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=44, help_text=_("kind:key of who did it."))
    cause = models.CharField(max_length=80, help_text=_("edit, import:KEY, merge:KEY, link."))
    model = models.CharField(max_length=60)
    row_key = models.CharField(max_length=32)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    before = EncryptedJSONField(null=True)
    after = EncryptedJSONField(null=True)

    class Personal:
        subject = "person"
        kinds = {"before": "earlier details", "after": "earlier details"}
        plain = ("at", "actor", "cause", "model", "row_key")
        keep = Keep(after="at", days=30)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("person", "-at"), name="change_of_person"),
            models.Index(fields=("cause",), name="change_by_cause"),
        )

    def __str__(self) -> str:
        return f"{self.model} {self.cause}"


class Suppression(models.Model):
    """A keyed mark left by somebody who asked to be forgotten, so that no list brings them back.

    It holds no name and no address, and nobody can list whom it stands for.
    """

    mark = models.CharField(max_length=64, unique=True)
    since = models.DateField()

    def __str__(self) -> str:
        return "suppressed"
