"""What may be sent about circles, their contacts and their public page."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.places import country_choices, language_name
from commonroot.people.models import Membership, Person

DAY = {"type": "date"}
KINDS = ("country", "theme", "region")
CHANNELS = [("", _("as for everything else"))] + [
    (value, label)
    for value, label in Person.Channel.choices
    if value != Person.Channel.CIRCLE  # a circle cannot be reached through itself
]


def _languages() -> list[tuple[str, str]]:
    return [
        (code, language_name(code, get_language() or "en")) for code, _name in settings.LANGUAGES
    ]


class CircleForm(forms.Form):
    """A circle: what it is, where, and how it belongs to the school."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in Circle.Kind if kind.value in KINDS],
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    sentence = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    tie = forms.ChoiceField(
        label=_("How it belongs to the school"),
        help_text=_("Telling a body of its own is telling somebody outside. Not known counts so."),
        choices=Circle.Tie.choices,
        initial=Circle.Tie.UNKNOWN,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of letters"),
        help_text=_("The first one ticked leads."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, regions: list[Circle], fixed: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        fields: dict[str, Any] = self.fields
        fields["country"].choices = country_choices(get_language() or "en")
        fields["region"].choices = [("", "—"), *((one.key, str(one.name)) for one in regions)]
        fields["languages"].choices = _languages()
        if fixed:
            del fields["kind"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Circle.Kind.COUNTRY and not cleaned.get("country"):
            self.add_error("country", _("Say which country."))
        return cleaned


class CircleStateForm(forms.Form):
    """How a circle is, since when, and why."""

    state = forms.ChoiceField(
        label=_("It is"),
        choices=[
            (Circle.State.EMERGING, _("starting, for the first time")),
            (Circle.State.ACTIVE, _("active")),
            (Circle.State.DORMANT, _("quiet: nobody has heard of it for long")),
            (Circle.State.REVIVING, _("starting again")),
            (Circle.State.CLOSED, _("closed")),
        ],
    )
    since = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs=DAY))
    words = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Name nobody here."),
        max_length=300,
        required=False,
    )


class PartForm(forms.Form):
    """Somebody's part in a circle: as what, what they do, since when, how letters reach them."""

    role = forms.ChoiceField(label=_("As"), choices=Membership.Role.choices)
    part = forms.CharField(
        label=_("What they do there"),
        help_text=_("In a word or two: coordinates, keeps the list."),
        max_length=80,
        required=False,
    )
    since = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs=DAY))
    language = forms.ChoiceField(label=_("Language of letters"), required=False)
    channel = forms.ChoiceField(label=_("How letters reach them"), choices=CHANNELS, required=False)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [("", _("as for the circle")), *_languages()]
        if fixed:
            del fields["role"]


class PublicPageForm(forms.Form):
    """What a circle says that everybody may read."""

    is_open = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No, nothing public"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose Yes or No.")},
    )
    words = forms.CharField(
        label=_("What you do, in your own words"),
        help_text=_("Everybody can read it. Name nobody who did not agree."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        required=False,
    )
    reach = forms.CharField(
        label=_("How people reach you"),
        help_text=_("An address or number of the circle, better not of a person."),
        max_length=200,
        required=False,
    )
    web = forms.URLField(
        label=_("A page of yours on the web"), max_length=300, required=False, assume_scheme="https"
    )
    shows_state = forms.BooleanField(label=_("Say whether we are active"), required=False)
    shows_languages = forms.BooleanField(label=_("Say which languages we work in"), required=False)
