"""Sweeps of small groups: proposals are made, those not taken are deleted."""

from datetime import datetime

from django.utils.translation import gettext as _

from commonroot.groups import actions, queries
from commonroot.groups.actions.forming import begun_from
from commonroot.groups.actions.reports import ask_for_report
from commonroot.groups.models import Formation
from commonroot.groups.queries.forming import groups_of, people_in
from commonroot.groups.queries.people import measure_of
from commonroot.groups.queries.repairing import gone
from commonroot.groups.queries.reports import to_ask
from commonroot.groups.rules.forming import FEWEST, Proposal, form, searched_on
from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.repairing import repaired
from commonroot.work.sweeps import every

BATCH = 20


@every(seconds=2, due=queries.formations_to_make)
def make_formations(*, at: datetime) -> int:
    """Make one proposal that waits; others of the house's work come between two of them."""
    formation = queries.formations_to_make(at=at).select_related("programme").first()
    return 0 if formation is None else int(make_formation(formation, at=at))


def make_formation(formation: Formation, *, at: datetime) -> bool:
    """Make one proposal; False: somebody else is at it."""
    if not actions.begin_formation(formation=formation, at=at):
        return False
    measure = measure_of(formation, at=at)
    if len(measure.members) < FEWEST:
        actions.fail_formation(
            formation=formation, why=_("There are no two people to put into groups yet."), at=at
        )
        return True
    found = _found(formation, measure, at=at)
    actions.keep_formation(formation=formation, proposal=found, measure=measure, at=at)
    return True


def _found(formation: Formation, measure: Measure, *, at: datetime) -> Proposal:
    def tell(done: int) -> None:
        actions.tell_progress(formation=formation, done=done)

    begun = begun_from(formation)
    if begun is None:
        return form(measure.members, measure.plan, seed=formation.seed, tell=tell)
    groups = groups_of(begun)
    keys = people_in(groups)
    locked = [one.person.key for group in groups for one in group.present if one.locked]  # type: ignore[attr-defined]  # prefetched
    closed = [n for n, group in enumerate(groups) if group.locked]
    if "repairs" in formation.plan:
        left = [one.person.key for one in gone(begun, at=at)]
        return repaired(
            measure.members,
            measure.plan,
            groups=keys,
            left=left,
            locked=locked,
            closed=closed,
            broken=begun.worth.get("rules", {}),
        ).proposal
    return searched_on(
        measure.members,
        measure.plan,
        groups=keys,
        locked=locked,
        closed=closed,
        seed=formation.seed,
        tell=tell,
    )


@every(hours=24, due=queries.to_forget)
def forget_formations(*, at: datetime) -> int:
    """Delete proposals that were not taken, with who would have been where; how many."""
    found = list(queries.to_forget(at=at)[:BATCH])
    for one in found:
        actions.forget_formation(formation=one)
    return len(found)


@every(hours=1, due=to_ask)
def ask_for_reports(*, at: datetime) -> int:
    """Ask groups what came of their month, and once more a week later; how many letters."""
    return sum(
        ask_for_report(group=one.group, month=one.month, again=one.again, at=at)
        for one in to_ask(at=at)
    )
