"""Two who write the same texts at once: nothing that either wrote is overwritten unseen."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

MARK_LENGTH = 16


def mark(text: str) -> str:
    """Tells one text from another; stands in the form beside what was read."""
    return hashlib.sha256(_plain(text).encode()).hexdigest()[:MARK_LENGTH]


def _plain(text: str) -> str:
    return "\n".join(text.split("\r\n")).strip()


@dataclass
class Met:
    """What stands after somebody wrote, and whose words met others: {field: words not kept}."""

    stands: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, str] = field(default_factory=dict)


def merged(*, stood: Mapping[str, str], read: Mapping[str, str], said: Mapping[str, str]) -> Met:
    """Put what somebody wrote (`said`) beside what stands (`stood`), field by field.

    `read` holds the mark of each text as its writer had it before them. A field that nobody else
    changed takes the new words; one that its writer left alone keeps what stands; where both
    changed it, what stands stays and the new words are a clash.
    """
    met = Met(stands=dict(stood))
    for code, words in said.items():
        new, old = _plain(words), stood.get(code, "")
        if read.get(code, mark("")) == mark(old):
            met.stands[code] = new
        elif mark(new) not in {mark(old), read.get(code, mark(""))}:
            met.clashes[code] = new
    return met


ENDS = ("theirs", "mine", "both")


def settled(*, stood: str, mine: str, end: str) -> str:
    """What stands once somebody chose: theirs, mine, or both one after the other."""
    if end == "mine":
        return mine
    return "\n\n".join(filter(None, (stood, mine))) if end == "both" else stood
