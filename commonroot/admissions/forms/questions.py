"""What organisers write to ask something of those who apply."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import FormQuestion
from commonroot.admissions.rules import questions as rules
from commonroot.core.language_fields import InLanguages

Kind, Meaning, Panel, Care = (
    FormQuestion.Kind,
    FormQuestion.Meaning,
    FormQuestion.Panel,
    FormQuestion.Care,
)

KEPT = (
    (30, _("a month")),
    (90, _("three months")),
    (180, _("half a year")),
    (365, _("a year")),
    (730, _("two years")),
)
# What each kind is good for, in a line.
KIND_WORDS: dict[str, Any] = {
    Kind.HEADING: _("Parts a long form. The form says how far somebody is, part by part."),
    Kind.LINE: _("A name, a place, a number with letters."),
    Kind.TEXT: _("Sentences in their own words. Say how long at most."),
    Kind.CHOICE: _("One answer of a few that you write."),
    Kind.SEVERAL: _("As many answers as fit."),
    Kind.YES_NO: _("Two equal buttons. Other questions may hang on it."),
    Kind.NUMBER: _("Years, people, an amount."),
    Kind.SCALE: _("From 1 up to as many as you say."),
    Kind.COUNTRY: _("Every country by its name in the reader’s language."),
    Kind.LANGUAGES: _("Those of the call first, each with a level from “a little” up."),
    Kind.HOURS: _("A week of half-hours by their own clock. Groups are formed with it."),
    Kind.FILE: _("A letter, a picture, a sound of up to 10 MB. Few people have one at hand."),
    Kind.REFEREE: _("Name and address of one or two people. We write to them; they answer."),
    Kind.AGREE: _("A box that must be ticked to hand in, if it is needed."),
}
MEANING_WORDS = {
    "": _("Nothing: people read it."),
    **{value: label for value, label in Meaning.choices if value},
}


class FormQuestionForm(InLanguages):
    """Input of `actions.questions.ask_question` and `change_question`; `leading` are those before
    it whose answers are chosen.
    """

    required = forms.BooleanField(
        label=_("Nobody can hand in without an answer"),
        help_text=_("Each needed answer costs you people. A draft is kept without it."),
        required=False,
    )
    each_member = forms.BooleanField(
        label=_("In pairs and groups everybody answers it for themselves"), required=False
    )
    most = forms.IntegerField(required=False, min_value=1, max_value=rules.LONGEST_TEXT)
    shown_if = forms.MultipleChoiceField(
        label=_("Ask it only after one of these answers"),
        help_text=_("Nothing ticked: everybody is asked."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    care = forms.ChoiceField(
        label=_("How sensitive is the answer?"),
        help_text=_("Sensitive answers may stay empty, and the panel does not see them."),
        choices=Care.choices,
        widget=forms.RadioSelect,
    )
    panel = forms.ChoiceField(
        label=_("Does the panel see it?"),
        choices=[("", _("as usual for such an answer")), *Panel.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    keep_days = forms.TypedChoiceField(
        label=_("How long is it kept after the decision?"), choices=KEPT, coerce=int
    )
    meaning = forms.ChoiceField(
        label=_("What does the house make of it?"),
        help_text=_("Choosing and forming groups reckon with it. Each can be asked once."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        languages: Sequence[str],
        leading: Sequence[FormQuestion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.leading = kind, {one.key: one for one in leading}
        is_heading = kind == Kind.HEADING
        asks = _("The heading") if is_heading else _("What do you want to ask?")
        self.add_text("prompt", label=asks, languages=languages)
        self.add_text(
            "explanation",
            label=_("A sentence below it") if is_heading else _("Why do you ask?"),
            help_text="" if is_heading else _("People read this under the question."),
            languages=languages,
            rows=2,
        )
        if kind in rules.WITH_CHOICES:
            self.add_text(
                "choices",
                label=_("Answers to choose from, one a line"),
                help_text=_("The same lines in every language, in the same order."),
                languages=languages,
                rows=5,
            )
        self._fit()

    def _fit(self) -> None:
        """Leave out what its kind has not."""
        if self.kind == Kind.HEADING:
            for name in ("required", "each_member", "care", "panel", "keep_days"):
                del self.fields[name]
        told = {
            Kind.LINE: (_("How many letters at most?"), rules.LINE_LENGTH),
            Kind.TEXT: (_("How many letters at most?"), rules.TEXT_LENGTH),
            Kind.SCALE: (_("Up to which number?"), rules.SCALE_USUAL),
            Kind.REFEREE: (_("How many people?"), 1),
        }
        if self.kind in told:
            label, usual = told[Kind(self.kind)]
            self.fields["most"].label, self.initial["most"] = (
                label,
                self.initial.get("most") or usual,
            )
        else:
            del self.fields["most"]
        meanings = [code for code, kinds in rules.MEANT_AS.items() if self.kind in kinds]
        if meanings:
            self._choices("meaning", [(code, MEANING_WORDS[code]) for code in ("", *meanings)])
        else:
            del self.fields["meaning"]
        if self.leading:
            self._choices("shown_if", self._conditions())
        else:
            del self.fields["shown_if"]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = choices

    def _conditions(self) -> list[Any]:
        found: list[Any] = []
        for one in self.leading.values():
            options = (
                [("yes", _("Yes")), ("no", _("No"))]
                if one.kind == Kind.YES_NO
                else [(row["value"], one_text(row["words"])) for row in one.choices]
            )
            found.append(
                (str(one.prompt), [(f"{one.key}:{code}", words) for code, words in options])
            )
        return found

    def prompts(self) -> list[BoundField]:
        """The question in each language."""
        return self.of("prompt")

    def explanations(self) -> list[BoundField]:
        """Why it is asked, in each language."""
        return self.of("explanation")

    def choice_fields(self) -> list[BoundField]:
        """The answers to choose from, in each language."""
        return self.of("choices")

    def limits(self) -> list[BoundField]:
        """How long or how many, where its kind has that."""
        return self._there("most")

    def more(self) -> list[tuple[str, list[BoundField]]]:
        """What is folded away, under a title each; what its kind has not is left out."""
        parts = (
            (_("Who is asked"), ("shown_if", "each_member")),
            (_("Who reads it, and how long it is kept"), ("care", "panel", "keep_days")),
            (_("What the house makes of it"), ("meaning",)),
        )
        return [(str(title), fields) for title, names in parts if (fields := self._there(*names))]

    def _there(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def condition(self) -> tuple[FormQuestion | None, tuple[str, ...]]:
        """The question it hangs on, and the answers after which it is asked."""
        pairs = [one.split(":", 1) for one in self.cleaned_data.get("shown_if", [])]
        if not pairs:
            return None, ()
        return self.leading[pairs[0][0]], tuple(code for _key, code in pairs)

    def clean_shown_if(self) -> list[str]:
        """Answers to one question."""
        chosen: list[str] = self.cleaned_data["shown_if"]
        if len({one.split(":", 1)[0] for one in chosen}) > 1:
            raise forms.ValidationError(_("Choose answers to one question only."))
        return chosen

    def clean_most(self) -> int | None:
        """A number that its kind can have."""
        most: int | None = self.cleaned_data["most"]
        bounds = {
            Kind.SCALE: (rules.SCALE_LEAST, rules.SCALE_MOST),
            Kind.REFEREE: (1, rules.MOST_REFEREES),
        }
        least, longest = bounds.get(Kind(self.kind), (1, rules.LONGEST_TEXT))
        if most is not None and not least <= most <= longest:
            raise forms.ValidationError(
                _("Choose a number from %(least)s to %(most)s.") % {"least": least, "most": longest}
            )
        return most


def one_text(words: Mapping[str, str]) -> str:
    """A choice as it stands in a list of ours."""
    return next((text for text in words.values() if text), "")
