"""What people may send about the years after; checks shape, never rules, saves nothing."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.core.places import country_choices, language_name
from commonroot.engagement.models import FollowUp, Maker, Participation, Project, Promise

ROWS = 6  # makers a project form offers at least
SPARE = 2
LONG = 4000
RADIO = forms.RadioSelect


class ProjectForm(forms.Form):
    """Input of `actions.record_project` and `actions.edit_project`; `cleaned_makers` is {person
    key: naming}.
    """

    title = forms.CharField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("What it is"), choices=Project.Kind.choices)
    country = forms.ChoiceField(
        label=_("Country it is about"),
        required=False,
        help_text=_("The letter to the circle of this country tells of it."),
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    language = forms.ChoiceField(label=_("Language of these words"))
    summary = forms.CharField(
        label=_("What it says, in two or three sentences"),
        help_text=_("So that it works without the picture."),
        widget=forms.Textarea,
        max_length=LONG,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        themes: list[tuple[str, str]],
        languages: list[str],
        makers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        reader = get_language() or "en"
        self.choice("country").choices = country_choices(reader)
        self.choice("theme").choices = [("", "—"), *themes]
        self.choice("language").choices = [
            (code, language_name(code, reader)) for code in languages
        ]
        there = list((makers or {}).items())
        for number in range(1, max(ROWS, len(there) + SPARE) + 1):
            key, naming = (
                there[number - 1] if number <= len(there) else ("", Maker.Naming.UNNAMED.value)
            )
            self.fields[f"maker_{number}"] = forms.ChoiceField(
                label=_("Made by"), choices=[("", "—"), *people], required=False, initial=key
            )
            self.fields[f"naming_{number}"] = forms.ChoiceField(
                label=_("How they want to appear"),
                choices=Maker.Naming.choices,
                required=False,
                initial=naming,
            )

    def choice(self, name: str) -> Any:
        """A field whose choices depend on the reader or the programme."""
        return self.fields[name]

    @property
    def maker_rows(self) -> list[tuple[Any, Any]]:
        """The two questions of each maker, as bound fields."""
        numbers = range(1, sum(name.startswith("maker_") for name in self.fields) + 1)
        return [(self[f"maker_{number}"], self[f"naming_{number}"]) for number in numbers]

    @property
    def cleaned_makers(self) -> dict[str, str]:
        """{person key: naming} of the rows that were filled in; a person chosen twice counts
        once.
        """
        return {
            self.cleaned_data[maker.name]: self.cleaned_data[naming.name] or Maker.Naming.UNNAMED
            for maker, naming in self.maker_rows
            if self.cleaned_data.get(maker.name)
        }


class CommentForm(forms.Form):
    """Input of `actions.comment_project`."""

    comment = forms.CharField(
        label=_("Our comment"),
        help_text=_(
            "The circle reads it under the project. What is strong, what would make it stronger?"
        ),
        widget=forms.Textarea,
        max_length=LONG,
        required=False,
    )


class LetterForm(forms.Form):
    """Input of `actions.change_letter` and `actions.plan_contact`."""

    opening = forms.CharField(
        label=_("Your first words"),
        help_text=_("They stand before the facts, which we draw from what is known."),
        widget=forms.Textarea,
        max_length=LONG,
        required=False,
    )
    suggestion = forms.CharField(
        label=_("What you suggest, and by when"),
        help_text=_("One sentence: who might meet whom, and until which day."),
        max_length=300,
        required=False,
    )
    next_by = forms.DateField(
        label=_("By when"),
        help_text=_("It stands after what you suggest."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    ending = forms.CharField(
        label=_("Your last words"), widget=forms.Textarea, max_length=LONG, required=False
    )


class PromiseForm(forms.Form):
    """Input of `actions.write_promise` and `actions.say_background`."""

    text = forms.CharField(
        label=_("One thing I will do"),
        help_text=_("As you would say it to a friend: “I will meet the nurses’ union.”"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}))
    background = forms.ChoiceField(
        label=_("Where were you starting from, before the course?"),
        widget=RADIO,
        required=False,
        choices=[
            (Participation.Background.MOVEMENT, _("I was in the movement already")),
            (Participation.Background.ELSEWHERE, _("I was active elsewhere")),
            (Participation.Background.NEW, _("It was new to me")),
            (Participation.Background.UNKNOWN, _("I am not sure")),
        ],
    )


YES_NO = (("yes", _("Yes")), ("no", _("No")))


class QuestionsForm(forms.Form):
    """Input of `actions.answer_questions`; what is left open is not an answer."""

    register = forms.ChoiceField(choices=YES_NO, widget=RADIO, required=False)
    circle = forms.ChoiceField(choices=YES_NO, widget=RADIO, required=False)


class OutcomeForm(forms.Form):
    """How it went with a promise: the first tap of a follow-up."""

    outcome = forms.ChoiceField(
        choices=Promise.Outcome.choices,
        widget=RADIO,
        error_messages={"required": _("Choose one of the four, then save.")},
    )


class EngagementForm(forms.Form):
    """More, the same or less: the first tap for those without a promise."""

    engagement = forms.ChoiceField(
        choices=FollowUp.Engagement.choices,
        widget=RADIO,
        error_messages={"required": _("Choose one of the three, then save.")},
    )


class IntroductionForm(forms.Form):
    """Which of their addresses the circle may have; "no" when it does not suit."""

    way = forms.ChoiceField(
        widget=RADIO, error_messages={"required": _("Choose an address, or “Not now”.")}
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["way"]
        field.choices = [*ways, ("no", _("Not now"))]


class ContactForm(forms.Form):
    """Who is the contact of a circle now: a note for the organisers."""

    text = forms.CharField(
        label=_("Who is the contact now, and how do we reach them?"),
        help_text=_("Ask them first, please. We write to them once to see whether it is right."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
