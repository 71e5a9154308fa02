"""Mailings: the lists of the desk, what is due, and what came of each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor, Permission
from commonroot.circles.queries import others_holding
from commonroot.mailings import rules
from commonroot.mailings.models import Group, Mailing, Recipient, SendingRule
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import LEASED, TO_GO

State = Mailing.State
OPEN = (State.DRAFT, State.RECALLED)
LEFT = "left"  # why a letter to a group was taken back
AHEAD = 400  # letters at the post office before more are written


def mailing(key: str) -> Mailing | None:
    """The mailing with that key, with its group and programme."""
    return _full().filter(key=key).first()


def _full() -> QuerySet[Mailing]:
    return Mailing.objects.select_related("group", "programme")


def mailings() -> QuerySet[Mailing]:
    """All of them, the latest first."""
    return _full().order_by("-changed_at", "-pk")


def asked_of(actor: Actor) -> QuerySet[Mailing]:
    """Those that wait for a second reader, and are not `actor`'s own; the oldest first."""
    own = f"{actor.kind}:{actor.key}"
    return _full().filter(state=State.ASKED).exclude(asked_by=own).order_by("asked_at", "pk")


def sending_rule() -> SendingRule:
    """How this school sends to many; as for a new one when nobody has said."""
    return SendingRule.objects.order_by("pk").first() or SendingRule()


def second_readers(actor: Actor, *, at: datetime) -> QuerySet[Account]:
    """Who beside `actor` may let a letter to many leave, and has signed in before."""
    return others_holding(Permission.WRITE_LETTERS, beside=actor, at=at)


def to_queue(*, at: datetime) -> QuerySet[Mailing]:
    """Mailings that can no longer be taken back, whose people are still to be looked up."""
    return _full().filter(state=State.LEAVING, leaves_at__lte=at).order_by("leaves_at", "pk")


def to_write(*, at: datetime) -> QuerySet[Recipient]:
    """People whose letter is due, the longest waiting first."""
    return Recipient.objects.filter(
        state=Recipient.State.WAITING, due_at__lte=at, mailing__state=State.SENDING
    ).order_by("due_at", "pk")


def writing(*, at: datetime) -> QuerySet[Mailing]:
    """Mailings of which letters are due."""
    due = to_write(at=at).order_by().filter(mailing=OuterRef("pk"))
    return _full().filter(Exists(due), state=State.SENDING).order_by("queued_at", "pk")


def is_full(*, at: datetime) -> bool:
    """Whether so many letters wait at the post office that no more are written yet."""
    waits = Letter.objects.filter(state__in=TO_GO, due_at__lte=at)
    return len(waits.values_list("pk")[:AHEAD]) == AHEAD


def to_finish(*, at: datetime) -> QuerySet[Mailing]:
    """Mailings of which everybody's letter was written and none waits any more."""
    recipients = Recipient.objects.filter(mailing=OuterRef("pk"))
    waiting = recipients.filter(state=Recipient.State.WAITING)
    on_the_way = Letter.objects.filter(key=OuterRef("key"), state__in=(*TO_GO, *LEASED))
    at_the_post = recipients.filter(Exists(on_the_way), state=Recipient.State.WRITTEN)
    return Mailing.objects.filter(~Exists(waiting), ~Exists(at_the_post), state=State.SENDING)


def to_count(*, at: datetime) -> QuerySet[Mailing]:
    """Mailings whose final numbers are to be kept, before the rows they are counted from go."""
    return Mailing.objects.filter(
        state__in=(State.DONE, State.STOPPED),
        counts__isnull=True,
        ended_at__lte=at - rules.COUNTED_AFTER,
    )


def letters_of(mailing: Mailing) -> QuerySet[Letter]:
    """The letters written for a mailing: each carries the key of its recipient."""
    written = Recipient.objects.filter(mailing=mailing, state=Recipient.State.WRITTEN)
    return Letter.objects.filter(key__in=written.values("key"))


def written_since(mailing: Mailing, moment: datetime) -> int:
    """How many letters of a mailing were written after that moment."""
    return letters_of(mailing).filter(created_at__gt=moment).count()


@dataclass(frozen=True)
class Outcome:
    """What came of a mailing, in people: the first eight are all of its people, each once.

    `unsubscribed` and `complained` are among those it was sent to.
    """

    people: int = 0
    waiting: int = 0
    sent: int = 0
    came_back: int = 0
    unknown: int = 0
    by_hand: int = 0
    left_out: int = 0
    stopped: int = 0
    forgotten: int = 0
    unsubscribed: int = 0
    complained: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        """Of how many it is known how it ended, or that nobody knows."""
        return self.people - self.waiting - self.by_hand

    @property
    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def outcome(mailing: Mailing) -> Outcome:
    """What came of a mailing so far. Three queries."""
    if mailing.counts is not None:
        return Outcome(**mailing.counts)
    rows: Any = (
        Recipient.objects.filter(mailing=mailing)
        .values_list("state", "why")
        .annotate(number=Count("pk"), unsubscribed=Count("stopped_at"))
    )
    reasons: dict[str, int] = {}
    people = dict.fromkeys(Recipient.State.values, 0)
    unsubscribed = 0
    for state, why, number, stopped in rows:
        people[state] += number
        unsubscribed += stopped
        if state == Recipient.State.LEFT_OUT:
            reasons[why] = reasons.get(why, 0) + number
    state = Letter.State
    back = Q(state=state.BOUNCED) | Q(returned__in=(Letter.Returned.HARD, Letter.Returned.SOFT))
    letters = letters_of(mailing).aggregate(
        waiting=Count("pk", filter=Q(state__in=(*TO_GO, *LEASED))),
        came_back=Count("pk", filter=back),
        sent=Count("pk", filter=Q(state=state.SENT) & ~back),
        unknown=Count("pk", filter=Q(state=state.UNKNOWN) & ~back),
        by_hand=Count("pk", filter=Q(state=state.HELD)),
        left=Count("pk", filter=Q(state=state.CANCELLED, why=LEFT)),
        cancelled=Count("pk", filter=Q(state=state.CANCELLED) & ~Q(why=LEFT)),
        complained=Count("pk", filter=Q(returned=Letter.Returned.COMPLAINT)),
        all=Count("pk"),
    )
    for code, number in (("agreement", letters["cancelled"]), ("left", letters["left"])):
        if number:
            reasons[code] = reasons.get(code, 0) + number
    # Whoever was forgotten since took their row along, and some letters' rows outlive their time.
    gone = max(0, mailing.people - sum(people.values()))
    gone += people[Recipient.State.WRITTEN] - letters["all"]
    return Outcome(
        people=mailing.people,
        waiting=people[Recipient.State.WAITING] + letters["waiting"],
        sent=letters["sent"],
        came_back=letters["came_back"],
        unknown=letters["unknown"],
        by_hand=letters["by_hand"],
        left_out=sum(reasons.values()),
        stopped=people[Recipient.State.STOPPED],
        forgotten=gone,
        unsubscribed=unsubscribed,
        complained=letters["complained"],
        reasons=reasons,
    )


def last_due(mailing: Mailing) -> datetime | None:
    """When the last letter that still waits is planned to leave."""
    waiting = Recipient.objects.filter(mailing=mailing, state=Recipient.State.WAITING)
    last = waiting.order_by("-due_at").first()
    return last.due_at if last is not None else None


def recipient(key: str) -> Recipient | None:
    """The row with that key, with its mailing and person."""
    found = Recipient.objects.filter(key=key)
    return found.select_related("mailing__group", "mailing__programme", "person").first()


def archive(group: Group, *, at: datetime) -> QuerySet[Mailing]:
    """What was sent to a group, the latest first: what its members may read."""
    sent = (State.SENDING, State.PAUSED, State.STOPPED, State.DONE)
    return (
        _full().filter(group=group, state__in=sent, queued_at__lte=at).order_by("-queued_at", "-pk")
    )
