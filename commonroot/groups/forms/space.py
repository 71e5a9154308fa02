"""What people may send in the space of their group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONG = 4000


def _some_lines(label: Any, *, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONG,
        required=False,
    )


class NoteForm(forms.Form):
    """Input of `actions.space.write_note` and `change_note`; empty words take a note away."""

    text = _some_lines(
        _("A note for the group"), help_text=_("Everybody in the group reads it."), rows=4
    )

    def clean(self) -> dict[str, Any]:
        """A new note needs a word."""
        if self.data.get("do") == "write" and not self.cleaned_data.get("text"):
            self.add_error("text", _("Write a word first."))
        return self.cleaned_data


class ReportForm(forms.Form):
    """Input of `actions.reports.keep_report`: four short fields."""

    tried = _some_lines(_("What did you try?"))
    happened = _some_lines(_("What happened?"))
    need = _some_lines(_("What do you need?"))
    next = _some_lines(_("What is next?"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class HelpForm(forms.Form):
    """Input of `actions.reports.call_for_help`."""

    words = _some_lines(
        _("What do you need?"), help_text=_("A few words are enough. It may stay empty.")
    )


class MessageForm(forms.Form):
    """Input of `actions.space.write_to_group`."""

    text = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONG,
    )
