"""What visitors may send to the organisers."""

from django import forms
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 120
WAY_LENGTH = 254
TEXT_LENGTH = 4000


class AskForm(forms.Form):
    """Input of `actions.ask_organisers`. `website` is filled in by machines alone."""

    name = forms.CharField(label=_("The name you want us to use"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("One way to reach you"),
        help_text=_("E-mail, or a phone number with country code. Only the organisers see it."),
        max_length=WAY_LENGTH,
    )
    text = forms.CharField(
        label=_("Your question"), widget=forms.Textarea(attrs={"rows": 6}), max_length=TEXT_LENGTH
    )
    website = forms.CharField(required=False)


class JoinForm(forms.Form):
    """Input of `actions.join_network`. `website` is filled in by machines alone."""

    address = forms.CharField(
        label=_("Your e-mail address"),
        max_length=WAY_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False)
