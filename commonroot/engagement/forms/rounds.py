"""What people may send about a round of questions, and organisers about its plan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.engagement.models import FollowUp, ProjectStatus
from commonroot.engagement.rules.waves import NEEDS, questions_for

LONG = 4000
RADIO = forms.RadioSelect
DAY = {"type": "date"}

# The words of the questions of a round and of their answers, by code (`rules.waves.QUESTIONS`).
WORDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "strengthened": (
        _("Did the course strengthen what you do?"),
        {"much": _("Yes, a lot"), "some": _("A little"), "no": _("No"), "unsure": _("Not sure")},
    ),
    "helped": (
        _("Did the course help the work you do elsewhere?"),
        {"much": _("Yes, a lot"), "some": _("A little"), "no": _("No"), "unsure": _("Not sure")},
    ),
    "linked": (
        _("Is your own network linked with ours?"),
        {
            "affiliated": _("It has joined"),
            "joint": _("We work together"),
            "talked": _("We have talked"),
            "none": _("Not yet"),
        },
    ),
    "opening": (
        _("Have you found something to do with others?"),
        {
            "growing": _("Yes, and it grows"),
            "found": _("Yes"),
            "looking": _("I am looking"),
            "none": _("No"),
        },
    ),
    "in_touch": (
        _("Are you in touch with a circle or a theme group?"),
        {"active": _("Yes, I am active there"), "talked": _("We have talked"), "no": _("No")},
    ),
    "who": (
        _("Who made that contact?"),
        {"me": _("I did"), "circle": _("The circle"), "organisers": _("The organisers")},
    ),
    "brought": (
        _("Did you bring in other people or organisations?"),
        {"several": _("Several"), "some": _("One or two"), "no": _("No")},
    ),
    "teaching": (
        _("Do you teach what you learned?"),
        {"yes": _("Yes"), "would": _("I would like to"), "no": _("No")},
    ),
}
NEED_WORDS = {
    "contact": _("a contact"),
    "skill": _("a skill"),
    "money": _("money"),
    "safety": _("help with my safety"),
    "talk": _("somebody to talk to"),
}


class LongerForm(forms.Form):
    """The longer page of a round: nothing of it is needed; the questions fit where they started."""

    def __init__(
        self,
        *args: Any,
        background: str,
        months: int,
        works: Sequence[tuple[str, str]] = (),
        asks_engagement: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = questions_for(background, months=months)
        if asks_engagement:
            self.fields["engagement"] = forms.ChoiceField(
                label=_("Compared with before the course, what do you do now?"),
                choices=FollowUp.Engagement.choices,
                widget=RADIO,
                required=False,
            )
        for one in self.asked:
            label, answers = WORDS[one.code]
            self.fields[one.code] = forms.ChoiceField(
                label=label,
                choices=[(code, answers[code]) for code in one.answers],
                widget=RADIO,
                required=False,
            )
        for key, title in works:
            self.fields[f"work_{key}"] = forms.ChoiceField(
                label=_("What became of “%(title)s”?") % {"title": title},
                choices=ProjectStatus.State.choices,
                widget=RADIO,
                required=False,
            )
        self.fields["needs"] = forms.MultipleChoiceField(
            label=_("Do you need something?"),
            help_text=_("An organiser turns to you. Leave it empty if not."),
            choices=[(code, NEED_WORDS[code]) for code in NEEDS],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["blocks"] = forms.CharField(
            label=_("What stands in your way?"),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=LONG,
            required=False,
        )
        self.fields["change"] = forms.CharField(
            label=_("What should we change about the course?"),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=LONG,
            required=False,
        )
        self.fields["word"] = forms.CharField(
            label=_("A word, if you like"),
            help_text=_("Only your organisers read it."),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=LONG,
            required=False,
        )

    @property
    def said(self) -> dict[str, object]:
        """{code: answer} of the questions of the round that were answered."""
        codes = [one.code for one in self.asked] + ["needs", "blocks", "change"]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code)}

    @property
    def works(self) -> dict[str, str]:
        """{project key: what became of it}, of those answered."""
        begins = "work_"
        return {
            name.removeprefix(begins): value
            for name, value in self.cleaned_data.items()
            if name.startswith(begins) and value
        }


class RoundForm(forms.Form):
    """When a round is, and who is asked."""

    due_on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs=DAY))
    only_new = forms.BooleanField(label=_("only those new to activism"), required=False)


class NewRoundForm(forms.Form):
    """One more round."""

    months = forms.IntegerField(
        label=_("Months after the end"), min_value=1, max_value=240, initial=36
    )
    only_new = forms.BooleanField(label=_("only those new to activism"), required=False)
