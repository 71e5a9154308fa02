"""Circles and mandates. Written only by `circles.actions`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.core.fields import EncryptedJSONField, KeyField, TranslatedField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON


class Circle(models.Model):
    """A body: the school itself, a team that runs programmes, a country, theme or region circle."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        TEAM = "team", _("team")
        COUNTRY = "country", _("country circle")
        THEME = "theme", _("theme circle")
        REGION = "region", _("region")

    class State(models.TextChoices):
        EMERGING = "emerging", _("starting")
        ACTIVE = "active", _("active")
        DORMANT = "dormant", _("quiet")
        REVIVING = "reviving", _("starting again")
        CLOSED = "closed", _("closed")

    class Tie(models.TextChoices):
        SAME = "same", _("part of the school")
        SEPARATE = "separate", _("a body of its own")
        UNKNOWN = "unknown", _("not known, treated as a body of its own")

    class Basis(models.TextChoices):
        """On what somebody is a member of the network; the school chooses one."""

        JOINED = "joined", _("whoever joins")
        ENDORSED = "endorsed", _("whoever joins and supports our aims")
        APPLIED = "applied", _("whoever applies and is taken in")
        AFFILIATED = "affiliated", _("whoever belongs to an affiliated organisation")

    class Care(models.TextChoices):
        OPEN = "open", _("as each of them says")
        CAREFUL = "careful", _("careful with everybody")
        HIGH = "high", _("it could harm them if people knew")

    key = KeyField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = TranslatedField()
    sentence = TranslatedField(help_text=_("What it is for, in a sentence."))
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    tie = models.CharField(max_length=10, choices=Tie.choices, default=Tie.UNKNOWN)
    country = models.CharField(
        max_length=2, blank=True, help_text=_("ISO 3166 code of a country circle.")
    )
    region = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="circles"
    )
    languages = models.JSONField(default=list, help_text=_("Language codes, the first one leads."))
    time_zone = models.CharField(max_length=64, default="UTC")
    hue = models.PositiveSmallIntegerField(default=155, help_text=_("The school's colour, 0–359."))
    members_by = models.CharField(
        max_length=10,
        choices=Basis.choices,
        blank=True,
        help_text=_("How one becomes a member of the school's network; empty: it has none."),
    )
    members_words = TranslatedField(help_text=_("What members say yes to, or share."))
    welcome_words = TranslatedField(help_text=_("What the letter of welcome says."))
    care = models.CharField(
        max_length=8,
        choices=Care.choices,
        default=Care.OPEN,
        help_text=_("How carefully everybody in it is treated at least."),
    )
    sort_key = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=Q(kind="school"), name="circle_one_school"
            ),
            models.UniqueConstraint(
                fields=("country",), condition=Q(kind="country"), name="circle_one_per_country"
            ),
        )
        indexes = (models.Index(fields=("kind", "sort_key"), name="circle_by_kind"),)

    def __str__(self) -> str:
        return str(self.name)


class StateChange(models.Model):
    """Since when a circle has been in some state, and why: its history."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(max_length=10, choices=Circle.State.choices)
    since = models.DateField()
    words = models.CharField(max_length=300, blank=True, help_text=_("Why, as somebody said."))
    said_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("circle", "since", "id"), name="state_change_dated"),)

    def __str__(self) -> str:
        return self.state


class PublicPage(models.Model):
    """What a circle wants everybody to read about it. Without its yes there is nothing to read."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="public_page")
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_open = models.BooleanField(default=False, help_text=_("The circle said yes."))
    words = models.TextField(blank=True, help_text=_("What it says of itself, in its own words."))
    language = models.CharField(max_length=12, default="en")
    reach = models.CharField(
        max_length=200, blank=True, help_text=_("How to reach it: an address of the circle.")
    )
    web = models.URLField(max_length=300, blank=True)
    shows_state = models.BooleanField(default=False)
    shows_languages = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.circle)


class Mandate(models.Model):
    """Which account may do what for which circle, until when. The founder's has no end."""

    key = KeyField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mandates")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=20, help_text=_("A code of accounts.roles.ROLES."))
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "account__person"
        kinds = {"role": "role", "circle": "circle"}
        plain = ("account", "since", "until")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "circle", "role"), name="mandate_once"),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.circle}"


class NumbersTold(models.Model):
    """What regions were told in numbers in some month, and the true numbers behind it."""

    made_on = models.DateField(unique=True)
    counts = EncryptedJSONField(help_text=_("The true numbers then, by country."))
    basis = EncryptedJSONField(help_text=_("Each number when it was last told anew."))

    def __str__(self) -> str:
        return self.made_on.isoformat()
