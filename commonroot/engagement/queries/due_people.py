"""What people of the years after ask of an organiser today: in numbers, nobody is named."""

from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.core.due import Due
from commonroot.engagement.models import Introduction
from commonroot.engagement.queries.needs import asking_for_help, is_followed, new_to_activism
from commonroot.engagement.queries.owners import conversations_due
from commonroot.engagement.queries.pathways import ours, overdue

MINUTES_EACH = 5


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Requests for help first; then talks agreed, and introductions that wait."""
    if not holds(actor, Permission.EDIT_PROGRAMMES):
        return []
    return [
        *_help(actor, at=at),
        *_talks(actor, at=at),
        *_overdue(actor, at=at),
    ]


def _address(need: str) -> str:
    return f"{reverse('engagement:queue')}?need={need}"


def _help(actor: Actor, *, at: datetime) -> list[Due]:
    asked = asking_for_help(actor, at=at)
    number = asked.number
    if not number:
        return []
    return [
        Due(
            minutes=MINUTES_EACH * number,
            what=ngettext("%(n)s person asked for help", "%(n)s people asked for help", number)
            % {"n": number},
            why=_("Somebody’s safety is among it: turn to them today.")
            if asked.safety
            else _("They said what they need. Turn to them soon."),
            button=_("See who"),
            address=_address("help"),
            since=asked.since or at,
            late=True,
            urgent=True,
        )
    ]


def due_new(actor: Actor, *, at: datetime) -> list[Due]:
    """Those new to activism whom nobody looks after, or who have no first step."""
    if not holds(actor, Permission.EDIT_PROGRAMMES):
        return []
    unowned, still = new_to_activism(actor, at=at)
    found = []
    if unowned.number:
        number = unowned.number
        found.append(
            Due(
                minutes=2 * min(number, 10),
                what=ngettext(
                    "%(n)s person new to activism has nobody",
                    "%(n)s people new to activism have nobody",
                    number,
                )
                % {"n": number},
                why=_("Each of them needs an organiser who looks after them."),
                button=_("Share them out"),
                address=_address("no_owner"),
                since=unowned.since or at,
            )
        )
    if still.number:
        number = still.number
        found.append(
            Due(
                minutes=3 * min(number, 10),
                what=ngettext(
                    "%(n)s person new to activism has no first step",
                    "%(n)s people new to activism have no first step",
                    number,
                )
                % {"n": number},
                why=_("Offer them something concrete: a circle, a theme, a task."),
                button=_("Look at offers"),
                address=_address("no_step"),
                since=still.since or at,
            )
        )
    return found


def _talks(actor: Actor, *, at: datetime) -> list[Due]:
    if actor.account_id is None:
        return []
    seen = is_followed(actor, "person_id", at=at)
    rows = list(conversations_due(account_id=actor.account_id, at=at).filter(seen))
    if not rows:
        return []
    number = len(rows)
    since = datetime.combine(rows[0].next_on or at.date(), time(), tzinfo=UTC)
    return [
        Due(
            minutes=15 * number,
            what=ngettext("You agreed to talk again", "You agreed to %(n)s talks", number)
            % {"n": number},
            why=_("The day you wrote down has come."),
            button=_("See with whom"),
            address=_address("conversation"),
            since=since,
            late=since.date() < at.date(),
        )
    ]


def _overdue(actor: Actor, *, at: datetime) -> list[Due]:
    # What a circle asked for after a letter stands on Today by itself.
    steps = Introduction.objects.filter(is_followed(actor, "person_id", at=at)).exclude(
        letter__isnull=False, state=Introduction.State.WANTED
    )
    rows = overdue(ours(steps, actor), at=at)
    if not rows:
        return []
    number = len(rows)
    return [
        Due(
            minutes=2 * number,
            what=ngettext(
                "%(n)s introduction waits for too long",
                "%(n)s introductions wait for too long",
                number,
            )
            % {"n": number},
            why=_("Ask once more, choose another contact, or say that it did not fit."),
            button=_("Look"),
            address=reverse("engagement:introductions"),
            since=rows[0].since,
            late=True,
        )
    ]
