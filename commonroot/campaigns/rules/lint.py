"""What is missing in a demand or an objective, so that anybody can see it won (domain source 4.6).

By structure, not by words of one language: a date, a digit, a person in an office. Nothing is
refused for it; being wrong costs a sentence.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from commonroot.campaigns.rules.institutions import is_institution


class Lack(StrEnum):
    """What could make it stronger."""

    NO_DEADLINE = "no deadline"
    NO_MEASURE = "no measure"
    NO_BASELINE = "no baseline"
    ONLY_ACTIVITY = "only activity"
    NO_KIND = "no kind"
    NO_WHY = "no why"
    NOBODY = "nobody"
    INSTITUTION = "institution"
    NO_PROOF = "no proof"


# Where it is won, lost or withdrawn there is nothing left to sharpen.
OVER = frozenset({"won", "lost", "withdrawn"})
Said = Mapping[str, Any]


def lacks(kind: str, said: Said) -> list[Lack]:
    """What a demand or an objective lacks, the weightiest first; of other kinds nothing."""
    if said.get("status") in OVER:
        return []
    if kind == "objective":
        return _objective(said)
    return _demand(said) if kind == "demand" else []


def has_number(*texts: str | None) -> bool:
    """Whether one can count by it: a digit of any script."""
    return any(letter.isdecimal() for text in texts for letter in text or "")


def _objective(said: Said) -> list[Lack]:
    found = []
    if said.get("kind") == "activity":
        found.append(Lack.ONLY_ACTIVITY)
    elif not said.get("kind"):
        found.append(Lack.NO_KIND)
    # An end that can be checked need not be a number: "the lease is withdrawn" is one.
    if not said.get("value") and not (said.get("indicator") and has_number(said.get("sentence"))):
        found.append(Lack.NO_MEASURE)
    elif has_number(said.get("value")) and not said.get("baseline"):
        found.append(Lack.NO_BASELINE)
    if not said.get("deadline"):
        found.append(Lack.NO_DEADLINE)
    if not said.get("achievable"):
        found.append(Lack.NO_WHY)
    return found


def _demand(said: Said) -> list[Lack]:
    found = []
    whom = said.get("to_whom") or ""
    if not whom:
        found.append(Lack.NOBODY)
    elif is_institution(whom):
        found.append(Lack.INSTITUTION)
    if not said.get("yes"):
        found.append(Lack.NO_PROOF)
    if not said.get("deadline"):
        found.append(Lack.NO_DEADLINE)
    return found
