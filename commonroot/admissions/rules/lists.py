"""Reading cells of a list of applications as answers, over plain values."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from commonroot.core.text import folded
from commonroot.sheets.values.blanks import is_blank
from commonroot.sheets.values.choices import as_agreed, as_language
from commonroot.sheets.values.countries import as_country

# What form services put before the questions, in the order in which it is looked for.
LEFT_OUT = ("timestamp", "score", "marca temporal", "horodateur", "carimbo de data hora")
BETWEEN = re.compile(r"\s*[;,]\s*")
USUAL_LEVEL = 3  # a language that is named without saying how well: fluent


class NotRead(ValueError):
    """A cell that is no answer to its question."""


def bare(text: str) -> str:
    """A heading or an option as it is compared: folded, without marks at its ends."""
    return " ".join(re.sub(r"[^\w]+", " ", folded(text)).split())


def column_of(headings: Sequence[str], prompts: Iterable[str]) -> int | None:
    """The column that asks one of these prompts (one question in its languages), or None.

    The same words count; a heading may be cut off, as form services do with long ones.
    """
    wanted = [bare(prompt) for prompt in prompts if bare(prompt)]
    told = [bare(heading) for heading in headings]
    for index, heading in enumerate(told):
        if heading in wanted:
            return index
    for index, heading in enumerate(told):
        if len(heading) >= LONG and any(words.startswith(heading) for words in wanted):
            return index
    return None


LONG = 25  # letters from which a beginning tells a question


def value_of(
    text: str, *, kind: str, options: Mapping[str, Sequence[str]], most: int | None
) -> Any:
    """A cell as a value of that kind; None for an empty one. Raises NotRead.

    `options` are {code: its words in every language}.
    """
    text = text.strip()
    if is_blank(text):
        return None
    readers: dict[str, Callable[[], Any]] = {
        "choice": lambda: _code(text, options),
        "several": lambda: _codes(text, options),
        "yes_no": lambda: _agreed(text),
        "agree": lambda: _agreed(text) or None,
        "number": lambda: _whole(text, most=None),
        "scale": lambda: _whole(text, most=most),
        "country": lambda: _found(as_country(text)),
        "languages": lambda: _languages(text),
    }
    return readers.get(kind, lambda: text)()


def _code(text: str, options: Mapping[str, Sequence[str]]) -> str:
    wanted = bare(text)
    for code, words in options.items():
        if wanted == bare(code) or wanted in {bare(one) for one in words}:
            return code
    raise NotRead(text)


def _codes(text: str, options: Mapping[str, Sequence[str]]) -> list[str]:
    """Options joined by ";" or ", ", also where an option holds a comma itself."""
    try:
        return [_code(text, options)]
    except NotRead:
        pass
    parts = BETWEEN.split(text)
    found: list[str] = []
    while parts:
        for count in range(len(parts), 0, -1):
            try:
                found.append(_code(" ".join(parts[:count]), options))
            except NotRead:
                continue
            parts = parts[count:]
            break
        else:
            raise NotRead(text)
    return list(dict.fromkeys(found))


def _agreed(text: str) -> bool:
    said, _why = as_agreed(text)
    if said is None:
        raise NotRead(text)
    return said


def _whole(text: str, *, most: int | None) -> int:
    digits = re.match(r"\d+", text)
    if digits is None or (most is not None and not 1 <= int(digits[0]) <= most):
        raise NotRead(text)
    return int(digits[0])


def _found(code: str | None) -> str:
    if code is None:
        raise NotRead(code)
    return code


def _languages(text: str) -> dict[str, int]:
    """ "English (4), French" as {"en": 4, "fr": 3}."""
    spoken: dict[str, int] = {}
    for part in BETWEEN.split(text):
        name, _bracket, level = part.partition("(")
        code = as_language(name.strip())
        if code is None:
            raise NotRead(text)
        number = re.search(r"[1-4]", level)
        spoken[code] = int(number[0]) if number else USUAL_LEVEL
    return spoken
