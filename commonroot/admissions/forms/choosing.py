"""What organisers send where they choose: what is looked for, reasons, letters, help with money."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import FormQuestion
from commonroot.admissions.queries.criteria import choices_of
from commonroot.admissions.rules.letters import LENGTH
from commonroot.core.places import language_name

PERCENT = 100


class QuestionForm(forms.Form):
    """Which question of the form is looked at."""

    question = forms.ChoiceField(label=_("What do you look at?"))

    def __init__(
        self, sent: Mapping[str, str] | None, *, questions: Sequence[FormQuestion]
    ) -> None:
        super().__init__(sent)
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, str(one.prompt)) for one in questions]


class AimForm(forms.Form):
    """What is looked for in the answers to one question. `kind`: eligibility, priority, target."""

    values = forms.MultipleChoiceField(label=_("Which answers?"))

    def __init__(
        self,
        sent: Mapping[str, str] | None,
        *,
        kind: str,
        question: FormQuestion,
        languages: Sequence[str],
        language: str,
    ) -> None:
        super().__init__(sent)
        self.kind, self.languages = kind, languages
        field = self.fields["values"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices_of(question, language=language)
        if question.kind not in {FormQuestion.Kind.COUNTRY, FormQuestion.Kind.LANGUAGES}:
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        else:
            field.widget.attrs["size"] = "12"
            field.help_text = _("Hold Ctrl to choose several. Regions stand first.")
        if kind == "priority":
            self.fields["points"] = forms.IntegerField(
                label=_("How many points does it bring?"),
                help_text=_("The panel’s average goes from 0 to 100."),
                min_value=1,
                max_value=PERCENT,
                initial=5,
            )
        if kind == "target":
            self.fields["title"] = forms.CharField(
                label=_("What do you call them?"),
                help_text=_("As it stands beside the bar: “women”, “from East Africa”."),
                max_length=80,
            )
            for name, label in (("least", _("At least, in percent")), ("most", _("At most"))):
                self.fields[name] = forms.IntegerField(
                    label=label, min_value=0, max_value=PERCENT, required=False
                )
        if kind == "eligibility":
            for code in languages:
                self.fields[f"words_{code}"] = forms.CharField(
                    label=_("What do those read who cannot be accepted? (%(language)s)")
                    % {"language": language_name(code, language)},
                    widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                    max_length=600,
                    required=code == languages[0],
                )

    def words(self) -> dict[str, str]:
        """{language: what is read}, those that were written."""
        said = self.cleaned_data
        return {code: said[f"words_{code}"] for code in self.languages if said[f"words_{code}"]}


class ReasonForm(forms.Form):
    """Why it is decided so."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It stays with the decision, for the organisers. The person may ask for it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class ReplyForm(forms.Form):
    """What one alone reads below the letter."""

    added = forms.CharField(
        label=_("For them alone"),
        help_text=_("It stands below the letter, in the language in which you write it."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=3000,
        required=False,
    )


class LetterForm(forms.Form):
    """What everybody with one verdict reads, per language."""

    def __init__(
        self,
        sent: Mapping[str, str] | None,
        *,
        texts: Mapping[str, str],
        languages: Sequence[str],
        language: str,
    ) -> None:
        super().__init__(sent)
        self.languages = languages
        for code in languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=language_name(code, language),
                widget=forms.Textarea(attrs={"rows": 9, "lang": code}),
                initial=texts.get(code, ""),
                max_length=LENGTH,
                required=False,
            )

    def texts(self) -> dict[str, str]:
        """{language: text}."""
        return {code: self.cleaned_data[f"text_{code}"] for code in self.languages}


class HelpForm(forms.Form):
    """One step of help with money."""

    state = forms.ChoiceField(label=_("What comes next?"))
    offered = forms.CharField(
        label=_("What is offered?"),
        help_text=_("For what, and how much at most: “the bus, up to 60 EUR”."),
        max_length=300,
        required=False,
    )

    def __init__(
        self, sent: Mapping[str, str] | None, *, states: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(sent)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(states)
