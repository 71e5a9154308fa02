"""What people may send at the close of a course and about what they made."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import Translated
from commonroot.core.places import language_name
from commonroot.engagement.forms.afterwards import LONG, RADIO, PromiseForm
from commonroot.engagement.models import ChangeDecision, CircleLetter, Experience, Maker, Project

MOVEMENT_WORDS = {
    "understanding": _("I understand better how power and health hang together."),
    "inspiration": _("It gave me courage and a wish to act."),
    "relationships": _("I found people I would not have met, and trust them."),
    "skills": _("I can do things for organising that I could not do before."),
}
STEP_WORDS = (("4", _("Very")), ("3", _("Rather")), ("2", _("A little")), ("1", _("Not at all")))


def scale_words(code: str, aims: list[dict[str, str]]) -> str:
    """What one scale asks, in the reader's language."""
    if code in MOVEMENT_WORDS:
        return str(MOVEMENT_WORDS[code])
    number = int(code.removeprefix("aim")) - 1
    return str(Translated(aims[number]).chosen((get_language() or "en",))[0])


class CourseWordsForm(forms.Form):
    """Input of `actions.say_of_course` and, from paper, of `actions.key_in_answer`."""

    change = forms.CharField(
        label=_("What should we change?"),
        help_text=_("One thing that would have made it better for you, or for somebody else."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONG,
        required=False,
    )
    named = forms.BooleanField(
        label=_("The team may read my words with my name"),
        help_text=_(
            "Else nobody knows who wrote them. Your choices above are never shown by name."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, codes: Iterable[str], aims: list[dict[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = tuple(codes)
        for code in self.codes:
            self.fields[code] = forms.ChoiceField(
                label=scale_words(code, aims), choices=STEP_WORDS, widget=RADIO, required=False
            )

    @property
    def scales(self) -> list[Any]:
        """The scales as bound fields, in their order."""
        return [self[code] for code in self.codes]

    @property
    def said(self) -> dict[str, int]:
        """{aim: step} of what was chosen."""
        return {
            code: int(self.cleaned_data[code]) for code in self.codes if self.cleaned_data[code]
        }


class PaperPromiseForm(PromiseForm):
    """A promise from paper: whose it is, and what stands there."""

    person = forms.ChoiceField(label=_("Who wrote it"))

    field_order = ("person", "text", "due_on", "background")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.choices = [("", "—"), *people]


class EvaluationForm(forms.Form):
    """Input of `actions.write_evaluation`."""

    met_on = forms.DateField(
        label=_("When you met"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    notes = forms.CharField(
        label=_("What you found"),
        help_text=_("What worked, what did not, what surprised you. Only the team reads it."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20_000,
        required=False,
    )


class ChangeForm(forms.Form):
    """Input of `actions.add_change`."""

    text = forms.CharField(
        label=_("One thing to do otherwise"),
        help_text=_("As you would tell whoever plans the next course."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


class DecideForm(forms.Form):
    """Input of `actions.decide_change`."""

    state = forms.ChoiceField(choices=ChangeDecision.State.choices)
    why = forms.CharField(max_length=300, required=False)


class AccountForm(forms.Form):
    """Input of `actions.write_account`."""

    text = forms.CharField(
        label=_("How did you manage it, and what would you do differently?"),
        help_text=_("One paragraph is enough."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=3000,
    )
    show_to = forms.ChoiceField(
        label=_("Who may read it?"), choices=Experience.ShowTo.choices, widget=RADIO
    )
    named = forms.BooleanField(
        label=_("My name may stand with it"),
        help_text=_("Else it says only what you took care of, and in which course."),
        required=False,
    )


class EditAccountForm(forms.Form):
    """Input of `actions.edit_account`."""

    text = forms.CharField(
        label=_("The account"),
        help_text=_("Change a word, and its author is asked whether it may stand like that."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=3000,
    )


class PictureForm(forms.Form):
    """Input of `actions.set_picture`."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG or PNG, at most 16 MB. We draw it anew, so that no place or camera is in it."
        ),
        required=False,
    )
    words = forms.CharField(
        label=_("What is in the picture?"),
        help_text=_("For who cannot see it: a sentence or two, with every word written in it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
    faces = forms.ChoiceField(
        label=_("Are faces visible? Did they all agree?"),
        choices=[choice for choice in Project.Faces.choices if choice[0]],
        widget=RADIO,
    )


class AppearForm(forms.Form):
    """Input of `actions.appear_as`."""

    naming = forms.ChoiceField(
        label=_("How shall you stand beside it?"),
        choices=[
            (Maker.Naming.NAME, _("By the name I use")),
            (Maker.Naming.INITIALS, _("By my initials")),
            (Maker.Naming.UNNAMED, _("Not named")),
        ],
        widget=RADIO,
    )
    gallery = forms.ChoiceField(
        label=_("May everybody see the work on our public pages?"),
        help_text=_("Only if all who made it say yes."),
        choices=[(Maker.Gallery.YES, _("Yes")), (Maker.Gallery.NO, _("No"))],
        widget=RADIO,
    )


class VersionForm(forms.Form):
    """Input of `actions.translate_letter`: the organisers' own words in a further language."""

    opening = forms.CharField(
        label=_("Your first words"), widget=forms.Textarea, max_length=LONG, required=False
    )
    suggestion = forms.CharField(label=_("What you suggest"), max_length=300, required=False)
    ending = forms.CharField(
        label=_("Your last words"), widget=forms.Textarea, max_length=LONG, required=False
    )


class WholeAnswerForm(forms.Form):
    """Input of `actions.answer_whole`."""

    whole = forms.ChoiceField(
        label=_("Your answer to the letter"),
        choices=CircleLetter.Answer.choices,
        widget=RADIO,
        error_messages={"required": _("Choose one of the three, then save.")},
    )
    words = forms.CharField(
        label=_("A word, if you like"),
        help_text=_("What was useful, what is missing, what you need. The organisers read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


def languages(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages to choose from, each in the reader's language."""
    reader = get_language() or "en"
    return [(code, language_name(code, reader)) for code in dict.fromkeys(codes)]
