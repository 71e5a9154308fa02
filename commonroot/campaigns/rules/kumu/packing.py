"""The sheets of a list as one text, to go with a page from the dry look to the deed."""

import json
from collections.abc import Sequence

from commonroot.campaigns.rules.kumu.reading import Sheet


def packed(sheets: Sequence[Sheet]) -> str:
    """The sheets as one text."""
    return json.dumps(
        [[name, list(map(list, lines))] for name, lines in sheets], ensure_ascii=False
    )


def unpacked(text: str) -> list[Sheet] | None:
    """The sheets of such a text; None where it is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    sheets: list[Sheet] = []
    for one in found if isinstance(found, list) else [None]:
        match one:
            case [str(name), list(lines)] if all(_is_line(line) for line in lines):
                sheets.append((name, lines))
            case _:
                return None
    return sheets


def _is_line(line: object) -> bool:
    return isinstance(line, list) and all(isinstance(cell, str) for cell in line)
