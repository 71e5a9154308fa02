"""Planning to move a group one step nearer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import add, here_still
from commonroot.campaigns.models import Entry, Member
from commonroot.campaigns.models.tools.spectrum import WEDGES
from commonroot.campaigns.rules.spectrum import FURTHEST, NEAREST, is_one_nearer, nearer
from commonroot.core.errors import Refused


class NotOneStep(Refused):
    """A plan asks for more, or for something else, than one step towards us."""


@transaction.atomic
def plan(
    *, group: Entry, goal: int, said: Mapping[str, Any], member: Member, by: Actor, at: datetime
) -> Entry:
    """Plan to move a group from where it stands now to `goal`, which is one wedge nearer.

    Raises NotOneStep, and what adding an entry raises.
    """
    group = here_still(group)
    start = int(group.said["wedge"])
    if not is_one_nearer(start, goal):
        raise NotOneStep(_why_not(start, goal))
    return add(
        campaign=group.campaign,
        kind="shift",
        said={**said, "from_wedge": str(start)},
        parent=group,
        member=member,
        by=by,
        at=at,
    )


def _why_not(start: int, goal: int) -> str:
    labels = dict(WEDGES)
    if start == NEAREST:
        return _("They are active allies already: nobody stands nearer. Ask them for something.")
    if goal >= start or not NEAREST <= goal <= FURTHEST:
        return _("This would not bring them nearer. The step towards you is: %(next)s.") % {
            "next": labels[str(nearer(start))]
        }
    return _(
        "That is more than one step at once. Nobody goes from “%(now)s” to “%(goal)s” by being"
        " asked once. The next step is: %(next)s."
    ) % {
        "now": labels[str(start)],
        "goal": labels[str(goal)],
        "next": labels[str(nearer(start))],
    }
