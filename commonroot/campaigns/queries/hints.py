"""What could make a demand or an objective stronger: what is missing, and a better one."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.queries.entries import Shown
from commonroot.campaigns.rules.lint import Lack, lacks


@dataclass(frozen=True)
class Hint:
    """One hint: what is missing, how it could be, and in which field it would be written."""

    lack: Lack
    words: Any
    better: Any
    field: str


HINTS = {
    hint.lack: hint
    for hint in (
        Hint(
            Lack.ONLY_ACTIVITY,
            _("This is something that you do. What is different once you did it?"),
            _("Not “we hold three meetings” but “24 of 46 members say that they vote no”."),
            "sentence",
        ),
        Hint(
            Lack.NO_KIND,
            _("Say whether something is different then, or whether it is something that you do."),
            _("“The lease is withdrawn” is an outcome; “we march” is an activity."),
            "kind",
        ),
        Hint(
            Lack.NO_MEASURE,
            _("Nobody can see yet whether it is reached. Add a number, or something to check."),
            _("“24 of 46 votes”, or “the county gazette prints that the lease is withdrawn”."),
            "value",
        ),
        Hint(
            Lack.NO_BASELINE,
            _("Without the number of today nobody sees how far it is."),
            _("“9 of 46 today.”"),
            "baseline",
        ),
        Hint(
            Lack.NO_DEADLINE,
            _("A day is missing. What has no end, is never late."),
            _("The day before the vote, the last day of the budget, a year from now."),
            "deadline",
        ),
        Hint(
            Lack.NO_WHY,
            _("Why can you do it? If there is no answer, make it smaller."),
            _("“Nine already said so; fifteen more live in wards where we have members.”"),
            "achievable",
        ),
        Hint(
            Lack.NOBODY,
            _("Of whom do you demand it? Somebody must be able to say yes."),
            _("“The county minister for health”, in their office."),
            "to_whom",
        ),
        Hint(
            Lack.INSTITUTION,
            _("That is an institution: it can neither agree nor be persuaded. Who in it decides?"),
            _("Not “the ministry” but “the minister”, or who chairs the committee."),
            "to_whom",
        ),
        Hint(
            Lack.NO_PROOF,
            _("What would prove a yes? A promise is easily given."),
            _("“The minister signs the withdrawal”; “it stands in the budget”."),
            "yes",
        ),
    )
}


def hints(shown: Shown) -> list[Hint]:
    """What could make it stronger, the weightiest first."""
    return [HINTS[lack] for lack in lacks(shown.kind.code, shown.entry.said)]
