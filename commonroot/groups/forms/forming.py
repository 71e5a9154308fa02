"""What organisers ask of groups, who must not meet, when and where a group meets."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.groups.rules.asking import OPTIONAL, Asked
from commonroot.groups.rules.people import Rule

MOST = 40
RULE_WORDS = {
    Rule.HOURS: _("Everybody can come to every gathering, on its real date."),
    Rule.LANGUAGE: _("Everybody in a group shares a language."),
    Rule.ALONE: _("Nobody is alone in what sets them apart. What that is stays unsaid."),
    Rule.COUNTRY: _("A country with enough people has groups of its own."),
    Rule.REGION: _("All others are among neighbours of their region."),
}


class AskedForm(forms.Form):
    """Sizes, number and rules, weaker ones below stronger ones."""

    smallest = forms.IntegerField(label=_("Smallest group, people"), min_value=2, max_value=MOST)
    largest = forms.IntegerField(label=_("Largest group, people"), min_value=2, max_value=MOST)
    groups = forms.IntegerField(
        label=_("How many groups?"),
        help_text=_("Empty: as many as the sizes make."),
        min_value=1,
        max_value=200,
        required=False,
    )
    rules = forms.MultipleChoiceField(
        label=_("What shall hold, the strongest first?"),
        help_text=_("No rule is given up for any number of those below it."),
        choices=[(str(rule), RULE_WORDS[rule]) for rule in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    country_from = forms.IntegerField(
        label=_("A country has groups of its own from how many people on?"),
        min_value=2,
        max_value=MOST,
    )

    def clean(self) -> dict[str, Any]:
        """The largest group is no smaller than the smallest."""
        said = super().clean() or {}
        if said.get("smallest", 0) > said.get("largest", MOST):
            self.add_error("largest", _("The largest group is smaller than the smallest."))
        return said

    def asked(self) -> Asked:
        """What was said."""
        said = self.cleaned_data
        return Asked(
            smallest=said["smallest"],
            largest=said["largest"],
            groups=said["groups"],
            country_from=said["country_from"],
            rules=tuple(str(rule) for rule in OPTIONAL if rule in said["rules"]),
        )


class ApartForm(forms.Form):
    """Two people who must not meet, and why."""

    left = forms.ChoiceField(label=_("One"))
    right = forms.ChoiceField(label=_("The other"))
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Only you read this, and only you see that you said it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *people]
        for name in ("left", "right"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Two, not one."""
        said = super().clean() or {}
        if said.get("left") and said.get("left") == said.get("right"):
            self.add_error("right", _("Choose two different people."))
        return said


class GroupForm(forms.Form):
    """What a group is called, and where it meets."""

    name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("Empty: by its number."),
        max_length=80,
        required=False,
    )
    join_address = forms.URLField(
        label=_("Where they meet: the link to join"), max_length=500, required=False,
        assume_scheme="https",
    )  # fmt: skip


class GatheringForm(forms.Form):
    """The day and hour of one gathering, by the clock of the course."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}))
