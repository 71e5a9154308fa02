"""Six words that open my page."""

import secrets
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

CODE_WORDS = 6


@cache
def words() -> tuple[str, ...]:
    """The words that codes are made of: over a thousand, short, easy to say on the phone."""
    return tuple(Path(__file__).parent.with_name("words.txt").read_text().split())


def new_code(*, choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Six words that open my page: 61 bits, stored only under the instance's key."""
    return " ".join(choose(words()) for _ in range(CODE_WORDS))


def typed_code(text: str) -> str:
    """A code as somebody typed it, in the one form it is compared in: small, single blanks."""
    return " ".join("".join(c if c.isalpha() else " " for c in text.casefold()).split())
