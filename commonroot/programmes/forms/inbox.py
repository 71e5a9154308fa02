"""What may be written in the shared inbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.programmes.rules.inbox import ANSWER_LENGTH, NOTE_LENGTH


class AnswerForm(forms.Form):
    """Input of `actions.answer_enquiry`."""

    text = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        max_length=ANSWER_LENGTH,
    )


class NoteForm(forms.Form):
    """Input of `actions.note_on`."""

    note = forms.CharField(
        label=_("A note for the team"),
        help_text=_("Whoever asked never reads it on our pages, and may ask for a copy."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        max_length=NOTE_LENGTH,
    )


class WriteAgainForm(forms.Form):
    """Input of `actions.write_again`."""

    text = forms.CharField(
        label=_("Write back"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        max_length=ANSWER_LENGTH,
    )
