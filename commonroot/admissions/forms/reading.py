"""What readers may send: points, a note, words for the applicant; why they stand back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import Criterion

LONGEST = 4000


class ReviewForm(forms.Form):
    """Input of `actions.reading.keep_review`: nothing is required, so that a draft can be kept."""

    words = forms.CharField(
        label=_("Your note"),
        help_text=_("The panel and the organisers read it; who it is about may ask for it later."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    feedback = forms.CharField(
        label=_("Words for whoever applied"),
        help_text=_("What would help them next time. They read it only if the organisers agree."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, rubric: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(rubric)
        for line in self.lines:
            self.fields[line.key] = forms.TypedChoiceField(
                label=str(line.title),
                choices=[(number, str(number)) for number in range(line.most + 1)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def points(self) -> dict[str, int]:
        """The points that were chosen, by the key of the line."""
        given = {line.key: self.cleaned_data.get(line.key) for line in self.lines}
        return {key: number for key, number in given.items() if number is not None}

    def scales(self) -> list[tuple[Criterion, forms.BoundField]]:
        """Each line of the rubric with its points."""
        return [(line, self[line.key]) for line in self.lines]


class StandBackForm(forms.Form):
    """Input of `actions.reading.say_conflict`."""

    words = forms.CharField(
        label=_("Why, if you like"),
        help_text=_("Only the organisers read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        required=False,
    )


class CoverForm(forms.Form):
    """Input of `actions.reading.cover`."""

    words = forms.CharField(
        label=_("What the panel reads instead"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST * 2,
    )


class NoteForm(forms.Form):
    """Input of `actions.reading.note_down`."""

    words = forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea)
