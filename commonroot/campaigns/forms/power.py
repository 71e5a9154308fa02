"""What people may send about the power map beyond its entries: days, lists of others, ways out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_PASTED = 900_000  # letters of both lists together: a form holds no more


class DayForm(forms.Form):
    """Input of `actions.snapshots.take` and `rename`."""

    name = forms.CharField(
        label=_("What was this day?"),
        help_text=_("For example: before the hearing. You can leave it empty."),
        max_length=120,
        required=False,
    )


class TakeForm(forms.Form):
    """Input of `actions.kumu.take_along`."""

    kind = forms.ChoiceField(
        label=_("As what kind of file?"),
        choices=(("xlsx", _("one workbook (XLSX)")), ("csv", _("two CSV files in an archive"))),
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    team_only = forms.ChoiceField(
        label=_("With what only the team may see?"),
        choices=(("no", _("No, without it")), ("yes", _("Yes, with it"))),
        widget=forms.RadioSelect,
        initial="no",
    )
    reason = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_(
            "It is written down with who you are, for those who keep watch over this school."
        ),
        max_length=200,
    )


class BringForm(forms.Form):
    """Input of the dry look at a list, and of `actions.kumu.bring`: a file, or pasted cells."""

    file = forms.FileField(
        label=_("A file"),
        help_text=_("XLSX, ODS, CSV, or an archive of two CSV files, as Kumu gives them out."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.tsv,.zip"}),
    )
    elements = forms.CharField(
        label=_("Who: the cells of the sheet Elements"),
        help_text=_("With the line of headings; one of them is Label."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        strip=False,
    )
    connections = forms.CharField(
        label=_("Ties: the cells of the sheet Connections"),
        help_text=_("With the line of headings; two of them are From and To."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """A file or cells, and no more than a page can hold."""
        given: dict[str, Any] = super().clean() or {}
        pasted = [given.get("elements") or "", given.get("connections") or ""]
        if not given.get("file") and not any(text.strip() for text in pasted):
            raise forms.ValidationError(_("Choose a file, or paste the cells of a sheet."))
        if sum(map(len, pasted)) > LONGEST_PASTED:
            raise forms.ValidationError(
                _("This is more than a page can take. Save it as a file and choose that.")
            )
        return given
