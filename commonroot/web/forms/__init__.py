"""What people may send when they start their own school, and about lists of people."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.filters.fields import Field
from commonroot.core.filters.value import Part
from commonroot.core.places import country_choices
from commonroot.core.zone_fields import ZoneField
from commonroot.people.models import OrganisationRole, OrganisationTie
from commonroot.registration.forms import OwnDetailsForm

NAME_LENGTH = 120
WORDS_LENGTH = 120


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
    time_zone = ZoneField(label=_("Whose clock do you go by?"))
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
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = country_choices(language)
        self.fields["languages"].initial = [language]


class ConditionForm(forms.Form):
    """One condition of a list of people: how a field is asked, and what for."""

    how = forms.ChoiceField(widget=forms.RadioSelect)
    choices = forms.MultipleChoiceField(
        label=_("Which?"),
        help_text=_("Several mean: one of them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(label=_("Words"), max_length=WORDS_LENGTH, required=False)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )

    def __init__(self, *args: Any, field: Field, part: Part | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        offered = [(how.code, how.label) for how in field.hows.values()]
        self.fields["how"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["how"].label = field.name
        self.fields["how"].initial = part.how if part else offered[0][0]
        takes = {how.takes for how in field.hows.values()}
        if "choices" in takes:
            known = list(field.choices() if field.choices else ())
            gone = [value for value in (part.values if part else ()) if value not in dict(known)]
            known += [(value, _("something that is gone")) for value in gone]
            self.fields["choices"].choices = known  # type: ignore[attr-defined]  # likewise
        for name in ("choices", "words", "day"):
            if name not in takes:
                del self.fields[name]
            elif part and field.hows[part.how].takes == name and part.values:
                first = part.values if name == "choices" else part.values[0]
                self.fields[name].initial = first

    def clean(self) -> dict[str, Any]:
        """What the chosen way to ask takes must be there."""
        said: dict[str, Any] = super().clean() or {}
        how = self.field.hows.get(said.get("how", ""))
        if how and how.takes != "nothing" and not said.get(how.takes):
            missing = {
                "choices": _("Choose at least one."),
                "words": _("Write what is looked for."),
                "day": _("Choose a day."),
            }
            if how.takes not in self.errors:
                self.add_error(how.takes, missing[how.takes])
        return said

    def part(self) -> Part:
        """The condition, once the form is valid."""
        how = self.field.hows[self.cleaned_data["how"]]
        if how.takes == "nothing":
            return Part(self.field.code, how.code)
        said = self.cleaned_data[how.takes]
        values = tuple(said) if how.takes == "choices" else (str(said),)
        return Part(self.field.code, how.code, values)


class SavedListForm(forms.Form):
    """The name of a list, and who sees it."""

    SEEN = (
        ("yes", _("Everybody who sees the register")),
        ("no", _("Only I")),
    )

    name = forms.CharField(label=_("Name of the list"), max_length=NAME_LENGTH, required=False)
    shared = forms.ChoiceField(
        label=_("Who sees it?"), choices=SEEN, initial="yes", widget=forms.RadioSelect
    )


class RhythmForm(forms.Form):
    """How often everybody is asked whether their details are right."""

    RHYTHMS = (
        ("6", _("Twice a year")),
        ("12", _("Once a year")),
        ("24", _("Every two years")),
        ("off", _("Only when we ask ourselves")),
    )

    rhythm = forms.ChoiceField(
        label=_("How often do we ask everybody?"), choices=RHYTHMS, widget=forms.RadioSelect
    )


class StillRightForm(OwnDetailsForm):
    """What somebody corrects by the link of a letter; how careful we are is not asked there."""

    risk = None  # type: ignore[assignment]  # Django's way to take a field out


class NetworkForm(forms.Form):
    """Input of `circles.actions.open_network`; the texts are in the school's first language."""

    members_by = forms.ChoiceField(
        label=_("Who is a member of your network?"),
        choices=[("", _("Nobody: there are no members")), *Circle.Basis.choices],
        required=False,
    )
    words = forms.CharField(
        label=_("What members share"),
        help_text=_("It stands on the page on which people join."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    welcome = forms.CharField(
        label=_("What the letter of welcome says"),
        help_text=_("Left empty, it says that they are a member and where their page is."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )


class OrganisationForm(forms.Form):
    """Input of `people.actions.organisations`: what an organisation is."""

    name = forms.CharField(label=_("Its name"), max_length=160)
    country = forms.ChoiceField(label=_("Country"), required=False)
    address = forms.URLField(
        label=_("Its page on the web"), max_length=300, assume_scheme="https", required=False
    )
    words = forms.CharField(
        label=_("What it does, in a sentence or two"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )
    also = forms.CharField(
        label=_("Other ways of writing its name"),
        help_text=_("One a line: short forms, other languages. People are found in it by these."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        if isinstance(country, forms.ChoiceField):
            country.choices = [("", ""), *country_choices(get_language() or "en")]


class TieForm(forms.Form):
    """Input of `people.actions.organisations.say_tie`."""

    kind = forms.ChoiceField(label=_("How close are we?"), choices=OrganisationTie.Kind.choices)
    since = forms.DateField(
        label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(label=_("In words"), max_length=300, required=False)


class OrganisationRoleForm(forms.Form):
    """Input of `people.actions.organisations.give_role`."""

    kind = forms.ChoiceField(label=_("What it does"), choices=OrganisationRole.Kind.choices)
    words = forms.CharField(label=_("Of what?"), max_length=160, required=False)
    since = forms.DateField(
        label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )


class ThemesForm(forms.Form):
    """Input of `programmes.actions.themes.choose`."""

    first = forms.MultipleChoiceField(
        label=_("Which would you put first? Three at most."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    suggested = forms.CharField(label=_("What is missing?"), max_length=120, required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["first"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices


class ThemeForm(forms.Form):
    """Input of `programmes.actions.themes.put_up`, in the language of the desk."""

    title = forms.CharField(label=_("A theme"), max_length=120)
    sentence = forms.CharField(label=_("In a sentence"), max_length=300, required=False)
