"""What organisers may send about places."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.registration.forms.asking import ANSWER_LENGTH, NAME_LENGTH, WAY_LENGTH


class ByHandForm(forms.Form):
    """Input of `actions.register_by_hand`."""

    name = forms.CharField(label=_("The name they use"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("E-mail, or a phone number with country code."),
        max_length=WAY_LENGTH,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    needs = forms.CharField(
        label=_("They need something"), max_length=ANSWER_LENGTH, required=False
    )
