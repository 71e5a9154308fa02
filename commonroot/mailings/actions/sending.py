"""A letter to many leaves: sent, read by a second organiser, taken back, paused, stopped."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.mailings import queries, rules
from commonroot.mailings.models import Mailing, Recipient, SendingRule
from commonroot.messaging.actions import take_back

State = Mailing.State


class NotReady(Refused):
    """Something is missing before it can be sent."""


class OwnLetter(Refused):
    """Nobody is their own second reader."""


class TooLate(Refused):
    """It is on its way, or somebody else was quicker."""


@transaction.atomic
def send(
    *,
    mailing: Mailing,
    seen_people: int,
    per_hour: int,
    in_the_morning: bool,
    not_before: datetime | None = None,
    languages: tuple[str, ...] = (),
    by: Actor,
    at: datetime,
) -> Mailing:
    """Let it leave in ten minutes, or ask a second organiser first where there is one.

    `seen_people` is how many it was said to reach; `languages` are the school's. Raises NotReady,
    TooLate.
    """
    mailing = _locked(mailing)
    # What was seen comes from a page: whoever reads it first is asked by what is true as well.
    people = max(seen_people, queries.reach(mailing, at=at).count)
    second = rules.needs_second(
        people,
        above=queries.sending_rule().approve_above,
        others=queries.second_readers(by, at=at).exists(),
    )
    _move(mailing, State.ASKED if second else State.LEAVING)
    _refuse_unready(mailing, languages=languages, at=at)
    mailing.seen_people = seen_people
    mailing.per_hour = min(max(1, per_hour), rules.MOST_PER_HOUR)
    mailing.in_the_morning = in_the_morning
    mailing.not_before = not_before
    mailing.asked_at, mailing.asked_by = at, f"{by.kind}:{by.key}"
    mailing.decided_at, mailing.decided_by, mailing.note = None, "", ""
    mailing.leaves_at = None if second else _leaves(mailing, at=at)
    mailing.changed_at = at
    mailing.save()
    facts = {"people": seen_people}
    if second:
        note("letter to many asked", mailing, by=by, at=at, facts=facts)
    else:
        note("letter to many sent", mailing, by=by, at=at, facts=facts)
    return mailing


def _leaves(mailing: Mailing, *, at: datetime) -> datetime:
    soon = at + rules.RECALL
    return max(soon, mailing.not_before) if mailing.not_before else soon


def _refuse_unready(mailing: Mailing, *, languages: tuple[str, ...], at: datetime) -> None:
    written = [code for code in mailing.subject if mailing.text.get(code)]
    if not written:
        raise NotReady(_("Write a subject and a text first."))
    for code in written:
        said = f"{mailing.subject[code]}\n{mailing.text[code]}"
        if found := rules.gaps(said):
            raise NotReady(_("Something is still to be written: [%(gap)s]") % {"gap": found[0]})
        if strange := rules.unknown_words(said):
            raise NotReady(_("Nothing is filled in for {%(word)s}.") % {"word": strange[0]})
    if languages and languages[0] not in written:
        raise NotReady(
            _("Write it in your school’s first language too: whoever reads no other gets it.")
        )
    if not queries.can_be_read(mailing.filter):
        raise NotReady(_("Whom it is for can no longer be read. Choose it anew."))
    if not queries.reached(mailing, at=at).exists():
        raise NotReady(_("Nobody gets this letter. Choose whom it is for, and what for."))


@transaction.atomic
def approve(*, mailing: Mailing, by: Actor, at: datetime) -> Mailing:
    """Let somebody else's letter leave. Raises OwnLetter, TooLate."""
    mailing = _locked(mailing)
    _refuse_own(mailing, by)
    _move(mailing, State.LEAVING, was=State.ASKED)
    mailing.decided_at, mailing.decided_by = at, f"{by.kind}:{by.key}"
    mailing.leaves_at = _leaves(mailing, at=at)
    mailing.changed_at = at
    mailing.save()
    note("letter to many approved", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def send_back(*, mailing: Mailing, words: str, by: Actor, at: datetime) -> Mailing:
    """It stays a draft for now; `words` say what is to be changed. Whoever asked may take it back
    so as well. Raises TooLate.
    """
    mailing = _locked(mailing)
    _move(mailing, State.DRAFT, was=State.ASKED)
    mailing.note = words.strip()[:1000]
    mailing.decided_at, mailing.decided_by = at, f"{by.kind}:{by.key}"
    mailing.changed_at = at
    mailing.save()
    note("letter to many sent back", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def recall(*, mailing: Mailing, by: Actor, at: datetime) -> Mailing:
    """Take it back before it leaves: nobody gets it. Raises TooLate."""
    mailing = _locked(mailing)
    _move(mailing, State.RECALLED)
    mailing.leaves_at = None
    mailing.changed_at = at
    mailing.save()
    note("letter to many taken back", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def pause(*, mailing: Mailing, by: Actor, at: datetime) -> Mailing:
    """No further letter of it is written until `resume`. Raises TooLate."""
    mailing = _moved(mailing, State.PAUSED, at=at)
    note("letter to many paused", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def resume(*, mailing: Mailing, by: Actor, at: datetime) -> Mailing:
    """Go on where it was paused. Raises TooLate."""
    if _locked(mailing).state != State.PAUSED:
        raise _late()
    mailing = _moved(mailing, State.SENDING, at=at)
    note("letter to many resumed", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def stop(*, mailing: Mailing, by: Actor, at: datetime) -> int:
    """Nobody else gets it, not even those whose letter waits at the post office; how many."""
    mailing = _moved(mailing, State.STOPPED, at=at)
    note("letter to many stopped", mailing, by=by, at=at)
    waiting = Recipient.objects.filter(mailing=mailing, state=Recipient.State.WAITING)
    spared = waiting.update(state=Recipient.State.STOPPED)
    spared += _take_back_waiting(mailing, at=at)
    Mailing.objects.filter(pk=mailing.pk).update(ended_at=at)
    return spared


def _take_back_waiting(mailing: Mailing, *, at: datetime) -> int:
    """Cancel what the post office has not sent; those people count as not written to."""
    waiting = queries.letters_of(mailing).filter(state__in=("queued", "deferred", "held"))
    keys = set(waiting.values_list("key", flat=True))
    taken = take_back(letters=list(waiting.only("pk")), why="stopped", at=at)
    gone = queries.letters_of(mailing).filter(key__in=keys, state="cancelled", why="stopped")
    Recipient.objects.filter(
        mailing=mailing, key__in=list(gone.values_list("key", flat=True))
    ).update(state=Recipient.State.STOPPED)
    return taken


@transaction.atomic
def set_rule(
    *, approve_above: int, per_hour: int, many_a_month: int, by: Actor, at: datetime
) -> SendingRule:
    """How this school sends to many."""
    rule = queries.sending_rule()
    rule.approve_above = approve_above
    rule.per_hour = min(max(1, per_hour), rules.MOST_PER_HOUR)
    rule.many_a_month = max(1, many_a_month)
    rule.changed_at = at
    rule.save()
    facts = {"above": approve_above, "per_hour": rule.per_hour}
    note("rules of sending set", rule, by=by, at=at, facts=facts)
    return rule


def _moved(mailing: Mailing, state: str, *, at: datetime) -> Mailing:
    mailing = _locked(mailing)
    _move(mailing, state)
    mailing.changed_at = at
    mailing.save(update_fields=["state", "changed_at"])
    return mailing


def _locked(mailing: Mailing) -> Mailing:
    rows = Mailing.objects.select_for_update(of=("self",))
    return rows.select_related("group", "programme").get(pk=mailing.pk)


def _move(mailing: Mailing, state: str, *, was: str = "") -> None:
    if (was and mailing.state != was) or not rules.may_move(mailing.state, state):
        raise _late()
    mailing.state = state


def _late() -> TooLate:
    return TooLate(_("It has moved on in the meantime. Look at it once more."))


def _refuse_own(mailing: Mailing, by: Actor) -> None:
    if mailing.asked_by == f"{by.kind}:{by.key}":
        raise OwnLetter(_("You sent this letter yourself. Somebody else reads it first."))


def far_more_words(now: int, seen: int) -> str:
    """Why a letter waits: it would reach far more people than were seen."""
    return ngettext(
        "It would now reach %(now)s person instead of %(seen)s. Please look and send it again.",
        "It would now reach %(now)s people instead of %(seen)s. Please look and send it again.",
        now,
    ) % {"now": now, "seen": seen}
