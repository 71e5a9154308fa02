"""What organisers write to plan a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.core.time import known_zones

TITLE_LENGTH = 120
SENTENCE_LENGTH = 300
SHORTEST, LONGEST = 10, 12 * 60
MOST_PLACES = 100_000


class SessionPageForm(forms.Form):
    """Input of `actions.make_session_page`."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    sentence = forms.CharField(
        label=_("What it is about, in a sentence"), max_length=SENTENCE_LENGTH, required=False
    )
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    clock = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    time_zone = forms.ChoiceField(label=_("By whose clock?"))
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=SHORTEST, max_value=LONGEST, initial=120
    )
    places = forms.IntegerField(
        label=_("How many places?"),
        help_text=_("Leave it empty for as many as come."),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
    )
    join_address = forms.URLField(
        label=_("Link to the video meeting"),
        help_text=_("Only people with a place see it, from 15 minutes before the start."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(zone for zone in known_zones() if "/" in zone and zone[:4] != "Etc/")
        zones = [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]  # a ChoiceField
