"""What an organiser may send to bring a list in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from commonroot.intake.rules import PASTED
from commonroot.sheets.sayings import Saying, say

PASTE_LENGTH = 1_000_000


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> list[UploadedFile]:
        """Each file by the rules of one."""
        return [super(ManyFilesField, self).clean(one, initial) for one in value or []]


class ListForm(forms.Form):
    """Input of `actions.take_lists`: files, or cells pasted from a sheet."""

    # An empty one is taken too, so that it is named and left out and the others are read.
    sheets = ManyFilesField(
        allow_empty_file=True,
        label=_("Files"),
        help_text=_("XLSX, XLS, ODS, CSV or TSV, up to 10 MB each. Several at once are fine."),
        widget=ManyFiles(attrs={"multiple": True, "accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
        required=False,
    )
    pasted = forms.CharField(
        label=_("Or paste cells here"),
        help_text=_("Mark them in your sheet, copy, and paste: headings first."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        max_length=PASTE_LENGTH,
        required=False,
        strip=False,
    )

    def sources(self) -> list[tuple[str, bytes]]:
        """(name, content) of everything chosen but of files over the limit, which stay unread."""
        found = [
            (_name(upload), upload.read()) for upload in self._uploads() if not _too_large(upload)
        ]
        pasted = self.cleaned_data.get("pasted", "")
        if pasted.strip():
            found.append((PASTED, pasted.encode()))
        return found

    def too_large(self) -> list[tuple[str, Saying]]:
        """(name, why) of each file over the limit."""
        limit = f"{settings.UPLOAD_MAX_BYTES // 1_048_576}"
        return [
            (_name(one), say("too_large", size=f"{(one.size or 0) / 1e6:.0f}", limit=limit))
            for one in self._uploads()
            if _too_large(one)
        ]

    def _uploads(self) -> list[UploadedFile]:
        return self.cleaned_data.get("sheets") or []


def _name(upload: UploadedFile) -> str:
    return (upload.name or "list")[:120]


def _too_large(upload: UploadedFile) -> bool:
    return (upload.size or 0) > settings.UPLOAD_MAX_BYTES
