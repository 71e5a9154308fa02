"""What this area says to people: one catalogue of sentences, and the refusal that carries one.

This area does not know Django, so nothing is translated here. A `Saying` keeps the code of its
sentence and the values that belong in it. Whoever shows it passes their translator:

    saying.translated(gettext)

`_` marks the sentences for extraction and gives them back unchanged. `str(saying)` is English.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from commonroot.core.errors import Refused


def _(sentence: str) -> str:
    """Mark a sentence for extraction into the translation catalogues."""
    return sentence


SENTENCES: Mapping[str, str] = {
    # A file that cannot be read at all
    "broken_workbook": _(
        "This file looks damaged: the sheet could not be opened. Save it again as XLSX or CSV "
        "and try once more. Nothing was changed."
    ),
    "broken_archive": _(
        "This file looks damaged: its parts could not be unpacked. Download or save it again "
        "and try once more. Nothing was changed."
    ),
    "empty_file": _("This file is empty: it holds no bytes at all. Nothing was changed."),
    "no_video_report": _(
        "This is not a report of a video meeting that we know. We look for a line with the "
        "headings Name, Join time and Leave time, as Zoom writes them. Nothing was changed."
    ),
    "empty_sheet": _(
        "There is nothing in this sheet: we found no row with anything in it. Check that you "
        "chose the right file. Nothing was changed."
    ),
    "too_large": _(
        "This file is too large: it has %(size)s MB, and we read up to %(limit)s MB. Split it "
        "into two files and add them one after the other. Nothing was changed."
    ),
    "too_many_rows": _(
        "This sheet has more than %(limit)s rows. Split it into smaller sheets and add them one "
        "after the other. Nothing was changed."
    ),
    "too_many_columns": _(
        "This sheet has more than %(limit)s columns. Delete the columns you do not need and try "
        "once more. Nothing was changed."
    ),
    "long_cell": _(
        "Row %(row)s has a cell with more than %(limit)s characters. Often a quotation mark was "
        "opened and never closed. Shorten the cell and try once more. Nothing was changed."
    ),
    "unknown_kind": _(
        "We cannot read this kind of file. Save your list as XLSX, ODS or CSV and try once more. "
        "Nothing was changed."
    ),
    "other_kind": _(
        "This file is named %(named)s, but inside it is %(found)s. Save your list again as XLSX, "
        "ODS or CSV and try once more. Nothing was changed."
    ),
    "found_pdf": _("a PDF"),
    "found_picture": _("a picture"),
    "found_document": _("a text document"),
    "found_packed": _("a packed file"),
    "found_program": _("a program"),
    "found_page": _("a web page"),
    "found_text": _("plain text"),
    "found_xls": _("an old Excel file"),
    "found_xlsx": _("an XLSX file"),
    "found_ods": _("an ODS file"),
    "password": _(
        "This file is protected by a password. Open it, remove the password, save it and try "
        "once more. Nothing was changed."
    ),
    "macros": _(
        "This file contains macros (small programs), which we do not let in. Save it as plain "
        "XLSX and try once more. Nothing was changed."
    ),
    "inflates": _(
        "This file unpacks to far more than a list would hold, so we stopped reading it. Copy "
        "the rows into a new sheet, save it and try once more. Nothing was changed."
    ),
    "too_many_members": _(
        "This file holds more than %(limit)s parts inside. Copy the rows into a new sheet, save "
        "it and try once more. Nothing was changed."
    ),
    "nested_archive": _(
        "This file holds other packed files inside. Take the list out, save it as XLSX or CSV "
        "and try once more. Nothing was changed."
    ),
    "unsafe_archive": _(
        "This file holds parts with unsafe names. Copy the rows into a new sheet, save it and "
        "try once more. Nothing was changed."
    ),
    # What we noticed while reading
    "encoding_guessed": _(
        "The file does not say how its letters are stored; we read it as %(encoding)s. Check "
        "that accents and other scripts look right."
    ),
    "mojibake_repaired": _("We repaired broken letters in %(count)s cells (%(example)s)."),
    "quotes_ignored": _("A quotation mark is never closed, so we read the marks as plain signs."),
    "merged_filled": _("Cells merged over several rows were copied to each of their rows."),
    "hidden_sheet": _("The sheet %(sheet)s is hidden in the file; we read it too."),
    "sheet_skipped": _("The sheet %(sheet)s is empty; we left it out."),
    "member_skipped": _("%(member)s is not a list; we left it out."),
    "no_headings": _("We found no line of headings; the columns were named by what is in them."),
    # Lines that are no rows
    "dropped_title": _("stands above the headings"),
    "dropped_blank": _("blank"),
    "dropped_total": _("a total, not a person"),
    "dropped_headings": _("the headings once more"),
    "dropped_section": _("names the country of the rows below it"),
    "dropped_nul": _("holds signs that are no text (NUL)"),
    # Why a column was read as it was
    "why_preset": _("column of %(preset)s"),
    "why_heading": _("the heading says “%(alias)s”"),
    "why_heading_part": _("the heading speaks of “%(alias)s”"),
    "why_content": _("%(share)s%% of its cells look like it"),
    "why_beside": _("beside a column of family names"),
    "why_nothing": _("neither heading nor cells tell"),
    "why_empty": _("the column is empty"),
    # Cells that could not be read, and cells that were repaired
    "bad_email": _("we could not read the e-mail address %(text)s"),
    "bad_phone": _("we could not read the phone number %(text)s"),
    "rounded_phone": _(
        "the spreadsheet rounded the phone number %(text)s; its last digits are lost"
    ),
    "homeless_phone": _("the phone number %(text)s has no country, and the row names none"),
    "bad_country": _("we do not know the country %(text)s"),
    "bad_date": _("we could not read the date %(text)s"),
    "no_such_day": _("%(text)s is not a day"),
    "unsure_date": _("%(text)s could be two different days"),
    "bad_year": _("we could not read the year %(text)s"),
    "bad_agreed": _("we could not tell whether %(text)s means yes or no"),
    "repaired_email": _("%(text)s was read as %(value)s"),
    "row": _("Row %(row)s: %(what)s."),
    "row_cell": _("Row %(row)s, column “%(column)s”: %(what)s."),
    "row_nobody": _(
        "Row %(row)s has neither a name nor an e-mail address or phone number, so we left it out."
    ),
}


@dataclass(frozen=True)
class Saying:
    """A sentence by its code, with the values that belong in it (a value may be a Saying)."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The English sentence with its `%(name)s` places, as translators know it."""
        return SENTENCES[self.code]

    def translated(self, gettext: Callable[[str], str]) -> str:
        """Return the sentence in the language of `gettext`, sayings within it too."""
        values = {
            name: value.translated(gettext) if isinstance(value, Saying) else value
            for name, value in self.values.items()
        }
        return gettext(self.template) % values

    def __str__(self) -> str:
        return self.template % self.values


def say(code: str, **values: object) -> Saying:
    """Make a Saying from a code of the catalogue."""
    return Saying(code, values)


class Unreadable(Refused):
    """A file we do not read; `saying` (and `str`) is a sentence people may read."""

    def __init__(self, code: str, **values: object) -> None:
        self.saying = Saying(code, values)
        super().__init__(str(self.saying))

    @property
    def code(self) -> str:
        """The code of the sentence, for tests and for those who count refusals."""
        return self.saying.code
