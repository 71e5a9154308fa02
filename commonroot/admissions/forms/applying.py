"""What visitors send to begin an application, those named with them, and who speaks for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import Application, Call

NAME_LENGTH = 120
WAY_LENGTH = 254
SPOKEN_LENGTH = 5000
MESSAGE_LENGTH = 4000


class BeginForm(forms.Form):
    """Input of `actions.applying.begin`. `website` is filled in by machines alone."""

    kind = forms.ChoiceField(label=_("Who applies?"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("The name you want us to use"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("One way to reach you"),
        help_text=_(
            "E-mail, or a phone number with country code. The link to go on is sent there."
        ),
        max_length=WAY_LENGTH,
    )
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [
            (Application.Kind.ALONE, _("I alone"), call.alone),
            (Application.Kind.PAIR, _("Two of us together"), call.pairs),
            (Application.Kind.GROUP, _("A group of us"), call.groups),
        ]
        offered = [(code, words) for code, words, open_to in ways if open_to]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered
        self.only = offered[0][0] if len(offered) == 1 else ""
        if self.only:
            field.required = False

    def chosen_kind(self) -> str:
        """Who applies, also where there is nothing to choose."""
        return self.only or str(self.cleaned_data["kind"])


class OtherForm(forms.Form):
    """Input of `actions.together.name_one`."""

    name = forms.CharField(label=_("Their name"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("E-mail, or a phone number with country code. We ask them there."),
        max_length=WAY_LENGTH,
    )


class MessageForm(forms.Form):
    """Input of `actions.together.write_to_all`."""

    text = forms.CharField(
        label=_("Your message to all of you"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MESSAGE_LENGTH,
    )


class SpeakForm(forms.Form):
    """Input of `actions.referees.speak`."""

    words = forms.CharField(
        label=_("What you would like to say"),
        help_text=_("How you know them, what they do well, what the course would change."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=SPOKEN_LENGTH,
    )


class LateForm(forms.Form):
    """Input of `actions.handing_in.take_in` for what came late."""

    words = forms.CharField(
        label=_("Why it is taken in late"),
        help_text=_("Stands with the application for everybody who reads it."),
        max_length=300,
    )


class PaperForm(forms.Form):
    """Who applied on paper; their answers are asked for on the same page."""

    name = forms.CharField(label=_("Their name"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("May stay empty. With it they get a letter with a link to their answers."),
        max_length=WAY_LENGTH,
        required=False,
    )
    words = forms.CharField(
        label=_("How it came"), help_text=_("For example: a letter of 3 May."), max_length=300,
        required=False,
    )  # fmt: skip


class ListForm(forms.Form):
    """A list of applications from another form service: a file, or cells pasted."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, Excel or ODS, for example the answers of a Google form."),
        required=False,
    )
    text = forms.CharField(
        label=_("Or paste the cells here"),
        help_text=_("With the first line, where the questions stand."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
