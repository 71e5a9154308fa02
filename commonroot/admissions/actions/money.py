"""Help with money, apart from points: offered, accepted, paid, closed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.choosing import CannotJudge
from commonroot.admissions.models import Application, Scholarship
from commonroot.admissions.permissions.reading import is_conflicted
from commonroot.admissions.queries import money as queries
from commonroot.core.errors import Refused

State = Scholarship.State


class NotNow(Refused):
    """What was asked cannot follow on what is."""


class NothingSaid(Refused):
    """What is offered was not written."""


@transaction.atomic
def settle(
    *, application: Application, state: str, offered: str = "", by: Actor, at: datetime
) -> Scholarship:
    """Take help with money one step on. Raises CannotJudge, NotNow, NothingSaid."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if is_conflicted(by, application):
        raise CannotJudge(_("You cannot judge this one: it is your own, or of your organisation."))
    asked = queries.asked_by(application)
    if state not in dict(asked.next_states):
        raise NotNow(_("That does not follow on what is. Somebody was quicker: look again."))
    if state == State.OFFERED and not offered.strip():
        raise NothingSaid(_("Write what is offered: for what, and how much at most."))
    kept = asked.scholarship or Scholarship(
        application=application,
        travel=asked.travel,
        stay=asked.stay,
        circumstances=asked.circumstances,
    )
    kept.state, kept.changed_at = state, at
    kept.offered = offered.strip() or kept.offered
    kept.save()
    # Without the person: what is noted of them they may read at once, and this before its letter.
    note("help with money settled", application, by=by, at=at)
    return kept


@transaction.atomic
def answer(*, application: Application, takes: bool, by: Actor, at: datetime) -> None:
    """They take the help that was offered, or come without; nothing where none was offered."""
    kept = Scholarship.objects.filter(application=application, state=State.OFFERED).first()
    if kept is not None:
        kept.state = State.ACCEPTED if takes else State.DECLINED
        kept.changed_at = at
        kept.save(update_fields=["state", "changed_at"])
        note(
            "help with money answered", application, by=by, at=at,
            person_key=application.person.key,
        )  # fmt: skip


@transaction.atomic
def note_invitation(*, application: Application, by: Actor, at: datetime) -> None:
    """Write down that a formal letter of invitation was made; the paper itself is not kept."""
    note("invitation printed", application, by=by, at=at)
