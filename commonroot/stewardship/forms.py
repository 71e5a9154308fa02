"""What organisers may say about keeping and about the notice."""

from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

AT_MOST = 4000


class KeepingForm(forms.Form):
    """Input of `actions.choose_keeping`."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=36_500)


class NoticeForm(forms.Form):
    """Input of `actions.word_notice`: who answers, and a paragraph in each language."""

    who = forms.CharField(
        label=_("Which body answers for it"),
        help_text=_("Its full name, as on paper. Empty: the name of the school."),
        max_length=200,
        required=False,
    )
    contact = forms.CharField(
        label=_("How to reach it"),
        help_text=_("An address or a mailbox that somebody reads."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for code in languages:
            self.fields[f"paragraph_{code}"] = forms.CharField(
                label=_("What else people should know, in %(language)s")
                % {"language": get_language_info(code)["name_local"]},
                widget=forms.Textarea,
                max_length=AT_MOST,
                required=False,
            )

    def paragraph(self) -> dict[str, str]:
        """{language: text} of what was written."""
        said = {code: self.cleaned_data[f"paragraph_{code}"].strip() for code in self.languages}
        return {code: text for code, text in said.items() if text}
