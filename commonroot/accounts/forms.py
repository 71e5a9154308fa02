"""What people may send to sign in, and to change what they sign in with."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ANSWER_LENGTH = 20_000


class SignInForm(forms.Form):
    """An address and its password."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AddressForm(forms.Form):
    """The address of somebody who forgot their password."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class PasswordForm(forms.Form):
    """A new password."""

    password = forms.CharField(
        label=_("A new password"),
        help_text=_("Fifteen letters at least. Four words that do not belong together are good."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class CodeForm(forms.Form):
    """A code from an app, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "dir": "ltr"}
        ),
    )


class ProveForm(forms.Form):
    """What shows once more who somebody is."""

    proof = forms.CharField(
        label=_("Your password, or a code from your app"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class LockForm(forms.Form):
    """A printed lock code."""

    code = forms.CharField(
        label=_("Lock code"),
        help_text=_("The twenty letters and digits on your paper. Dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class PasskeyForm(forms.Form):
    """What the browser says for a passkey, as JSON, and how its owner calls it."""

    answer = forms.CharField(max_length=ANSWER_LENGTH, widget=forms.HiddenInput)
    label = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("For example: my phone, blue stick."),
        max_length=60,
        required=False,
    )

    def clean_answer(self) -> dict[str, Any]:
        """The answer as an object."""
        try:
            answer = json.loads(self.cleaned_data["answer"])
        except ValueError as error:
            raise ValidationError(_("The browser's answer could not be read.")) from error
        if not isinstance(answer, dict):
            raise ValidationError(_("The browser's answer could not be read."))
        return answer
