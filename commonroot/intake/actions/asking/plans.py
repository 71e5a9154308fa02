"""Planning a round, starting it, taking it back, pausing, stopping and ending it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.intake.actions.asking.ends import give_up
from commonroot.intake.models import Asked, Import, ListRound
from commonroot.intake.queries import asking as queries
from commonroot.intake.rules import asking as rules
from commonroot.messaging.actions import take_back as take_back_letters
from commonroot.messaging.models import Letter

State = Asked.State


class NobodyToAsk(Refused):
    """Everybody in these lists was asked, or nobody of them can be."""


class UnderWay(Refused):
    """The round was started already."""


class TooLate(Refused):
    """The round is no longer in a state in which this can be done."""


@transaction.atomic
def plan(
    *,
    lists: Iterable[Import] = (),
    source: str,
    years: str = "",
    days: int = rules.ASK_DAYS,
    by: Actor,
    at: datetime,
    list_round: ListRound | None = None,
) -> ListRound:
    """A round to look at before anything is sent; without `lists` about everybody never asked.

    With `round` that one is planned anew. Raises NobodyToAsk and UnderWay.
    """
    if list_round is None:
        list_round = ListRound(made_at=at, by=f"{by.kind}:{by.key}")
    else:
        list_round = _locked(list_round, ListRound.State.DRAFT)
    chosen = list(lists)
    list_round.everybody, list_round.source = not chosen, source
    list_round.years, list_round.days = years, days
    list_round.save()
    list_round.lists.set(chosen)
    if not queries.chosen(list_round).exists():
        raise NobodyToAsk(_("Nobody is left to ask: everybody there was asked before."))
    note("asking planned", list_round, by=by, at=at)
    return list_round


@transaction.atomic
def discard(*, list_round: ListRound, by: Actor, at: datetime) -> None:
    """Throw a plan away. Raises UnderWay."""
    list_round = _locked(list_round, ListRound.State.DRAFT)
    note("asking discarded", list_round, by=by, at=at)
    list_round.delete()


@transaction.atomic
def start(*, list_round: ListRound, by: Actor, at: datetime) -> None:
    """Ask them: letters are posted in ten minutes, until then everything can be taken back.

    Raises UnderWay, NobodyToAsk.
    """
    list_round = _locked(list_round, ListRound.State.DRAFT)
    people = queries.chosen(list_round)
    if not any(one.way is not None for one in queries.prospects(people)):
        raise NobodyToAsk(_("Nobody of them can be written to. Nothing was started."))
    list_round.state, list_round.leaves_at = ListRound.State.OPEN, at + rules.RECALL
    list_round.paused_people = people.filter(frozen_at__isnull=False).count()
    list_round.save()
    note("asking started", list_round, by=by, at=at, facts={"people": people.count()})


@transaction.atomic
def recall(*, list_round: ListRound, by: Actor, at: datetime) -> None:
    """Take the whole back before the first letter; it can be changed and started again.

    Raises TooLate.
    """
    list_round = _locked(list_round, ListRound.State.OPEN)
    if queries.has_begun(list_round):
        raise TooLate(_("Letters have left already. You can pause or stop instead."))
    list_round.asked.all().delete()
    list_round.state, list_round.leaves_at, list_round.gathered_at = (
        ListRound.State.DRAFT,
        None,
        None,
    )
    list_round.gathered_to = 0
    list_round.save()
    note("asking taken back", list_round, by=by, at=at)


@transaction.atomic
def hold(*, list_round: ListRound, by: Actor, at: datetime) -> None:
    """Pause: no letter, no reminder, nobody falls silent. Answers still count. Raises TooLate."""
    list_round = _locked(list_round, ListRound.State.OPEN)
    list_round.state, list_round.paused_at = ListRound.State.PAUSED, at
    list_round.save()
    _unpost(list_round, why="paused", at=at)
    note("asking paused", list_round, by=by, at=at)


@transaction.atomic
def go_on(*, list_round: ListRound, by: Actor, at: datetime) -> None:
    """End a pause; everybody's days are longer by it. Raises TooLate."""
    list_round = _locked(list_round, ListRound.State.PAUSED)
    length = at - (list_round.paused_at or at)
    rows = list_round.asked.filter(state=State.ASKED)
    rows.update(remind_at=F("remind_at") + length, ends_at=F("ends_at") + length)
    list_round.state, list_round.paused_at = ListRound.State.OPEN, None
    list_round.save()
    note("asking goes on", list_round, by=by, at=at)


@transaction.atomic
def stop(*, list_round: ListRound, by: Actor, at: datetime) -> None:
    """End it for good: nobody is written to or deleted any more, answers that come still count.

    Who has not answered stays as they were and may be asked in another round. Raises TooLate.
    """
    list_round = _locked(list_round, *queries.RUNNING)
    list_round.state, list_round.ended_at = ListRound.State.STOPPED, at
    list_round.save()
    _unpost(list_round, why="stopped", at=at)
    note("asking stopped", list_round, by=by, at=at)


def _locked(list_round: ListRound, *states: str) -> ListRound:
    found = ListRound.objects.select_for_update().get(pk=list_round.pk)
    if found.state not in states:
        if states == (ListRound.State.DRAFT,):
            raise UnderWay(_("This was started already. Nothing was sent twice."))
        raise TooLate(_("This has changed in the meantime. Look at it again."))
    return found


def _unpost(list_round: ListRound, *, why: str, at: datetime) -> None:
    """Letters that wait are taken back; their people wait again, as if nothing was posted."""
    posted = list_round.asked.filter(state=State.POSTED).select_related("post")
    reminded = list_round.asked.filter(state=State.ASKED, reminded_at=None).select_related(
        "reminder"
    )
    rows = [(row, row.post) for row in posted] + [(row, row.reminder) for row in reminded]
    letters = {letter.pk: letter for _row, letter in rows if letter is not None}
    take_back_letters(letters=letters.values(), why=why, at=at)
    stopped = set(
        Letter.objects.filter(pk__in=letters, state=Letter.State.CANCELLED).values_list(
            "pk", flat=True
        )
    )
    list_round.asked.filter(state=State.POSTED, post__in=stopped).update(
        state=State.WAITING, post=None
    )
    list_round.asked.filter(state=State.ASKED, reminder__in=stopped).update(reminder=None)


@transaction.atomic
def let_go_of_unreached(*, list_round: ListRound, by: Actor, at: datetime) -> int:
    """An organiser decided: who could not be asked is let go; how many."""
    rows = list(list_round.asked.filter(state=State.BACK, person__isnull=False))
    gone = sum(give_up(asked=row, by=by, at=at) == State.LET_GO for row in rows)
    note("unreached let go", list_round, by=by, at=at, facts={"people": gone})
    return gone


@transaction.atomic
def ask_again(*, list_round: ListRound, by: Actor, at: datetime) -> int:
    """Ask those who could not be asked and have a way by now; how many. Raises TooLate."""
    list_round = _locked(list_round, ListRound.State.OPEN, ListRound.State.ENDED)
    rows = queries.reachable_now(list_round)
    Asked.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.WAITING, post=None, reminder=None, asked_at=None, reminded_at=None
    )
    if rows:
        list_round.state, list_round.ended_at = ListRound.State.OPEN, None
        list_round.save(update_fields=["state", "ended_at"])
        note("unreached asked", list_round, by=by, at=at, facts={"people": len(rows)})
    return len(rows)


@transaction.atomic
def finish(*, list_round: ListRound, at: datetime) -> None:
    """Nobody is left to wait for."""
    list_round = ListRound.objects.select_for_update().get(pk=list_round.pk)
    if list_round.state == ListRound.State.OPEN:
        list_round.state, list_round.ended_at = ListRound.State.ENDED, at
        list_round.save(update_fields=["state", "ended_at"])
        numbers = {name: n for name, n in queries.counts(list_round).items() if n}
        note("asking ended", list_round, by=Actor.system(), at=at, facts=numbers)
