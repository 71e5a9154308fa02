"""Something of a course's own on its list; why something is not needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ItemForm(forms.Form):
    """Input of `actions.checks.add_item`."""

    text = forms.CharField(
        label=_("What is to be done"),
        help_text=_("In a few words: who does it, if you know."),
        max_length=300,
    )
    due_on = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_item_%s")
        super().__init__(*args, **kwargs)


class NotNeededForm(forms.Form):
    """Input of `actions.checks.say_not_needed`; it stands once for each thing of a list."""

    why = forms.CharField(label=_("Not needed here, because"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", False)
        super().__init__(*args, **kwargs)
