"""Planning a campaign, starting it, taking it back, pausing, stopping and ending it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.intake.actions.asking.ends import give_up
from commonroot.intake.models import Asked, Campaign, Import
from commonroot.intake.queries import asking as queries
from commonroot.intake.rules import asking as rules
from commonroot.messaging.actions import take_back as take_back_letters
from commonroot.messaging.models import Letter

State = Asked.State


class NobodyToAsk(Refused):
    """Everybody in these lists was asked, or nobody of them can be."""


class UnderWay(Refused):
    """The campaign was started already."""


class TooLate(Refused):
    """The campaign is no longer in a state in which this can be done."""


@transaction.atomic
def plan(
    *,
    lists: Iterable[Import] = (),
    source: str,
    years: str = "",
    days: int = rules.ASK_DAYS,
    by: Actor,
    at: datetime,
    campaign: Campaign | None = None,
) -> Campaign:
    """A campaign to look at before anything is sent; without `lists` about everybody never asked.

    With `campaign` that one is planned anew. Raises NobodyToAsk and UnderWay.
    """
    if campaign is None:
        campaign = Campaign(made_at=at, by=f"{by.kind}:{by.key}")
    else:
        campaign = _locked(campaign, Campaign.State.DRAFT)
    chosen = list(lists)
    campaign.everybody, campaign.source = not chosen, source
    campaign.years, campaign.days = years, days
    campaign.save()
    campaign.lists.set(chosen)
    if not queries.chosen(campaign).exists():
        raise NobodyToAsk(_("Nobody is left to ask: everybody there was asked before."))
    note("asking planned", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def discard(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Throw a plan away. Raises UnderWay."""
    campaign = _locked(campaign, Campaign.State.DRAFT)
    note("asking discarded", campaign, by=by, at=at)
    campaign.delete()


@transaction.atomic
def start(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Ask them: letters are posted in ten minutes, until then everything can be taken back.

    Raises UnderWay, NobodyToAsk.
    """
    campaign = _locked(campaign, Campaign.State.DRAFT)
    people = queries.chosen(campaign)
    if not any(one.way is not None for one in queries.prospects(people)):
        raise NobodyToAsk(_("Nobody of them can be written to. Nothing was started."))
    campaign.state, campaign.leaves_at = Campaign.State.OPEN, at + rules.RECALL
    campaign.paused_people = people.filter(frozen_at__isnull=False).count()
    campaign.save()
    note("asking started", campaign, by=by, at=at, facts={"people": people.count()})


@transaction.atomic
def recall(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Take the whole back before the first letter; it can be changed and started again.

    Raises TooLate.
    """
    campaign = _locked(campaign, Campaign.State.OPEN)
    if queries.has_begun(campaign):
        raise TooLate(_("Letters have left already. You can pause or stop instead."))
    campaign.asked.all().delete()
    campaign.state, campaign.leaves_at, campaign.gathered_at = Campaign.State.DRAFT, None, None
    campaign.save()
    note("asking taken back", campaign, by=by, at=at)


@transaction.atomic
def hold(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Pause: no letter, no reminder, nobody falls silent. Answers still count. Raises TooLate."""
    campaign = _locked(campaign, Campaign.State.OPEN)
    campaign.state, campaign.paused_at = Campaign.State.PAUSED, at
    campaign.save()
    _unpost(campaign, why="paused", at=at)
    note("asking paused", campaign, by=by, at=at)


@transaction.atomic
def go_on(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """End a pause; everybody's days are longer by it. Raises TooLate."""
    campaign = _locked(campaign, Campaign.State.PAUSED)
    length = at - (campaign.paused_at or at)
    rows = campaign.asked.filter(state=State.ASKED)
    rows.update(remind_at=F("remind_at") + length, ends_at=F("ends_at") + length)
    campaign.state, campaign.paused_at = Campaign.State.OPEN, None
    campaign.save()
    note("asking goes on", campaign, by=by, at=at)


@transaction.atomic
def stop(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """End it for good: nobody is written to or deleted any more, answers that come still count.

    Who has not answered stays as they were and may be asked in another campaign. Raises TooLate.
    """
    campaign = _locked(campaign, *queries.RUNNING)
    campaign.state, campaign.ended_at = Campaign.State.STOPPED, at
    campaign.save()
    _unpost(campaign, why="stopped", at=at)
    note("asking stopped", campaign, by=by, at=at)


def _locked(campaign: Campaign, *states: str) -> Campaign:
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if found.state not in states:
        if states == (Campaign.State.DRAFT,):
            raise UnderWay(_("This was started already. Nothing was sent twice."))
        raise TooLate(_("This has changed in the meantime. Look at it again."))
    return found


def _unpost(campaign: Campaign, *, why: str, at: datetime) -> None:
    """Letters that wait are taken back; their people wait again, as if nothing was posted."""
    posted = campaign.asked.filter(state=State.POSTED).select_related("post")
    reminded = campaign.asked.filter(state=State.ASKED, reminded_at=None).select_related("reminder")
    rows = [(row, row.post) for row in posted] + [(row, row.reminder) for row in reminded]
    letters = {letter.pk: letter for _row, letter in rows if letter is not None}
    take_back_letters(letters=letters.values(), why=why, at=at)
    stopped = set(
        Letter.objects.filter(pk__in=letters, state=Letter.State.CANCELLED).values_list(
            "pk", flat=True
        )
    )
    campaign.asked.filter(state=State.POSTED, post__in=stopped).update(
        state=State.WAITING, post=None
    )
    campaign.asked.filter(state=State.ASKED, reminder__in=stopped).update(reminder=None)


@transaction.atomic
def let_go_of_unreached(*, campaign: Campaign, by: Actor, at: datetime) -> int:
    """An organiser decided: who could not be asked is let go; how many."""
    rows = list(campaign.asked.filter(state=State.BACK, person__isnull=False))
    gone = sum(give_up(asked=row, by=by, at=at) == State.LET_GO for row in rows)
    note("unreached let go", campaign, by=by, at=at, facts={"people": gone})
    return gone


@transaction.atomic
def ask_again(*, campaign: Campaign, by: Actor, at: datetime) -> int:
    """Ask those who could not be asked and have a way by now; how many. Raises TooLate."""
    campaign = _locked(campaign, Campaign.State.OPEN, Campaign.State.ENDED)
    rows = queries.reachable_now(campaign)
    Asked.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.WAITING, post=None, reminder=None, asked_at=None, reminded_at=None
    )
    if rows:
        campaign.state, campaign.ended_at = Campaign.State.OPEN, None
        campaign.save(update_fields=["state", "ended_at"])
        note("unreached asked", campaign, by=by, at=at, facts={"people": len(rows)})
    return len(rows)


@transaction.atomic
def finish(*, campaign: Campaign, at: datetime) -> None:
    """Nobody is left to wait for."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state == Campaign.State.OPEN:
        campaign.state, campaign.ended_at = Campaign.State.ENDED, at
        campaign.save(update_fields=["state", "ended_at"])
        numbers = {name: n for name, n in queries.counts(campaign).items() if n}
        note("asking ended", campaign, by=Actor.system(), at=at, facts=numbers)
