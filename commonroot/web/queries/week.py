"""Your week: what waits for an organiser, as the Monday letter says it. The source is Today's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commonroot.accounts.models import Account
from commonroot.accounts.permissions import can_open_desk
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import actor_for, standing_mandates
from commonroot.messaging.models import Letter
from commonroot.web.queries.today import AT_MOST, Task, tasks

MORNING, NOON = time(7), time(12)
MONDAY = 0


@dataclass(frozen=True)
class Week:
    """What the letter says: one line and the things, each with minutes and where it opens."""

    headline: str
    things: list[dict[str, str]]
    more: int


def headline(shown: list[Task]) -> str:
    """ "5 things, about 40 minutes." The minutes are those of the rows; "" for nothing."""
    if not shown:
        return ""
    minutes = sum(task.due.minutes for task in shown)
    things = ngettext("%(n)s thing", "%(n)s things", len(shown)) % {"n": len(shown)}
    long = ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}
    return _("%(things)s, %(long)s.") % {"things": things, "long": long}


def cause(account: Account, *, on: date) -> str:
    """What makes the letter of a week be posted once."""
    year, week, _day = on.isocalendar()
    return f"week:{account.key}:{year}-{week:02}"


def is_their_monday_morning(account: Account, *, at: datetime) -> bool:
    """Whether it is Monday between seven and noon where the organiser lives."""
    local = at.astimezone(ZoneInfo(account.time_zone))
    return local.weekday() == MONDAY and MORNING <= local.time() < NOON


def weeks_due(*, at: datetime) -> list[tuple[Account, Actor]]:
    """Organisers whose Monday has come, who want the letter and have not got it yet.

    Where letters cannot leave by themselves nobody is written to: a letter about one's own tasks
    that somebody else must send by hand helps nobody.
    """
    if not settings.SMTP_HOST and not settings.DEMO:
        return []
    return list(_waiting(at=at))


def _waiting(*, at: datetime) -> Iterator[tuple[Account, Actor]]:
    accounts = {row.account_id: row.account for row in standing_mandates(at=at)}
    for account in accounts.values():
        wants = account.weekly and account.is_active and account.locked_at is None
        if not wants or not is_their_monday_morning(account, at=at):
            continue
        day = at.astimezone(ZoneInfo(account.time_zone)).date()
        if Letter.objects.filter(once=cause(account, on=day)).exists():
            continue
        person = getattr(account, "person", None)
        actor = actor_for(account, person_id=person.pk if person else None, at=at)
        if person is not None and can_open_desk(actor):
            yield account, actor


def week(account: Account, actor: Actor, *, at: datetime) -> Week | None:
    """What the letter to `account` says, in their language; None when nothing is due."""
    with override(account.language):
        everything = tasks(actor, at=at, zone=account.time_zone)
        shown = everything[:AT_MOST]
        if not shown:
            return None
        return Week(
            headline=headline(shown),
            things=[
                {
                    "what": one.due.plainly or one.due.what,
                    "minutes": ngettext("%(n)s minute", "%(n)s minutes", one.due.minutes)
                    % {"n": one.due.minutes},
                    "button": one.due.button,
                    "link": f"{settings.ADDRESS}{one.due.address}",
                }
                for one in shown
            ],
            more=len(everything) - len(shown),
        )
