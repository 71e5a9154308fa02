"""Forms in which organisers write the same text in several languages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language_info

from commonroot.core.fields import Translated

TEXT_LENGTH = 4000


def own_name(code: str) -> str:
    """The name of a language in that language; the code itself for one that we do not know."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


class InLanguages(forms.Form):
    """Texts asked once in each language: a field each, `text-en`, `text-fr`."""

    def texts(self, name: str) -> Translated:
        """What was written in each language; those left empty are missing."""
        prefix = f"{name}-"
        return Translated(
            {
                field.removeprefix(prefix): text
                for field, text in self.cleaned_data.items()
                if field.startswith(prefix) and text
            }
        )

    def of(self, name: str) -> list[forms.BoundField]:
        """The fields of one text, a language each."""
        return [self[field] for field in self.fields if field.startswith(f"{name}-")]

    def add_text(
        self, name: str, *, label: Any, languages: Sequence[str], rows: int = 0, help_text: Any = ""
    ) -> None:
        """A field for each language; the language stands in the label where there are several."""
        for language in languages:
            attrs = {"lang": language, "dir": "auto"}
            lines: forms.Widget = forms.TextInput(attrs=attrs)
            if rows:
                lines = forms.Textarea(attrs=attrs | {"rows": rows})
            told = f"{label} ({own_name(language)})" if len(languages) > 1 else label
            self.fields[f"{name}-{language}"] = forms.CharField(
                label=told,
                help_text=help_text if language == languages[0] else "",
                widget=lines,
                max_length=TEXT_LENGTH,
                required=False,
            )

    def lines(self, name: str) -> tuple[Translated, ...]:
        """A text of lines: each line in the languages it was written in; a line that is empty in
        one language is missing in that one.
        """
        columns = {
            language: [line.strip() for line in text.splitlines()]
            for language, text in self.texts(name).items()
        }
        longest = max((len(lines) for lines in columns.values()), default=0)
        rows = (
            Translated(
                {
                    language: lines[place]
                    for language, lines in columns.items()
                    if place < len(lines) and lines[place]
                }
            )
            for place in range(longest)
        )
        return tuple(row for row in rows if row)
