"""What is sent by whoever wants to be a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.programmes.forms.public import WAY_LENGTH

NAME_LENGTH = 120


class MemberForm(forms.Form):
    """Input of `actions.joining.join_as_member`. `website` is filled in by machines alone."""

    name = forms.CharField(label=_("The name you want us to use"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("Your e-mail address"),
        max_length=WAY_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    supports = forms.BooleanField(label=_("I support this"), required=False)
    website = forms.CharField(required=False)
