"""What may be sent around circles before a course."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.core.places import language_name
from commonroot.engagement.models import Liaison

WORDS = 2000


class BriefingForm(forms.Form):
    """The organisers' own words, one field for each language that somebody may read them in."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            self.fields[code] = forms.CharField(
                label=language_name(code, get_language() or "en"),
                required=False,
                max_length=WORDS,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code, "dir": "auto"}),
            )


class LiaisonAnswerForm(forms.Form):
    """What a circle answers before a course."""

    answer = forms.ChoiceField(
        choices=Liaison.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    words = forms.CharField(
        label=_("A word, if you like"),
        help_text=_("A topic, somebody to meet, a date. Only the organisers read it."),
        required=False,
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhyForm(forms.Form):
    """Why a circle is not asked."""

    why = forms.CharField(label=_("Why"), max_length=300)
