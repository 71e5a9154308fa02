"""What people may send about themselves and the ways to their page."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from commonroot.core.places import country_choices
from commonroot.people.models import Person
from commonroot.registration.forms.asking import HARM, NAME_LENGTH, WAY_LENGTH


class WayForm(forms.Form):
    """Input of `actions.send_fresh_links`."""

    way = forms.CharField(
        label=_("Your e-mail address or phone number"),
        help_text=_("The one you gave us. A phone number starts with + and the country code."),
        max_length=WAY_LENGTH,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class CodeForm(forms.Form):
    """Six words that were shown once."""

    code = forms.CharField(
        label=_("Your six words"), max_length=120, widget=forms.TextInput(attrs={"dir": "ltr"})
    )


class OwnDetailsForm(forms.Form):
    """What a person corrects about themself; every field but the name may stay empty."""

    shown_name = forms.CharField(
        label=_("The name you want us to use"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Write the name you want us to use.")},
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language of our letters"),
        choices=[(code, get_language_info(code)["name_local"]) for code, _n in settings.LANGUAGES],
    )
    country = forms.ChoiceField(label=_("Which country do you live in?"), required=False)
    city = forms.CharField(label=_("Town"), max_length=80, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    offers = forms.CharField(
        label=_("What you offer"),
        help_text=_("Teach, translate, host."),
        max_length=200,
        required=False,
    )
    wants = forms.CharField(label=_("What you are looking for"), max_length=200, required=False)
    origin_country = forms.ChoiceField(
        label=_("Which country do you come from, if another?"), required=False
    )
    channel = forms.ChoiceField(
        label=_("How is it safe and easy to reach you?"),
        choices=[("", "—"), *Person.Channel.choices],
        required=False,
    )
    risk = forms.ChoiceField(
        label=_("Could it harm you if people knew you took part?"),
        choices=HARM,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("country", "origin_country"):
            countries = self.fields[name]
            assert isinstance(countries, forms.ChoiceField)
            countries.choices = country_choices(get_language() or "en")
