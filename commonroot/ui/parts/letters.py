"""A letter as its sheet, with notes in the margin."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commonroot.ui.parts.page import NOTHING


def sheet(
    content: str, picture: str = "", *, language: str = "", direction: str = ""
) -> SafeString:
    """A letter exactly as it will be read, with the programme's band across its head."""
    return format_html(
        '<article class="sheet"{}{}>{}<div class="sheet__text">{}</div></article>',
        format_html(' lang="{}"', language) if language else NOTHING,
        format_html(' dir="{}"', direction) if direction else NOTHING,
        picture,
        content,
    )


def margin_note(content: str, title: str, *, tone: str = "") -> SafeString:
    """A note beside a letter; `tone` ochre for the gap, which comes first."""
    return format_html(
        '<section class="note"><h2 class="note__title{}">{}{}</h2>{}</section>',
        f" note__title--{tone}" if tone else "",
        mark_safe('<span aria-hidden="true">… </span>') if tone == "ochre" else NOTHING,
        title,
        content,
    )
