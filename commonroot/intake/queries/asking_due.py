"""What asking leaves to an organiser: people never asked, about to go, or not reached."""

from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.core.due import Due
from commonroot.intake.models import Asked, ListRound
from commonroot.intake.queries.asking import going_soon, rows_of, unasked
from commonroot.intake.rules import asking as rules
from commonroot.people.permissions import SCHOOL_ONLY
from commonroot.programmes.queries.words import day_words

NEVER_ASKED_LATE = timedelta(days=90)
DECIDE_LATE = timedelta(days=30)


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """What asking leaves to an organiser: people never asked, about to go, or not reached."""
    may = holds(actor, Permission.IMPORT, within=SCHOOL_ONLY)
    if not may or not holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY):
        return []
    running = ListRound.objects.filter(state=ListRound.State.OPEN, leaves_at__lte=at)
    found = _never_asked(at=at)
    for one in running.order_by("pk"):
        found += _about_to_go(one, at=at)
    ended = (ListRound.State.OPEN, ListRound.State.ENDED)
    for one in ListRound.objects.filter(state__in=ended, leaves_at__lte=at).order_by("pk"):
        found += _unreached(one, at=at)
    return found


def _never_asked(*, at: datetime) -> list[Due]:
    going_on = (ListRound.State.DRAFT, ListRound.State.OPEN, ListRound.State.PAUSED)
    there = (
        unasked().filter(created_at__lte=at).aggregate(first=Min("created_at"), number=Count("pk"))
    )
    since, number = there["first"], there["number"]
    if since is None or ListRound.objects.filter(state__in=going_on).exists():
        return []
    return [
        Due(
            minutes=10,
            what=ngettext(
                "%(n)d person was never asked whether we may keep them",
                "%(n)d people were never asked whether we may keep them",
                number,
            )
            % {"n": number},
            why=_("They came with an old list. One letter each: stay, correct, or go."),
            button=_("Ask all of them once"),
            address=reverse("intake:ask"),
            since=since,
            late=at - since > NEVER_ASKED_LATE,
        )
    ]


def _about_to_go(list_round: ListRound, *, at: datetime) -> list[Due]:
    number = going_soon(list_round, at=at, days=2).count()
    if not number:
        return []
    return [
        Due(
            minutes=3,
            what=ngettext(
                "%(n)d person who did not answer is deleted by tomorrow",
                "%(n)d people who did not answer are deleted by tomorrow",
                number,
            )
            % {"n": number},
            why=_("Call those whom you want to keep: a yes counts until the last moment."),
            button=_("See who"),
            address=reverse("intake:list_round", args=[list_round.key]),
            since=at - timedelta(days=1),
            late=True,
        )
    ]


def _unreached(list_round: ListRound, *, at: datetime) -> list[Due]:
    number = rows_of(list_round, state=Asked.State.BACK).count()
    if not number or list_round.leaves_at is None:
        return []
    left = list_round.leaves_at + rules.DECIDE - at
    return [
        Due(
            minutes=5,
            what=ngettext(
                "%(n)d person could not be asked", "%(n)d people could not be asked", number
            )
            % {"n": number},
            why=_("Find an address, or let them go. Without a word they go on %(day)s.")
            % {"day": day_words((at + left).date(), today=at.date())},
            button=_("Decide"),
            address=reverse("intake:list_round", args=[list_round.key]),
            since=list_round.leaves_at,
            late=left < DECIDE_LATE,
        )
    ]
