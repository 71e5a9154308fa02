"""What an organiser says before everybody of an old list is asked, and what somebody answers."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext_lazy as _

from commonroot.core.places import country_choices
from commonroot.core.text import isolated
from commonroot.intake.models import Import, ListRound
from commonroot.intake.queries.reviewing import short_name
from commonroot.intake.rules.asking import ASK_DAYS, FEWEST_ASK_DAYS, MOST_ASK_DAYS

EVERYBODY = "everybody"
YEARS = re.compile(r"(19|20)\d\d(\s*[-–]\s*(19|20)\d\d)?")
YES_NO = (("yes", _("Yes")), ("no", _("No")))


class AskForm(forms.Form):
    """Input of `actions.asking.plan`."""

    whom = forms.MultipleChoiceField(
        label=_("Whom do you want to ask?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one list, or everybody.")},
    )
    source = forms.ChoiceField(
        label=_("Where do these names come from?"),
        help_text=_("The letter says it in their language, so it must be true."),
        choices=ListRound.Source.choices,
        initial=ListRound.Source.UNSURE,
        widget=forms.RadioSelect,
    )
    years = forms.CharField(
        label=_("From which years is the list?"),
        help_text=_("As in 2014 or 2014–2017. Leave it empty if you do not know."),
        max_length=15,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    days = forms.IntegerField(
        label=_("How many days do they have?"),
        help_text=_("After two thirds of them one reminder goes out. 30 is usual."),
        min_value=FEWEST_ASK_DAYS,
        max_value=MOST_ASK_DAYS,
        initial=ASK_DAYS,
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )

    def __init__(
        self, *args: Any, lists: list[tuple[Import, int]], everybody: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        whom = self.fields["whom"]
        assert isinstance(whom, forms.MultipleChoiceField)
        whom.choices = [
            (EVERYBODY, _people(_("Everybody who was never asked"), everybody)),
            *((batch.key, _people(isolated(short_name(batch)), people)) for batch, people in lists),
        ]

    def clean_years(self) -> str:
        """Years alone: a sentence of the letter ends with them, in every language."""
        years: str = self.cleaned_data["years"].strip()
        if years and not YEARS.fullmatch(years):
            raise forms.ValidationError(_("Write a year or two of them, as in 2014–2017."))
        return re.sub(r"\s*[-–]\s*", "–", years)

    def chosen(self) -> list[str]:
        """Keys of the lists chosen; none: everybody."""
        whom: list[str] = self.cleaned_data["whom"]
        return [] if EVERYBODY in whom else whom


def _people(name: Any, people: int) -> str:
    return ngettext("%(name)s (%(n)d person)", "%(name)s (%(n)d people)", people) % {
        "name": name,
        "n": people,
    }


class KeepForm(forms.Form):
    """What somebody asked answers to the one question."""

    answer = forms.ChoiceField(
        label=_("May we keep you in our register?"),
        choices=(
            ("yes", _("Yes, keep me")),
            ("correct", _("Correct it, and keep me")),
            ("no", _("No, delete me")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer. Nothing is saved yet.")},
    )


class AlsoForm(forms.Form):
    """Further questions to somebody who stays, none answered in advance: input of `say_also`."""

    follow_up = forms.ChoiceField(choices=YES_NO, required=False)
    country_circle = forms.ChoiceField(choices=YES_NO, required=False)
    news = forms.ChoiceField(choices=YES_NO, required=False)


class CorrectForm(forms.Form):
    """What somebody asked corrects; every field but the name may be emptied."""

    shown_name = forms.CharField(
        label=_("The name you want us to use"),
        max_length=120,
        error_messages={"required": _("Write the name you want us to use.")},
    )
    language = forms.ChoiceField(
        label=_("Language of our letters"),
        choices=[(code, get_language_info(code)["name_local"]) for code, _n in settings.LANGUAGES],
    )
    country = forms.ChoiceField(label=_("Which country do you live in?"), required=False)
    city = forms.CharField(label=_("Town"), max_length=80, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = self.fields["country"]
        assert isinstance(countries, forms.ChoiceField)
        countries.choices = country_choices(get_language() or "en")
