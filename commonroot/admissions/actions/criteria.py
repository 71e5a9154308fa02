"""What is looked for in a call: who can be accepted at all, who first, in what mix."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Call, Eligibility, FormQuestion, Priority, Target
from commonroot.admissions.queries import choosing as queries
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated

MOST = 20
KINDS: dict[str, type[Eligibility] | type[Priority] | type[Target]] = {
    "eligibility": Eligibility,
    "priority": Priority,
    "target": Target,
}


class NothingLookedFor(Refused):
    """No answer was chosen, or the ends of a share contradict each other."""


class TooMany(Refused):
    """There are enough of them."""


@transaction.atomic
def add_eligibility(
    *,
    call: Call,
    question: FormQuestion,
    values: Sequence[str],
    words: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> Eligibility:
    """Whoever answered none of `values` cannot be accepted, and reads `words`.

    Raises NothingLookedFor, TooMany.
    """
    _refuse(call, "eligibility", values=values)
    if not any(text.strip() for text in words.values()):
        raise NothingLookedFor(_("Write what those read who cannot be accepted."))
    made = Eligibility.objects.create(
        call=call, question=question, values=list(values), words=Translated(words)
    )
    note("aims set", call, by=by, at=at, facts={"added": "eligibility"})
    return made


@transaction.atomic
def add_priority(
    *,
    call: Call,
    question: FormQuestion,
    values: Sequence[str],
    points: int,
    by: Actor,
    at: datetime,
) -> Priority:
    """One of `values` brings points beside the panel's. Raises NothingLookedFor, TooMany."""
    _refuse(call, "priority", values=values)
    made = Priority.objects.create(call=call, question=question, values=list(values), points=points)
    note("aims set", call, by=by, at=at, facts={"added": "priority"})
    return made


@transaction.atomic
def add_target(
    *,
    call: Call,
    question: FormQuestion,
    values: Sequence[str],
    title: Mapping[str, str],
    least: int | None,
    most: int | None,
    by: Actor,
    at: datetime,
) -> Target:
    """So many percent of those accepted should have answered one of `values`.

    Raises NothingLookedFor, TooMany.
    """
    _refuse(call, "target", values=values)
    if least is None and most is None:
        raise NothingLookedFor(_("Say how many percent at least, or at most."))
    if least is not None and most is not None and least > most:
        raise NothingLookedFor(_("The least is more than the most. Change one of them."))
    made = Target.objects.create(
        call=call,
        position=Target.objects.filter(call=call).count() + 1,
        question=question,
        values=list(values),
        title=Translated(title),
        least=least,
        most=most,
    )
    note("aims set", call, by=by, at=at, facts={"added": "target"})
    return made


@transaction.atomic
def remove(*, call: Call, kind: str, key: str, by: Actor, at: datetime) -> bool:
    """Look for something no more; whether it was looked for."""
    gone, _kinds = KINDS[kind].objects.filter(call=call, key=key).delete()
    if gone:
        note("aims set", call, by=by, at=at, facts={"removed": kind})
    return bool(gone)


def _refuse(call: Call, kind: str, *, values: Sequence[str]) -> None:
    if not values:
        raise NothingLookedFor(_("Choose at least one answer."))
    aims = queries.aims_of(call)
    there = {
        "eligibility": aims.eligibility, "priority": aims.priorities, "target": aims.targets
    }[kind]  # fmt: skip
    if len(there) >= MOST:
        raise TooMany(_("There are %(most)s already. Take one away first.") % {"most": MOST})
