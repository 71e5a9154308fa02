"""What people may send to ask for a place."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.consent.rules import Purpose
from commonroot.core.places import country_choices
from commonroot.programmes.models import Question
from commonroot.programmes.queries import shown

NAME_LENGTH = 120
WAY_LENGTH = 254
ANSWER_LENGTH = 2000
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

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = self.fields["country"]
        assert isinstance(countries, forms.ChoiceField)
        countries.choices = country_choices(get_language() or "en")
        self.question_names: list[str] = []
        for question in questions:
            name = f"q-{question.key}"
            self.fields[name] = _question_field(question)
            self.question_names.append(name)

    def questions(self) -> list[forms.BoundField]:
        """The organisers' own questions, in their order."""
        return [self[name] for name in self.question_names]

    def answers(self) -> dict[str, str]:
        """What was answered, by the question's key."""
        return {name[2:]: self.cleaned_data[name] for name in self.question_names}

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


def _question_field(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": shown(question.prompt, question.session.programme),
        "help_text": shown(question.explanation, question.session.programme),
        "required": question.required,
        "error_messages": {"required": _("The organisers need an answer to this.")},
    }
    if question.kind == Question.Kind.CHOICE:
        told = [str(shown(choice, question.session.programme)) for choice in question.choices]
        return forms.ChoiceField(
            choices=[(text, text) for text in told], widget=forms.RadioSelect, **common
        )
    long = question.kind == Question.Kind.TEXT
    widget = forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput()
    return forms.CharField(widget=widget, max_length=ANSWER_LENGTH, **common)
