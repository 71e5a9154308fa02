"""Pages for paper: PDF from a Typst template and plain values, the same on every machine."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from commonroot.ui.scripts import FONTS

MAIN = "main.typ"


def pdf(
    source: str, *, values: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> bytes:
    """The pages that `source` makes of `values`, tagged for screen readers.

    Values are data: they reach the template as `json(bytes(sys.inputs.values))` and are never part
    of its text. `files` are pictures by name. Only the bundled fonts are used.
    """
    import typst

    inside = {MAIN: source.encode()} | dict(files or {})
    said = {"values": json.dumps(values, ensure_ascii=False)}
    return bytes(typst.compile(inside, font_paths=_fonts(), sys_inputs=said))


def png(
    source: str,
    *,
    values: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    dots_per_point: float = 1,
) -> bytes:
    """The same as one picture; `source` makes one page."""
    import typst

    inside = {MAIN: source.encode()} | dict(files or {})
    said = {"values": json.dumps(values, ensure_ascii=False)}
    made: Any = typst.compile(
        inside, font_paths=_fonts(), sys_inputs=said, format="png", ppi=72 * dots_per_point
    )
    # What is too long for one page is cut where the page ends, rather than not shown at all.
    return bytes(made[0] if isinstance(made, list) else made)


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
