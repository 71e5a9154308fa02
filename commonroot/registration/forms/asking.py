"""What people may send to ask for a place."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.core.places import country_choices
from commonroot.programmes.models import Question
from commonroot.programmes.queries import shown

NAME_LENGTH = 120
WAY_LENGTH = 254
ANSWER_LENGTH = 2000
MOST = 10**9
PARTED = "\n"  # between several answers to one question
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))
HARM = (("open", _("No")), ("careful", _("I am not sure")), ("high", _("Yes")))


class RegisterForm(forms.Form):
    """Input of `actions.take_registration`. `website` is filled in by machines alone."""

    name = forms.CharField(
        label=_("The name you want us to use"),
        max_length=NAME_LENGTH,
        error_messages={
            "required": _("Write the name you want us to use."),
            "max_length": _("This name is too long for us to store. Write a shorter one."),
        },
    )
    way = forms.CharField(
        label=_("One way to reach you"),
        help_text=_("E-mail, or a phone number with country code. Only the organisers see it."),
        max_length=WAY_LENGTH,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages={
            "required": _("Write an e-mail address, or a phone number with its country code."),
            "max_length": _("This is too long for an address or a number."),
        },
    )
    needs = forms.CharField(
        label=_("What would make it possible for you to take part?"),
        help_text=_("Captions, a language, a person with you, a place without stairs."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=ANSWER_LENGTH,
        required=False,
    )
    risk = forms.ChoiceField(
        label=_("Could it harm you if people knew you took part?"),
        help_text=_("If it could, letters to you hold a link and nothing else."),
        choices=HARM,
        widget=forms.RadioSelect,
        required=False,
    )
    country = forms.ChoiceField(label=_("Which country do you live in?"), required=False)
    keep = forms.ChoiceField(choices=YES_OR_NO, required=False)
    circle = forms.ChoiceField(choices=YES_OR_NO, required=False)
    news = forms.ChoiceField(choices=YES_OR_NO, required=False)
    website = forms.CharField(required=False)

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question],
        needs_country: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        countries = self.fields["country"]
        assert isinstance(countries, forms.ChoiceField)
        countries.choices = country_choices(get_language() or "en")
        countries.required = needs_country
        countries.error_messages["required"] = _("Say which: places are kept by country.")
        self.question_names = add_questions(self, questions)

    def questions(self) -> list[forms.BoundField]:
        """The organisers' own questions, in their order."""
        return [self[name] for name in self.question_names]

    def answers(self) -> dict[str, str]:
        """What was answered, by the question's key."""
        return typed_answers(self, self.question_names)

    def agreements(self) -> dict[Purpose, bool | None]:
        """What was said to each purpose; the first question asks for two."""
        said = {name: _said(self.cleaned_data[name]) for name in ("keep", "circle", "news")}
        return {
            Purpose.REGISTER: said["keep"],
            Purpose.FOLLOW_UP: said["keep"],
            Purpose.COUNTRY_CIRCLE: said["circle"],
            Purpose.NEWS: said["news"],
        }

    @property
    def needs_open(self) -> bool:
        """Whether "I need something" was written in, so that it stays open."""
        return self.is_bound and bool(
            self["needs"].value() or self["risk"].value() or self["needs"].errors
        )


def _said(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


def add_questions(
    form: forms.Form,
    questions: Iterable[Question],
    *,
    answers: Mapping[str, str] | None = None,
    optional: bool = False,
) -> list[str]:
    """Add a field for each question, with what was answered before; their names in order.

    With `optional` none must be answered: organisers may not know.
    """
    names = []
    for question in questions:
        name = f"q-{question.key}"
        said = (answers or {}).get(question.key, "")
        several = question.kind == Question.Kind.SEVERAL
        form.fields[name] = _question_field(question)
        form.fields[name].initial = said.split(PARTED) if several and said else said
        if optional:
            form.fields[name].required = False
        names.append(name)
    return names


def typed_answers(form: forms.Form, names: Iterable[str]) -> dict[str, str]:
    """What was answered, as text, by the question's key; several choices stand in lines."""
    found = {}
    for name in names:
        said = form.cleaned_data[name]
        joined = PARTED.join(said) if isinstance(said, list) else said
        found[name[2:]] = "" if joined is None else str(joined)
    return found


def _question_field(question: Question) -> forms.Field:
    programme = question.session.programme
    common: dict[str, Any] = {
        "label": shown(question.prompt, programme),
        "help_text": shown(question.explanation, programme),
        "required": question.required,
        "error_messages": {"required": _("The organisers need an answer to this.")},
    }
    # What is kept is one text for everybody, whatever language it was read in.
    choices = [
        (Translated(choice).chosen(programme.languages)[0], shown(choice, programme))
        for choice in question.choices
    ]
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind == Question.Kind.SEVERAL:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=boxes, **common)
    if question.kind == Question.Kind.YES_NO:
        return forms.ChoiceField(choices=YES_OR_NO, widget=forms.RadioSelect, **common)
    if question.kind == Question.Kind.NUMBER:
        common["error_messages"] |= {"invalid": _("Write a number, in digits.")}
        widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"})
        return forms.IntegerField(min_value=-MOST, max_value=MOST, widget=widget, **common)
    long = question.kind == Question.Kind.TEXT
    lines = forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput()
    return forms.CharField(widget=lines, max_length=ANSWER_LENGTH, **common)


class SeriesForm(RegisterForm):
    """Input of `actions.take_registrations`: the same form, and which sessions."""

    sessions = forms.MultipleChoiceField(
        label=_("Which sessions?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one session.")},
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(choices)
        sessions = self.fields["sessions"]
        assert isinstance(sessions, forms.MultipleChoiceField)
        sessions.choices = listed
        sessions.initial = [value for value, _label in listed]


class OwnPlaceForm(forms.Form):
    """Input of `actions.change_answers`: what the person needs and answered."""

    needs = forms.CharField(
        label=_("What would make it possible for you to take part?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=ANSWER_LENGTH,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question],
        answers: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question_names = add_questions(self, questions, answers=answers)

    def questions(self) -> list[forms.BoundField]:
        """The organisers' own questions, in their order."""
        return [self[name] for name in self.question_names]

    def answers(self) -> dict[str, str]:
        """What was answered, by the question's key."""
        return typed_answers(self, self.question_names)
