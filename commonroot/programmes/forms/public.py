"""What visitors may send to the organisers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 120
WAY_LENGTH = 254
TEXT_LENGTH = 4000
LINE_LENGTH = 300


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


class WishForm(forms.Form):
    """Input of `actions.wish_for_date`. `website` is filled in by machines alone."""

    way = forms.CharField(
        label=_("One way to reach you"),
        help_text=_("E-mail, or a phone number with country code. For this one letter only."),
        max_length=WAY_LENGTH,
    )
    website = forms.CharField(required=False)


class PresentForm(forms.Form):
    """Input of `actions.answer_invitation`: nothing is chosen beforehand."""

    YES_NO = (("yes", _("Yes")), ("no", _("No")))
    shown_name = forms.CharField(
        label=_("The name people see"),
        help_text=_("As you like it. Only shown if you say yes below."),
        max_length=NAME_LENGTH,
    )
    line = forms.CharField(
        label=_("A line about you, in your own words"),
        max_length=LINE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    naming = forms.ChoiceField(
        label=_("May everybody read your name and your line?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    teaching = forms.ChoiceField(
        label=_("May we ask you again to teach or present?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    recording = forms.ChoiceField(
        label=_("May your part be recorded?"), choices=YES_NO, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, recorded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not recorded:
            del self.fields["recording"]
