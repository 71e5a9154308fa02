"""What organisers set about a call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import Call
from commonroot.admissions.rules import calls as rules
from commonroot.core.language_fields import InLanguages
from commonroot.core.places import country_choices
from commonroot.core.zone_fields import ZoneField

KEPT = ((30, _("a month")), (90, _("three months")), (180, _("half a year")), (365, _("a year")))
GRACE = ((0, _("none")), (15, _("15 minutes")), (60, _("an hour")), (24 * 60, _("a day")))


def moment_field(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DateTimeField:
    """A day and what a clock shows, to the second; whose clock is said beside it."""
    widget = forms.DateTimeInput({"type": "datetime-local", "step": "1"}, "%Y-%m-%dT%H:%M:%S")
    return forms.DateTimeField(label=label, help_text=help_text, required=required, widget=widget)


def by_clock(moment: datetime | None, zone: str) -> datetime | None:
    """What a clock in `zone` shows, as a moment."""
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment is not None else None


def on_clock(moment: datetime | None, zone: str) -> datetime | None:
    """A moment as a clock in `zone` shows it."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment is not None else None


class CallForm(InLanguages):
    """Input of `actions.calls.set_call`; times are by the clock of `time_zone`."""

    opens_at = moment_field(_("Opens"), help_text=_("Empty: as soon as it is published."))
    closes_at = moment_field(
        _("Deadline"),
        help_text=_("To the second: the second itself still counts. Empty: until you close it."),
    )
    time_zone = ZoneField(label=_("By whose clock?"))
    grace_minutes = forms.TypedChoiceField(
        label=_("Grace after the deadline"),
        help_text=_("For what was begun before it. It is not told beforehand."),
        choices=GRACE,
        coerce=int,
    )
    hear_on = forms.DateField(
        label=_("When does everybody hear from you?"),
        help_text=_("It stands on the form and in the receipt."),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages is the form?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language for the form.")},
    )
    alone = forms.BooleanField(label=_("One person"), required=False)
    pairs = forms.BooleanField(label=_("Two together"), required=False)
    groups = forms.BooleanField(
        label=_("A group"),
        help_text=_("One writes for all; each confirms by a link."),
        required=False,
    )
    most_in_group = forms.IntegerField(
        label=_("How many in a group at most?"), min_value=3, max_value=rules.MOST_TOGETHER
    )
    way = forms.ChoiceField(
        label=_("How do you choose?"),
        help_text=_(
            "Up to about 30 applications the list is enough. With more, or to read without names, "
            "take a panel. You can change it later."
        ),
        choices=Call.Way.choices,
        widget=forms.RadioSelect,
    )
    two_yes = forms.BooleanField(
        label=_("A second organiser signs what was decided"),
        help_text=_("Nothing is written to anybody before."),
        required=False,
    )
    places = forms.IntegerField(
        label=_("How many can be accepted?"),
        help_text=_("Empty: not settled yet."),
        min_value=1,
        max_value=rules.MOST_PLACES,
        required=False,
    )
    offer_days = forms.IntegerField(
        label=_("How many days is an offered place held?"),
        help_text=_("Then it goes to the reserve. A week or more: people must ask at work."),
        min_value=rules.LEAST_OFFER_DAYS,
        max_value=rules.MOST_OFFER_DAYS,
    )
    help_with_travel = forms.BooleanField(label=_("We can help with travel"), required=False)
    help_with_stay = forms.BooleanField(label=_("We can help with the stay"), required=False)
    held_in = forms.ChoiceField(
        label=_("In which country is it held?"),
        help_text=_("Whoever comes from elsewhere is told early of visas. Empty: online."),
        required=False,
    )
    visa_weeks = forms.IntegerField(
        label=_("How many weeks does a visa take there?"), min_value=0, max_value=40
    )
    reply_to = forms.EmailField(
        label=_("Where do answers to letters about applications go?"),
        help_text=_("Empty: where all answers go."),
        widget=forms.EmailInput({"dir": "ltr"}),
        required=False,
    )
    keep_days = forms.TypedChoiceField(
        label=_("How long are points, referees and circumstances kept after the decision?"),
        choices=KEPT,
        coerce=int,
    )

    def __init__(
        self,
        *args: Any,
        texts_in: Sequence[str],
        languages: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["languages"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = list(languages)
        countries = self.fields["held_in"]
        assert isinstance(countries, forms.ChoiceField)
        countries.choices = country_choices(get_language() or "en")
        self.add_text(
            "words",
            label=_("What stands above the form"),
            help_text=_("Two or three sentences: for whom it is, and how long the form takes."),
            languages=texts_in,
            rows=3,
        )
        self.add_text(
            "commitments",
            label=_("What people say yes to with a place"),
            help_text=_("One a line. They tick each when they confirm the place."),
            languages=texts_in,
            rows=3,
        )

    def texts_above(self) -> list[BoundField]:
        """What stands above the form, in each language."""
        return self.of("words")

    def commitment_lines(self) -> list[BoundField]:
        """What people say yes to, in each language."""
        return self.of("commitments")

    def clean(self) -> dict[str, Any]:
        """Somebody may apply, and it opens before it closes."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("alone", "pairs", "groups")):
            self.add_error("alone", _("Say who may apply: one person, two together, or a group."))
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("It would close before it opens."))
        return cleaned


class ProlongForm(forms.Form):
    """Input of `actions.calls.prolong_call`, by the clock of the call."""

    until = moment_field(_("New deadline"), required=True)
