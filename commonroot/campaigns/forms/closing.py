"""What people may send about the closing gathering."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.rules.words_met import mark

LONGEST = 1500


class GatheringForm(forms.Form):
    """Input of `actions.set_gathering`; the clock is that of the programme."""

    words = forms.CharField(
        label=_("What stands above the page"),
        help_text=_("A sentence or two for everybody of the course."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )
    day = forms.DateField(
        label=_("When you meet"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    clock = forms.TimeField(
        label=_("At what time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    due_on = forms.DateField(
        label=_("Until when teams write"),
        help_text=_("Three days before, those who have not are asked once more."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """No clock without a day."""
        found: dict[str, Any] = self.cleaned_data
        if found.get("clock") and not found.get("day"):
            self.add_error("day", _("Say also on which day."))
        return found


class ClosingForm(forms.Form):
    """Input of `actions.write_closing`; beside each field the mark of what was read."""

    name = forms.CharField(
        label=_("How your campaign is called there"),
        help_text=_("Everybody of the course reads it. Choose another name if you like."),
        max_length=160,
    )
    challenges = forms.CharField(
        label=_("What was hard"),
        help_text=_("What stood in your way, and what still does."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    insights = forms.CharField(
        label=_("What you learnt"),
        help_text=_("What you know now and did not know at the beginning."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    successes = forms.CharField(
        label=_("What you won"),
        help_text=_("Small things count: five new people, a meeting that was promised."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, data: Any = None, *, stood: Mapping[str, str], **more: Any) -> None:
        """`stood`: the words as they stand now."""
        super().__init__(data, initial=dict(stood), **more)
        self.codes = tuple(stood)
        for code in self.codes:
            self.fields[f"read_{code}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=mark(stood[code])
            )

    @property
    def said(self) -> dict[str, str]:
        """What was written, field by field."""
        return {code: self.cleaned_data[code] for code in self.codes}

    @property
    def read(self) -> dict[str, str]:
        """The mark of what each field was when it was read."""
        return {code: self.cleaned_data[f"read_{code}"] for code in self.codes}
