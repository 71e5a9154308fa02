"""Somebody we know."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.core.fields import EncryptedJSONField, KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.people import rules


class Person(models.Model):
    """Somebody we know. Not an account and not an address; provisional until a mailed link is
    opened.
    """

    class Risk(models.TextChoices):
        OPEN = "open", _("open")
        CAREFUL = "careful", _("careful")
        HIGH = "high", _("high")

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        SMS = "sms", _("text message")
        SIGNAL = "signal", _("Signal")
        WHATSAPP = "whatsapp", _("WhatsApp")
        CALL = "call", _("a call")
        CIRCLE = "circle", _("through their circle")

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
    origin_country = models.CharField(
        max_length=2, blank=True, help_text=_("ISO 3166 code of where they come from, if they say.")
    )
    city = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    offers = models.CharField(
        max_length=200, blank=True, help_text=_("What they offer, in their words.")
    )
    wants = models.CharField(
        max_length=200, blank=True, help_text=_("What they would like, in their words.")
    )
    channel = models.CharField(
        max_length=8,
        choices=Channel.choices,
        blank=True,
        help_text=_("How it is safe and easy to reach them, as they said."),
    )
    risk = models.CharField(max_length=8, choices=Risk.choices, default=Risk.CAREFUL)
    floor = models.CharField(
        max_length=8,
        choices=Risk.choices,
        default=Risk.OPEN,
        help_text=_("The care that sessions and circles they are in ask for."),
    )
    kept_apart = EncryptedJSONField(
        null=True,
        blank=True,
        help_text=_("In high care: their own names, while the name shown is a made-up one."),
    )
    keeper = models.ForeignKey(
        Account,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="keeps",
        help_text=_("The one organiser who sees the names kept apart."),
    )
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
    provenance = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("{field: [source, said on]}, and on which day they said that it is right."),
    )
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
            "origin_country": "place",
            "city": "place",
            "time_zone": "place",
            "organisation": "organisation",
            "offers": "offers and wishes",
            "wants": "offers and wishes",
            "channel": "contact way",
            "risk": "safety",
            "floor": "safety",
            "kept_apart": "name",
            "keeper": "safety",
            "account": "account",
        }
        plain = ("origin", "provisional", "confirmed_at", "frozen_at", "provenance", "created_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "keep_latest"

    class Meta:
        indexes = (
            models.Index(fields=("sort_key", "id"), name="person_sorted"),
            models.Index(
                fields=("sort_key", "id"),
                condition=Q(provisional=False, frozen_at=None),
                name="person_listed",
            ),
            models.Index(fields=("country", "sort_key"), name="person_by_country"),
            models.Index(
                fields=("keeper", "sort_key"),
                condition=Q(kept_apart__isnull=False),
                name="person_kept_by",
            ),
            models.Index(fields=("confirmed_at", "id"), name="person_confirmed_first"),
            models.Index(fields=("created_at", "id"), name="person_added_first"),
            models.Index(fields=("origin", "sort_key"), name="person_by_origin"),
            models.Index(fields=("origin_country",), name="person_by_origin_country"),
            models.Index(fields=("language",), name="person_by_language"),
        )

    def __str__(self) -> str:
        return self.shown_name

    @property
    def level(self) -> str:
        """How carefully they are treated: as they said, or as what they take part in asks."""
        return rules.level(self.risk, self.floor)

    @property
    def is_high(self) -> bool:
        """Whether it could harm them if people knew."""
        return self.level == self.Risk.HIGH
