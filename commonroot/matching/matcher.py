"""How alike two descriptions are: weight, probability, band and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commonroot.matching.levels import levels
from commonroot.matching.rarity import Rarity
from commonroot.matching.reasons import Reason, reasons_for
from commonroot.matching.records import Description
from commonroot.matching.usage import Usage
from commonroot.matching.weights import Weights, shipped


class Band(StrEnum):
    """What is done with a pair: merged, ticked for review, put side by side, left alone."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    APART = "apart"


CERTAIN_FROM, PROBABLE_FROM, POSSIBLE_FROM = 0.98, 0.9, 0.3
COVERED = frozenset({"whole", "within"})
SAME_BIRTH = frozenset({"day", "year", "swapped"})
PERSONAL = frozenset({"own", "few"})  # addresses and numbers that few names use
ONE_HOUSE = frozenset({"same", "near", "initials", "translated"})
CONFLICTS = {
    "born": frozenset({"other", "other_years", "other_year"}),
    "generation": frozenset({"other", "said_once"}),
    "country": frozenset({"other"}),
    "identifier": frozenset({"other"}),
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two descriptions are; `weight` in bits, `levels` what refitting counts."""

    levels: Mapping[str, str]
    weight: float
    probability: float
    band: Band
    weights: Weights

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, the strongest first, for and against."""
        return reasons_for(self.levels, self.weights.levels)


class Matcher:
    """Compares descriptions by one set of weights and what is known of rarity and usage."""

    def __init__(
        self, *, rarity: Rarity, usage: Usage | None = None, weights: Weights | None = None
    ) -> None:
        self.weights = weights or shipped()
        self.rarity = rarity
        self.usage = usage or Usage()

    def compare(self, one: Description, other: Description) -> Likeness:
        """Return how alike two descriptions are, whichever comes first."""
        return self.judged(levels(one, other, rarity=self.rarity, usage=self.usage))

    def judged(self, found: Mapping[str, str]) -> Likeness:
        """Return what some levels mean."""
        weight = self.weights.of(found)
        probability = self.weights.probability(weight)
        return Likeness(found, weight, probability, band(found, probability), self.weights)


def band(found: Mapping[str, str], probability: float) -> Band:
    """Return the band of a pair: its probability, held back by what speaks against merging."""
    if probability < POSSIBLE_FROM:
        return Band.APART
    if found.get("cover") not in COVERED:
        return Band.POSSIBLE
    if probability < PROBABLE_FROM:
        return Band.POSSIBLE
    if found.get("generation") or found.get("country"):
        return Band.POSSIBLE
    if probability < CERTAIN_FROM:
        return Band.PROBABLE
    strong = _is_strong(found)
    conflict = any(found.get(comparison) in bad for comparison, bad in CONFLICTS.items())
    return Band.CERTAIN if strong and not conflict else Band.PROBABLE


def _is_strong(found: Mapping[str, str]) -> bool:
    """Tell whether something beside the name shows one person, on which no family agrees.

    Parents give children their name and their telephone, and couples share an address: a phone
    alone does not do, nor an address where the phones differ and nothing else agrees.
    """
    if found.get("identifier") == "same" or found.get("born") == "day":
        return True
    born = found.get("born") in SAME_BIRTH or found.get("hint") == "year"
    if found.get("email") == "few" and found.get("spelling") == "initial" and not born:
        return False  # whoever shares an address may share the letter, too
    if found.get("email") in PERSONAL:
        return born or found.get("phone") != "other" or found.get("organisation") in ONE_HOUSE
    return born and found.get("phone") in PERSONAL
