"""What is asked when a group is to move one step nearer, and where a group stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.forms.entries import Choices, EntryForm
from commonroot.campaigns.models.tools import KINDS
from commonroot.campaigns.models.tools.spectrum import WEDGES

ASKED = ("request", "appeal", "tactic", "owner", "due")


class PlanForm(EntryForm):
    """Input of `actions.spectrum.plan`: where to, and the fields of a plan but its beginning."""

    goal = forms.TypedChoiceField(
        label=_("Where you want them to stand"),
        choices=WEDGES,
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(KINDS["shift"], *args, choices=choices, only=ASKED, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        """{field: value} of the plan itself."""
        return {code: self.cleaned_data[code] for code in ASKED}


class StandForm(forms.Form):
    """Input of a press or a drag: which group stands where, and what the page had read."""

    entry = forms.CharField(max_length=64)
    wedge = forms.ChoiceField(choices=WEDGES)
    seen = forms.IntegerField(min_value=0)
