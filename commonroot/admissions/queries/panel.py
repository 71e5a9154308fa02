"""The panel of a call: its readers, its rubric, its phases, and what each reader has left."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.roles import ROLES, Permission
from commonroot.admissions.models import (
    Application,
    Call,
    Criterion,
    Review,
    Reviewer,
    ReviewPhase,
)
from commonroot.admissions.queries.reading import NOT_READ, conflicted_of, organisers_of
from commonroot.admissions.rules.phases import NAG_BEFORE
from commonroot.circles.models import Circle, Mandate
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Purpose


def reader(key: str) -> Reviewer | None:
    """The reader with that key, with the call and who it is."""
    return (
        Reviewer.objects.filter(key=key)
        .select_related("call__programme__run_by", "account__person")
        .first()
    )


def reader_of(call: Call, *, account: int | None) -> Reviewer | None:
    """Whoever signs in with `account` as a reader of `call`; None: not on its panel now."""
    if account is None:
        return None
    return (
        Reviewer.objects.filter(call=call, account=account, ended_at=None)
        .select_related("call__programme__run_by", "account__person")
        .first()
    )


def reads_of(account: int) -> QuerySet[Reviewer]:
    """All calls for which somebody reads now."""
    return (
        Reviewer.objects.filter(account=account, ended_at=None)
        .select_related("call__programme__run_by", "account__person")
        .order_by("call__closes_at", "pk")
    )


def readers(call: Call) -> QuerySet[Reviewer]:
    """Everybody on the panel of `call` now, whoever came first first."""
    return (
        Reviewer.objects.filter(call=call, ended_at=None)
        .select_related("account__person")
        .order_by("since", "pk")
    )


def could_read(call: Call, *, at: datetime) -> QuerySet[Account]:
    """Who may be asked to read: who reads applications in its circle, not on the panel yet."""
    roles = [
        code for code, role in ROLES.items() if Permission.READ_APPLICATIONS in role.permissions
    ]
    standing = Mandate.objects.filter(
        Q(until=None) | Q(until__gt=at),
        Q(circle=call.programme.run_by_id) | Q(circle__kind=Circle.Kind.SCHOOL),
        role__in=roles,
    )
    there = Reviewer.objects.filter(call=call, ended_at=None)
    return (
        Account.objects.filter(pk__in=standing.values("account"), is_active=True, locked_at=None)
        .exclude(pk__in=there.values("account"))
        .order_by("shown_name", "pk")
    )


def rubric(call: Call) -> list[Criterion]:
    """The lines of the rubric in their order."""
    return list(Criterion.objects.filter(call=call).order_by("position"))


def criterion(key: str) -> Criterion | None:
    """The line of a rubric with that key, with its call."""
    return Criterion.objects.filter(key=key).select_related("call__programme__run_by").first()


def phase(key: str) -> ReviewPhase | None:
    """The phase with that key, with its call."""
    return ReviewPhase.objects.filter(key=key).select_related("call__programme__run_by").first()


def phases(call: Call) -> list[ReviewPhase]:
    """The phases in their order."""
    return list(ReviewPhase.objects.filter(call=call).order_by("position"))


def phase_now(call: Call, *, at: datetime) -> ReviewPhase | None:
    """The phase of reading that runs at this moment; the earliest of several."""
    return (
        ReviewPhase.objects.filter(call=call, opens_at__lte=at, closes_at__gt=at)
        .order_by("position")
        .first()
    )


def next_phase(call: Call, *, at: datetime) -> ReviewPhase | None:
    """The phase that begins next."""
    return ReviewPhase.objects.filter(call=call, opens_at__gt=at).order_by("opens_at").first()


def everybody_reads_all(call: Call) -> bool:
    """Whether applications are given out to nobody: each reader reads every one."""
    return not ReviewPhase.objects.filter(call=call, each__gt=0).exists()


def has_to_read(reviewer: Reviewer, application: Application) -> bool:
    """Whether an application is among what a reader was given, or everybody reads all."""
    if application.call_id != reviewer.call_id or application.state in NOT_READ:
        return False
    given = Review.objects.filter(reviewer=reviewer, application=application).exists()
    return given or everybody_reads_all(reviewer.call)


def to_read(reviewer: Reviewer, *, at: datetime) -> QuerySet[Application]:
    """What a reader was given and may read, by number: never a row they must not judge."""
    call = reviewer.call
    there = Application.objects.filter(call=call).exclude(state__in=NOT_READ)
    there = allowed(
        there, "person", purpose=Purpose.THIS_PROGRAMME, audience=organisers_of(call), at=at
    )
    if not everybody_reads_all(call):
        there = there.filter(reviews__reviewer=reviewer)
    person = getattr(reviewer.account, "person", None)
    never = conflicted_of(there, account=reviewer.account_id, person=person.pk if person else None)
    return there.exclude(pk__in=never).order_by("number", "pk")


@dataclass(frozen=True)
class Left:
    """How far a reader is: `done` of `all` applications, and which of them are not read yet."""

    done: int
    all: int
    next: Application | None

    @property
    def left(self) -> int:
        """How many there are to read still."""
        return self.all - self.done


def left(reviewer: Reviewer, *, at: datetime, after: int | None = None) -> Left:
    """How far a reader is; `next`: the first unread, after the number `after` if there is one."""
    rows = list(to_read(reviewer, at=at))
    given = set(
        Review.objects.filter(reviewer=reviewer, given_at__isnull=False).values_list(
            "application", flat=True
        )
    )
    unread = [row for row in rows if row.pk not in given]
    later = [row for row in unread if after is not None and (row.number or 0) > after]
    return Left(
        done=len(rows) - len(unread),
        all=len(rows),
        next=next(iter(later or unread), None),
    )


def states_of(reviewer: Reviewer) -> dict[int, str]:
    """{application: "done", "waiting" (begun) or "open"} of what a reader was given or began."""
    states = {}
    rows = Review.objects.filter(reviewer=reviewer).annotate(points=Count("scores"))
    for row in rows:
        begun = row.words or row.feedback or row.points
        states[row.application_id] = (
            "done" if row.given_at is not None else "waiting" if begun else "open"
        )
    return states


def has_given(reviewer: Reviewer, application: Application) -> bool:
    """Whether a reader handed in what they found."""
    return Review.objects.filter(
        reviewer=reviewer, application=application, given_at__isnull=False
    ).exists()


def to_remind(*, at: datetime) -> list[Call]:
    """Calls with a phase that ends within two days, in which a reader with work left was not
    reminded in that time.
    """
    ending = ReviewPhase.objects.filter(
        opens_at__lte=at, closes_at__gt=at, closes_at__lte=at + NAG_BEFORE
    )
    waiting = (
        Reviewer.objects.filter(ended_at=None, call__in=ending.values("call"))
        .filter(Q(nagged_at=None) | Q(nagged_at__lt=at - NAG_BEFORE))
        .filter(account__person__isnull=False)
        .select_related("call__programme__run_by", "account__person")
        .order_by("pk")
    )
    found = {one.call_id: one.call for one in waiting if left(one, at=at).left}
    return list(found.values())
