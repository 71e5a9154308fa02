"""What people may send when they start their own school."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from commonroot.core.places import country_choices
from commonroot.core.time import known_zones

NAME_LENGTH = 120


class FoundSchoolForm(forms.Form):
    """Input of `circles.actions.found_school` and of the founder's account."""

    name = forms.CharField(label=_("Name of the school"), max_length=NAME_LENGTH)
    sentence = forms.CharField(
        label=_("What it is for, in a sentence"),
        help_text=_("It stands large on your first page. “Learn to organise for health.”"),
        max_length=200,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("The first one ticked leads."),
        choices=[
            (code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    time_zone = forms.ChoiceField(label=_("Whose clock do you go by?"))
    your_name = forms.CharField(label=_("Your name"), max_length=NAME_LENGTH)
    address = forms.EmailField(label=_("Your e-mail address"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("A password"),
        help_text=_(
            "At least 15 letters. Four words that have nothing to do with each other are good."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        min_length=15,
        max_length=200,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(
            zone for zone in known_zones() if "/" in zone and not zone.startswith("Etc/")
        )
        named = [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]
        for name, choices in (("country", country_choices(language)), ("time_zone", named)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        self.fields["languages"].initial = [language]
