"""What organisers may send about places."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import Translated
from commonroot.core.language_fields import InLanguages
from commonroot.core.places import country_choices
from commonroot.programmes.models import Question, Session
from commonroot.registration.forms.asking import (
    ANSWER_LENGTH,
    NAME_LENGTH,
    WAY_LENGTH,
    add_questions,
    typed_answers,
)
from commonroot.registration.models import Quota

TEXT_LENGTH = 4000
MOMENT = {"type": "datetime-local"}
LONGEST_OPEN = 24 * 60
KEPT = ((7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year")))


class ForOthersForm(forms.Form):
    """What an organiser answers for others to the questions of a session, as far as they know."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question_names = add_questions(self, questions, optional=True)

    def questions(self) -> list[forms.BoundField]:
        """The organisers' own questions, in their order."""
        return [self[name] for name in self.question_names]

    def answers(self) -> dict[str, str]:
        """What was answered, by the question's key."""
        return typed_answers(self, self.question_names)


class ByHandForm(ForOthersForm):
    """Input of `actions.register_by_hand`, and once a session has begun of `actions.write_in`."""

    name = forms.CharField(label=_("The name they use"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("E-mail, or a phone number with country code."),
        max_length=WAY_LENGTH,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    needs = forms.CharField(
        label=_("They need something"), max_length=ANSWER_LENGTH, required=False
    )

    def __init__(self, *args: Any, begun: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if begun:  # whoever stood there may have left nothing but a name
            self.fields["way"].required = False
            del self.fields["needs"]


class PasteForm(ForOthersForm):
    """Input of `actions.register_list`."""

    text = forms.CharField(
        label=_("One person a line"),
        help_text=_("A name and an address or number in each, as in “Amina W. amina@example.org”. "
                    "Cells of a spreadsheet will do."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=40_000,
    )  # fmt: skip


class WriteInForm(forms.Form):
    """Input of `actions.reports.settle_new`."""

    name = forms.CharField(label=_("The name they use"), max_length=NAME_LENGTH)
    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("If they left one: then they get a letter with a link to their page."),
        max_length=WAY_LENGTH,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        required=False,
    )


class DoorForm(forms.Form):
    """Input of `actions.set_door` and `actions.set_who_comes`; times are by the host's clock."""

    open_to = forms.ChoiceField(
        label=_("Who may have a place?"),
        help_text=_(
            "While places are for members, whoever asks shows by the link of a letter that "
            "they are one."
        ),
        choices=Session.OpenTo.choices,
        widget=forms.RadioSelect,
    )
    members_until = forms.DateTimeField(
        label=_("Members come first until"),
        required=False,
        widget=forms.DateTimeInput(MOMENT),
    )
    by_approval = forms.BooleanField(
        label=_("An organiser says yes or no to each who asks"), required=False
    )
    guests = forms.IntegerField(
        label=_("How many colleagues may each bring?"),
        help_text=_("By a personal link. 0: nobody."),
        min_value=0,
        max_value=20,
    )
    opens_at = forms.DateTimeField(
        label=_("Places are given from"), required=False, widget=forms.DateTimeInput(MOMENT)
    )
    closes_at = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput(MOMENT)
    )
    offer_hours = forms.IntegerField(
        label=_("How many hours is a freed place held for whoever is next?"),
        help_text=_("At most half the time left before the session."),
        min_value=1,
        max_value=14 * 24,
    )
    line_length = forms.IntegerField(
        label=_("How many may wait?"),
        help_text=_("Empty: as many as ask."),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    dial_in = forms.CharField(
        label=_("Joining by phone"),
        help_text=_("Number and code. Only those with a place see it, when the link opens."),
        max_length=200,
        required=False,
    )
    join_opens_minutes = forms.IntegerField(
        label=_("How many minutes before the start does the link to join open?"),
        help_text=_("Those with a place see it on their page from then on. 0: at the start."),
        min_value=0,
        max_value=LONGEST_OPEN,
    )

    whole = forms.BooleanField(
        label=_("The same for all coming sessions of this programme"),
        help_text=_(
            "Times keep their distance to each session. Places kept for some are kept in each."
        ),
        required=False,
    )

    def __init__(self, *args: Any, for_members: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_members:
            del self.fields["open_to"], self.fields["members_until"]


class QuotaForm(forms.Form):
    """One row of `actions.set_quotas`; empty rows are left out."""

    kind = forms.ChoiceField(
        label=_("For"), choices=[("", "—"), *Quota.Kind.choices], required=False
    )
    countries = forms.CharField(
        label=_("Countries"),
        help_text=_("Two letters each: KE, UG."),
        max_length=200,
        required=False,
    )
    circle = forms.ChoiceField(label=_("Circle"), required=False)
    kept = forms.IntegerField(
        label=_("Places kept"), min_value=0, max_value=100_000, required=False
    )
    at_most = forms.IntegerField(label=_("At most"), min_value=0, max_value=100_000, required=False)

    def __init__(self, *args: Any, circles: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        circle = self.fields["circle"]
        assert isinstance(circle, forms.ChoiceField)
        circle.choices = [("", "—"), *circles]
        for field in self.fields.values():
            # They stand in a table, whose heads are their labels.
            field.widget.attrs |= {"class": "field__input", "aria-label": field.label}

    def clean_countries(self) -> tuple[str, ...]:
        """Codes of countries that there are."""
        typed = self.cleaned_data["countries"].replace(";", ",").replace(" ", ",").upper()
        codes = tuple(dict.fromkeys(code for code in typed.split(",") if code))
        known = {code for code, _name in country_choices("en")}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(
                _("We know no country %(code)s."), params={"code": unknown[0]}
            )
        return codes

    def clean(self) -> dict[str, Any]:
        """What its kind needs is there."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Quota.Kind.COUNTRY and not cleaned.get("countries"):
            self.add_error("countries", _("Which countries?"))
        if cleaned.get("kind") == Quota.Kind.CIRCLE and not cleaned.get("circle"):
            self.add_error("circle", _("Which circle?"))
        return cleaned


class QuestionForm(InLanguages):
    """Input of `actions.ask_question` and `actions.change_question`."""

    kind = forms.ChoiceField(
        label=_("How is it answered?"), choices=Question.Kind.choices, widget=forms.RadioSelect
    )
    required = forms.BooleanField(label=_("Nobody gets a place without an answer"), required=False)
    care = forms.ChoiceField(
        label=_("How sensitive is the answer?"),
        help_text=_("Sensitive answers stand in no list and no file, and nobody must give them."),
        choices=Question.Care.choices,
        widget=forms.RadioSelect,
    )
    keep_days = forms.TypedChoiceField(
        label=_("How long is it kept after the session?"), choices=KEPT, coerce=int
    )
    sessions = forms.MultipleChoiceField(
        label=_("In which sessions is it used?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one session.")},
    )

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        sessions: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        used = self.fields["sessions"]
        assert isinstance(used, forms.MultipleChoiceField)
        used.choices = list(sessions)
        self.add_text("prompt", label=_("What do you want to ask?"), languages=languages)
        self.add_text(
            "explanation",
            label=_("Why do you ask?"),
            help_text=_("People read this under the question."),
            languages=languages,
        )
        self.add_text(
            "choices",
            label=_("Answers to choose from, one a line"),
            languages=languages,
            rows=4,
        )

    def prompts(self) -> list[forms.BoundField]:
        """The question in each language."""
        return self.of("prompt")

    def explanations(self) -> list[forms.BoundField]:
        """Why it is asked, in each language."""
        return self.of("explanation")

    def choice_fields(self) -> list[forms.BoundField]:
        """The answers to choose from, in each language."""
        return self.of("choices")

    def choices_typed(self) -> tuple[Translated, ...]:
        """The answers to choose from: line by line, each in the languages it was written in."""
        return self.lines("choices")


class WriteForm(InLanguages):
    """Input of `actions.write_to`."""

    states = forms.MultipleChoiceField(
        label=_("To whom?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose to whom it goes.")},
    )

    def __init__(
        self, *args: Any, languages: Sequence[str], states: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["states"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(states)
        self.add_text("subject", label=_("Subject"), languages=languages)
        self.add_text("text", label=_("Text"), languages=languages, rows=8)

    def subjects(self) -> list[forms.BoundField]:
        """The subject in each language."""
        return self.of("subject")

    def letter_texts(self) -> list[forms.BoundField]:
        """The text in each language."""
        return self.of("text")
