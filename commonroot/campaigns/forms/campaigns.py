"""What people may send about a campaign itself: what it is, whose, where it stands, who joins."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.workspace import Service
from commonroot.campaigns.queries.team import Own
from commonroot.core.places import country_choices, language_choices
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

MINE = "mine"


class CampaignForm(forms.Form):
    """What a campaign is: input of `actions.campaigns.describe`."""

    name = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("As you would say it to a neighbour: “Our hospital stays public”."),
        max_length=120,
    )
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("What is happening, and what do you want? Whoever you share it with reads this "
                    "first."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )  # fmt: skip
    service = forms.ChoiceField(label=_("What is it about?"), choices=Service.choices)
    level = forms.ChoiceField(label=_("How far does it reach?"), choices=Campaign.Level.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    place = forms.CharField(
        label=_("Place"), help_text=_("A town, a district, a river."), max_length=120,
        required=False,
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        widget=forms.SelectMultiple(attrs={"size": "5"}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        country: Any = self.fields["country"]
        country.choices = country_choices(language)
        languages: Any = self.fields["languages"]
        languages.choices = language_choices(language)

    @property
    def said(self) -> dict[str, Any]:
        """What was written about the campaign itself."""
        return {field: self.cleaned_data[field] for field in CampaignForm.base_fields}


class StartForm(CampaignForm):
    """A new campaign, and whose it is: mine, of a group, of a course, of a circle of mine."""

    whose = forms.ChoiceField(
        label=_("Whose is it?"),
        help_text=_("Nobody outside your team learns of it before you share it, step by step."),
        widget=forms.RadioSelect,
        initial=MINE,
    )

    def __init__(self, *args: Any, own: Own, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        language = get_language() or "en"
        choices: list[tuple[str, Any]] = [(MINE, _("Mine, for now"))]
        for group in own.groups:
            course = group.formation.programme
            title = course.title.chosen((language, *course.languages))[0]
            facts = {"group": group.name or group.number, "course": title}
            choices.append(
                (f"group-{group.key}", _("Of my group %(group)s, %(course)s: all of us are asked "
                                         "to join") % facts),
            )  # fmt: skip
        for course in self.courses.values():
            title = course.title.chosen((language, *course.languages))[0]
            choices.append(
                (f"course-{course.key}", _("Mine, and begun in %(course)s") % {"course": title})
            )
        for circle in own.circles:
            name = circle.name.chosen((language, *circle.languages))[0]
            choices.append(
                (f"circle-{circle.key}", _("Of my circle %(circle)s") % {"circle": name})
            )
        field: Any = self.fields["whose"]
        field.choices = choices

    @property
    def courses(self) -> dict[str, Programme]:
        """Courses by their keys: those of groups first, whatever their format."""
        of_groups = [one.formation.programme for one in self.own.groups]
        return {one.key: one for one in (*of_groups, *self.own.courses)}

    @property
    def body(self) -> dict[str, Any]:
        """{group, programme or circle: whose it is}; nothing of somebody's own."""
        kind, _dash, key = self.cleaned_data["whose"].partition("-")
        groups = {one.key: one for one in self.own.groups}
        circles = {one.key: one for one in self.own.circles}
        return {
            "group": groups[key] if kind == "group" else None,
            "programme": self.courses[key] if kind == "course" else None,
            "circle": circles[key] if kind == "circle" else None,
        }


class StageForm(forms.Form):
    """Where the campaign is now, and why; the reason is kept with the decisions if they want."""

    why = forms.CharField(
        label=_("Why, in a sentence?"),
        help_text=_("It is written down among your decisions. It may stay empty."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )


class InviteForm(forms.Form):
    """Somebody to ask by an address or a number: input of `actions.team.invite_by_way`."""

    name = forms.CharField(label=_("Their name, as they want to be called"), max_length=120)
    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("An e-mail address, or a phone number with its country code."),
        max_length=254,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class FellowsForm(forms.Form):
    """Fellows of one's groups and course to ask, by the name they chose."""

    people = forms.MultipleChoiceField(
        label=_("From your groups and your course"),
        help_text=_("Of the course, those who agreed to be found by the others."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.choices = [(one.key, one.shown_name) for one in people]
