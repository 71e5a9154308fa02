"""What organisers may send about people: searches, a new person, corrections, an export."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.core.places import country_choices, language_name

SEARCH_LENGTH = 120


class PeopleForm(forms.Form):
    """The search box and the words of the filter sentence; everything is optional."""

    q = forms.CharField(max_length=SEARCH_LENGTH, required=False)
    course = forms.CharField(max_length=32, required=False)
    country = forms.CharField(max_length=2, required=False)
    fresh = forms.ChoiceField(
        choices=(("", ""), ("fresh", ""), ("ageing", ""), ("old", "")), required=False
    )
    basis = forms.ChoiceField(choices=(("", ""), ("unknown", "")), required=False)
    nearly = forms.ChoiceField(choices=(("", ""), ("yes", "")), required=False)
    after = forms.CharField(max_length=32, required=False)

    def wanted(self) -> dict[str, str]:
        """What was asked and could be read; what could not is left out, a list is never refused."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class DetailsForm(forms.Form):
    """Details of a person that an organiser may write down."""

    shown_name = forms.CharField(label=_("The name they use"), max_length=120)
    given_name = forms.CharField(label=_("Given names, if known"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family names, if known"), max_length=120, required=False)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of letters to them"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(label=_("Country"), required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    offers = forms.CharField(label=_("What they offer"), max_length=200, required=False)
    wants = forms.CharField(label=_("What they would like"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = get_language() or "en"
        self.fields["country"].choices = country_choices(reader)  # type: ignore[attr-defined]  # a ChoiceField
        # Somebody may have come with a language that we do not write in; it stays unless changed.
        known: dict[str, Any] = dict(settings.LANGUAGES)
        theirs = self.initial.get("language")
        if theirs and theirs not in known:
            known = {theirs: language_name(theirs, reader)} | known
        self.fields["language"].choices = list(known.items())  # type: ignore[attr-defined]  # a ChoiceField


class EditPersonForm(DetailsForm):
    """Corrections to somebody's details, and perhaps another way to reach them."""

    way = forms.CharField(
        label=_("Another way to reach them"),
        help_text=_("An e-mail address, or a phone number with + and the country code."),
        max_length=254,
        required=False,
    )


class AddPersonForm(DetailsForm):
    """A new person, how to reach them, and what they were told."""

    TOLD = (
        ("yes", _("They know, and said yes to being in our register")),
        (
            "not_yet",
            _("They do not know yet. Keep them until they are asked; write to nobody before"),
        ),
    )

    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("An e-mail address, or a phone number with + and the country code."),
        max_length=254,
    )
    told = forms.ChoiceField(
        label=_("What were they told?"), choices=TOLD, widget=forms.RadioSelect
    )
    field_order = ("shown_name", "way", "told", "country", "city", "language")


class ExportForm(forms.Form):
    """Who takes a list with them says why, and which columns."""

    KINDS = (("csv", "CSV"), ("xlsx", "XLSX"))
    REASONS = (
        ("invite", _("To invite people myself")),
        ("report", _("For a report or an application")),
        ("check", _("To check and correct details")),
        ("other", _("For something else")),
    )

    reason = forms.ChoiceField(choices=REASONS)
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(
        label=_("File"), choices=KINDS, initial="csv", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, columns: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = columns  # type: ignore[attr-defined]  # a ChoiceField
