"""Words that met others while they were written: both beside each other, three equal buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from commonroot.campaigns.rules.words_met import ENDS, mark, settled


@dataclass(frozen=True)
class Beside:
    """A field that two wrote at once: its heading, what stands there, what was not kept."""

    code: str
    label: Any
    stands: str
    mine: str
    read: str


def beside(
    clashes: Mapping[str, str], *, stood: Mapping[str, str], labels: Mapping[str, Any]
) -> list[Beside]:
    """The fields that met, ready to be chosen from."""
    return [
        Beside(code, labels[code], stood[code], words, mark(stood[code]))
        for code, words in clashes.items()
    ]


def chosen(
    sent: QueryDict, *, stood: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], dict[str, str]] | None:
    """What was chosen on that page: the words to write, the marks of what was read, and the words
    that still wait; None: nothing was chosen there.
    """
    code, _colon, end = sent.get("settle", "").partition(":")
    if code not in stood or end not in ENDS:
        return None
    waiting = {one: str(sent[f"mine_{one}"]) for one in stood if f"mine_{one}" in sent}
    mine = waiting.pop(code, "")
    # As it was when both stood on the page: whoever writes now meets them again.
    read = {code: sent.get(f"read_{code}", "")}
    return {code: settled(stood=stood[code], mine=mine, end=end)}, read, waiting
