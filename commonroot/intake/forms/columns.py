"""What somebody says the columns of a list hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.sheets.fields import Field

WORDS = {
    Field.NAME: _("Name"),
    Field.GIVEN_NAME: _("Given names"),
    Field.FAMILY_NAME: _("Family names"),
    Field.EMAIL: _("E-mail"),
    Field.PHONE: _("Phone"),
    Field.CONTACT: _("E-mail or phone"),
    Field.COUNTRY: _("Country"),
    Field.CITY: _("City"),
    Field.PLACE: _("City and country"),
    Field.ORGANISATION: _("Organisation"),
    Field.ROLE: _("Role"),
    Field.COURSE: _("Course"),
    Field.YEAR: _("Year of the course"),
    Field.DATE: _("Day of the entry"),
    Field.BORN: _("Date of birth"),
    Field.LANGUAGE: _("Language"),
    Field.AGREED: _("Agreed to be kept"),
    Field.AGREED_ON: _("Day they agreed"),
    Field.STATUS: _("State in a mailing list"),
    Field.STATUS_ON: _("Day of that state"),
    Field.TAGS: _("Tags"),
    Field.IDENTIFIER: _("Key in another service"),
    Field.NOTES: _("Notes"),
    Field.IGNORED: _("Not needed"),
    Field.UNKNOWN: _("Not understood"),
}


class ColumnsForm(forms.Form):
    """Input of `actions.remap`: one choice for each column, shown by sheet."""

    def __init__(self, *args: Any, columns: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        """`columns` as the import stores them."""
        super().__init__(*args, **kwargs)
        self.columns = columns
        for place, column in enumerate(columns):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=column["heading"] or _("without a heading"),
                choices=[(field.value, words) for field, words in WORDS.items()],
                initial=column["field"],
                widget=forms.Select(attrs={"class": "field__input"}),
            )

    def held(self, place: int) -> str:
        """In words what a column was understood to hold."""
        return str(WORDS[Field(self.columns[place]["field"])])

    def choices(self) -> dict[str, dict[int, str]]:
        """{sheet: {index: field}} of what was changed."""
        changed: dict[str, dict[int, str]] = {}
        for place, column in enumerate(self.columns):
            said = self.cleaned_data[f"column{place}"]
            if said != column["field"]:
                changed.setdefault(column["sheet"], {})[column["index"]] = said
        return changed
