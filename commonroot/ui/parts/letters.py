"""A letter as its sheet with notes in the margin, and two descriptions of a person side by side."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonroot.ui.parts.page import NOTHING

COMPARED = {"same": "=", "differs": "≠", "unknown": "?"}


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


def compare(rows: Iterable[Mapping[str, Any]], *, one: str, other: str) -> SafeString:
    """Two descriptions side by side with a column of = ≠ ?, in rows.

    Each `{label, one, other, state, large}`; `state` is same, differs or unknown. What
    differs is underlined when `one` and `other`, then safe HTML, hold it in `<mark>`.
    """
    words = {"same": _("same"), "differs": _("differs"), "unknown": _("not known")}
    return format_html(
        '<table class="compare"><thead><tr><td></td><th scope="col">{}</th><td></td>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
        one,
        other,
        format_html_join(
            "",
            '<tr{}><th scope="row">{}</th><td><bdi>{}</bdi></td>'
            '<td class="compare__sign compare__sign--{}">'
            '<span aria-hidden="true">{}</span><span class="hush">{}</span></td><td>'
            "<bdi>{}</bdi></td></tr>",
            (
                (
                    mark_safe(' class="compare__large"') if row.get("large") else NOTHING,
                    row["label"],
                    row["one"],
                    row["state"],
                    COMPARED[row["state"]],
                    words[row["state"]],
                    row["other"],
                )
                for row in rows
            ),
        ),
    )
