"""Numbers that can be seen: bars, one bar of parts, large figures; only unknown is hatched."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from commonroot.ui.parts.page import NOTHING

# Equal wherever it stands, so that the same id on two charts of a page does no harm.
HATCH = mark_safe(
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><path class="chart__hatch" d="M1 0V6"/></pattern></defs>'
)


def bars(rows: Sequence[Mapping[str, Any]], caption: str = "") -> SafeString:
    """A table whose middle column is drawn: `{label, value, text, kind}` each.

    `kind` is known (also `up`), `same`, `down`, `unknown`; `text` replaces the number at the end
    ("14 of 31").
    """
    most = max((row["value"] for row in rows), default=0) or 1
    return format_html(
        '<table class="bars">{}<tbody>{}</tbody></table>',
        format_html('<caption class="bars__caption">{}</caption>', caption) if caption else NOTHING,
        format_html_join(
            "",
            '<tr><th scope="row"><bdi>{}</bdi></th><td class="bars__bar">'
            '<svg class="chart" aria-hidden="true" focusable="false">{}'
            '<rect class="chart__part chart__part--{}" width="{}%" height="100%"/></svg></td>'
            '<td class="bars__value">{}</td></tr>',
            (
                (
                    row["label"],
                    HATCH if row.get("kind") == "unknown" else NOTHING,
                    row.get("kind", "known"),
                    round(100 * row["value"] / most, 1),
                    row.get("text") or row["value"],
                )
                for row in rows
            ),
        ),
    )


def stack(parts: Iterable[Mapping[str, Any]]) -> SafeString:
    """One bar of parts with its legend: `{label, value, kind}` each.

    `kind` is known, agreed, outline, repeat or unknown.
    """
    shown = [part for part in parts if part["value"]]
    total = sum(part["value"] for part in shown) or 1
    drawn, start = [], 0.0
    for part in shown:
        share = 100 * part["value"] / total
        drawn.append((part["kind"], round(start, 2), round(max(share - 0.6, 0.6), 2)))
        start += share
    return format_html(
        '<div class="stack"><svg class="chart" aria-hidden="true" focusable="false">{}{}</svg>'
        '<ul class="stack__legend">{}</ul></div>',
        HATCH if any(part["kind"] == "unknown" for part in shown) else NOTHING,
        format_html_join(
            "",
            '<rect class="chart__part chart__part--{}" x="{}%" width="{}%" height="100%"/>',
            drawn,
        ),
        format_html_join(
            "",
            '<li><svg class="chart chart--key" aria-hidden="true" focusable="false">'
            '<rect class="chart__part chart__part--{}" width="100%" height="100%"/>'
            "</svg>{} {}</li>",
            ((part["kind"], part["value"], part["label"]) for part in shown),
        ),
    )


def figure(content: str, value: str, title: str, *, tone: str = "") -> SafeString:  # noqa: PLR0917 - pages call it so
    """A large number, what it counts (with its denominator), and a sentence below as content."""
    return format_html(
        '<div class="figure"><p class="figure__value{}">{}</p><div class="figure__text">'
        '<h3 class="figure__title">{}</h3>{}</div></div>',
        f" figure__value--{tone}" if tone else "",
        value,
        title,
        content,
    )
