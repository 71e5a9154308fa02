"""What organisers may send about people: searches, a new person, corrections, an export."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.circles.queries import directory
from commonroot.core.places import country_choices, language_choices, language_name
from commonroot.people.models import FurtherName, Offer, Person, SpokenLanguage

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100


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
    origin_country = forms.ChoiceField(label=_("Country they come from"), required=False)
    channel = forms.ChoiceField(
        label=_("How it is safe and easy to reach them"),
        choices=[("", "—"), *Person.Channel.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = get_language() or "en"
        for name in ("country", "origin_country"):
            self.fields[name].choices = country_choices(reader)  # type: ignore[attr-defined]  # a ChoiceField
        # Somebody may have come with a language that we do not write in; it stays unless changed.
        known: dict[str, Any] = dict(settings.LANGUAGES)
        theirs = self.initial.get("language")
        if theirs and theirs not in known:
            known = {theirs: language_name(theirs, reader)} | known
        self.fields["language"].choices = list(known.items())  # type: ignore[attr-defined]  # a ChoiceField


class EditPersonForm(DetailsForm):
    """Corrections to somebody's details, and perhaps another way to reach them.

    The page carries what stood there when it was opened (`was-…`), so that two who correct at once
    do not overwrite one another.
    """

    MORE = ("given_name", "family_name", "pronouns", "origin_country", "channel", "offers", "wants")

    way = forms.CharField(
        label=_("Another way to reach them"),
        help_text=_("An e-mail address, or a phone number with + and the country code."),
        max_length=254,
        required=False,
    )

    def was(self) -> dict[str, str]:
        """What stood there when the page was opened."""
        return {
            name: self.data.get(f"was-{name}", self.initial.get(name) or "")
            for name in self.fields
            if name != "way"
        }

    def more(self) -> list[forms.BoundField]:
        """The fields that are asked for less often."""
        return [self[name] for name in self.MORE]

    @property
    def opens_more(self) -> bool:
        """Whether one of these needs a look."""
        return any(self[name].errors for name in self.MORE)


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
        label=_("What were they told?"),
        choices=TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    witness = forms.CharField(
        label=_("Who heard them say yes?"),
        help_text=_("A name. It may be yours. Needed when they said yes."),
        max_length=120,
        required=False,
    )
    field_order = ("shown_name", "way", "told", "witness", "country", "city", "language")


class ThingCareForm(forms.Form):
    """How carefully organisers want everybody in something treated at least."""

    care = forms.ChoiceField(choices=Circle.Care.choices)


class OwnCareForm(forms.Form):
    """What somebody says of how carefully they are to be treated, on their own page."""

    HARM = (("open", _("No")), ("careful", _("I am not sure")), ("high", _("Yes")))

    risk = forms.ChoiceField(
        label=_("Could it harm you if people knew you took part?"),
        choices=HARM,
        widget=forms.RadioSelect,
    )
    list_name = forms.CharField(
        label=_("Your name in lists"),
        help_text=_("Made up. Choose another if you like, only not your own."),
        max_length=120,
        required=False,
    )
    keeper = forms.ChoiceField(
        label=_("Who of us may see your own name?"),
        help_text=_("One person. Nobody else sees it."),
        required=False,
    )

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = keepers  # type: ignore[attr-defined]  # a ChoiceField


class ListExportForm(forms.Form):
    """Who takes a list with them says why, and which columns."""

    KINDS = (
        ("csv", _("CSV")),
        ("zip", _("CSV with a page that says what it is (ZIP)")),
        ("xlsx", _("XLSX, with a second sheet that says what it is")),
    )
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


class ExportForm(ListExportForm):
    """The same of the register, where others may have said what stands there."""

    with_sources = forms.BooleanField(
        label=_("Who said each detail and when, in columns of its own"), required=False
    )


class RegistrationsExportForm(ListExportForm):
    """The same of the registrations for a session, or for every session of its programme."""

    whole = forms.BooleanField(label=_("All sessions of this programme"), required=False)


class PaperForm(forms.Form):
    """Who prints a list says why."""

    REASONS = ListExportForm.REASONS

    reason = forms.ChoiceField(choices=REASONS)


class FurtherNameForm(forms.Form):
    """Another name of the same person."""

    text = forms.CharField(label=_("The name"), max_length=120)
    kind = forms.ChoiceField(label=_("What kind of name?"), choices=FurtherName.Kind.choices)


class SpokenLanguageForm(forms.Form):
    """A language and how well."""

    language = forms.ChoiceField(label=_("Language"))
    level = forms.ChoiceField(label=_("How well?"), choices=SpokenLanguage.Level.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = language_choices(get_language() or "en")
        theirs = self.initial.get("language")
        if theirs and theirs not in dict(known):
            known = [(theirs, theirs), *known]
        self.fields["language"].choices = [("", "—"), *known]  # type: ignore[attr-defined]  # a ChoiceField


class AffiliationForm(forms.Form):
    """A place of work or struggle outside the network, with the part in it and when."""

    organisation = forms.CharField(label=_("Organisation"), max_length=160)
    role = forms.CharField(label=_("Role there"), max_length=120, required=False)
    since = forms.DateField(
        label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day. Correct one of the two."))
        return given


class EarlierCourseForm(forms.Form):
    """A course somebody took part in before it was kept here."""

    title = forms.CharField(label=_("Course"), max_length=160)
    year = forms.IntegerField(
        label=_("Year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, required=False
    )
    role = forms.CharField(
        label=_("Their part in it"),
        help_text=_("Participant, trainer, interpreter…"),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["year"] = self.initial.get("year") or None

    def clean_year(self) -> int:
        """The year, 0 when it is not known."""
        return int(self.cleaned_data["year"] or 0)


class InterestForm(forms.Form):
    """A theme somebody works on or wants to."""

    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Circle.objects.none(), to_field_name="key"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = directory().filter(kind=Circle.Kind.THEME)  # type: ignore[attr-defined]  # a ModelChoiceField


class OfferForm(forms.Form):
    """What somebody offers to do."""

    kind = forms.ChoiceField(label=_("Offer"), choices=Offer.Kind.choices)


DETAIL_FORMS: dict[str, type[forms.Form]] = {
    "name": FurtherNameForm,
    "language": SpokenLanguageForm,
    "organisation": AffiliationForm,
    "course": EarlierCourseForm,
    "theme": InterestForm,
    "offer": OfferForm,
}
