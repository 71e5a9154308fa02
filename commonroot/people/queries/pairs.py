"""Pairs that may be one person: who stays, what was said last, which can be taken at a stroke."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from commonroot.accounts.roles import Actor
from commonroot.people import rules
from commonroot.people.models import BulkMerge, FullLook, Merge, Pair, Person, ToCompare
from commonroot.people.queries.merging import can_be_undone, differing_among

TAKEN_BACK_WITHIN = timedelta(days=1)
MOST_AT_A_STROKE = 2000
MOST_READ = 3000  # certain pairs that are looked at for it
SAMPLE = 5


def in_order(one: Person, other: Person) -> tuple[Person, Person]:
    """Two people as a pair holds them: who came first stands left."""
    return (one, other) if one.pk < other.pk else (other, one)


def who_stays(one: Person, other: Person) -> tuple[Person, Person]:
    """(who stays, who goes into them): who signs in to the desk, else who came first."""
    left, right = in_order(one, other)
    return (right, left) if right.account_id and not left.account_id else (left, right)


def last_said(by: Actor, *, at: datetime) -> Pair | Merge | None:
    """What `by` said last of a pair within a day and can take back: the pair, or the merge."""
    who, since = f"{by.kind}:{by.key}", at - TAKEN_BACK_WITHIN
    pair = (
        Pair.objects.filter(decided_by=who, decided_at__gte=since)
        .select_related("left", "right")
        .order_by("-decided_at", "-pk")
        .first()
    )
    merge = (
        Merge.objects.filter(by=who, cause="hand", at__gte=since, undone_at=None)
        .select_related("person")
        .order_by("-at", "-pk")
        .first()
    )
    if merge is None or not can_be_undone(merge, at=at):
        return pair
    if pair is None or pair.decided_at is None or merge.at > pair.decided_at:
        return merge
    return pair


@dataclass(frozen=True)
class Identical:
    """The pairs that can be made one at a stroke, five of them to look at, and which not and why.

    `left_out` is {code: pairs}: "high_care", "differing", "accounts", "twice" (one of
    them is in another pair of these, which comes first). `shown` names exactly these pairs: what
    is done later is done only if they are still the same.
    """

    pairs: tuple[Pair, ...]
    left_out: Mapping[str, int]

    @property
    def sample(self) -> tuple[Pair, ...]:
        """Five of them, spread over the whole."""
        step = max(1, len(self.pairs) // SAMPLE)
        return self.pairs[::step][:SAMPLE]

    @property
    def shown(self) -> str:
        """A short name of exactly these pairs."""
        return rules.fingerprint(pair.key for pair in self.pairs)


def identical(among: QuerySet[Pair]) -> Identical:
    """Which open, certain pairs of these can be made one without a look at each."""
    taken: list[Pair] = []
    left_out: Counter[str] = Counter()
    seen: set[int] = set()
    certain = among.filter(state=Pair.State.OPEN, band=Pair.Band.CERTAIN)
    pairs = list(certain.select_related("left", "right").order_by("-probability", "pk")[:MOST_READ])
    differing = differing_among([(pair.left, pair.right) for pair in pairs])
    for pair in pairs:
        ends = {pair.left_id, pair.right_id}
        why = _why_not(pair, differing=(pair.left_id, pair.right_id) in differing)
        if not why and seen & ends:
            why = "twice"
        if why:
            left_out[why] += 1
        elif len(taken) < MOST_AT_A_STROKE:
            taken.append(pair)
            seen |= ends
    return Identical(tuple(taken), dict(left_out))


def _why_not(pair: Pair, *, differing: bool) -> str:
    """Why two cannot be made one without somebody's look; "" when they can."""
    if pair.left.is_high or pair.right.is_high:
        return "high_care"
    if pair.left.account_id is not None and pair.right.account_id is not None:
        return "accounts"
    return "differing" if differing else ""


def bulk_merge(key: str) -> BulkMerge | None:
    """One stroke by its key."""
    return BulkMerge.objects.filter(key=key).first()


def merges_at_a_stroke(bulk: BulkMerge) -> QuerySet[Merge]:
    """What one stroke made one and is not undone, the newest first."""
    return Merge.objects.filter(cause=bulk.cause, undone_at=None).order_by("-pk")


def bulk_merges_under_way(*, at: datetime) -> QuerySet[BulkMerge]:
    """Strokes that are not done, or are being taken back."""
    return BulkMerge.objects.filter(
        state__in=(BulkMerge.State.MERGING, BulkMerge.State.UNDOING)
    ).order_by("pk")


def to_compare(*, at: datetime) -> QuerySet[ToCompare]:
    """Whom to compare with the others of the register, who waited longest first."""
    return ToCompare.objects.order_by("pk")


def full_look() -> tuple[FullLook, int] | None:
    """The latest look through the whole register, and how many of its people are still to come."""
    look = FullLook.objects.order_by("-pk").first()
    if look is None:
        return None
    return look, min(look.people, ToCompare.objects.count()) if look.ended_at is None else 0
