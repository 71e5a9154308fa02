"""An answer to a guiding question; a text of the school."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.handbook.rules.answers import LONGEST


class AnswerForm(forms.Form):
    """Input of `actions.answers.write`; `seen` is the stamp of the answer on the page."""

    text = forms.CharField(
        label=_("What this course answers"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class TemplateForm(forms.Form):
    """Input of `actions.templates.keep_template`."""

    title = forms.CharField(
        label=_("What it is"), help_text=_("For example: Agenda of the first meeting"),
        max_length=120,
    )  # fmt: skip
    text = forms.CharField(
        label=_("The text"),
        help_text=_("Put [brackets] where whoever uses it fills something in."),
        max_length=12000,
        widget=forms.Textarea(attrs={"rows": 18}),
    )
