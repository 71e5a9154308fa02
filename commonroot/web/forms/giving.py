"""Whom the people of a list are given to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account


class GiveForm(forms.Form):
    """Input of `engagement.actions.give_to`."""

    account = forms.ChoiceField(label=_("Who looks after them from now on"), required=False)

    def __init__(self, *args: Any, accounts: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.choices = [("", _("nobody")), *((one.key, one.shown_name) for one in accounts)]
