"""QR codes as one SVG path: black squares that pages draw themselves, without a picture file."""

from typing import NamedTuple

import segno

BORDER = 4  # squares of quiet around it, as readers need


class Squares(NamedTuple):
    """The dark squares as an SVG path, and how many squares one side has with its border."""

    path: str
    size: int


def squares(text: str) -> Squares:
    """The QR code of a text, mending up to a seventh of it when it is dirty or torn."""
    matrix = segno.make(text, error="m", micro=False).matrix
    path = "".join(
        f"M{column + BORDER} {row + BORDER}h1v1h-1z"
        for row, line in enumerate(matrix)
        for column, dark in enumerate(line)
        if dark
    )
    return Squares(path, len(matrix) + 2 * BORDER)
