"""The close of a course: who was asked and answered, what was said, which changes are open."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from commonroot.accounts.roles import Actor
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement.models import (
    ChangeCard,
    ChangeDecision,
    Closing,
    ClosingAnswer,
    ClosingAsked,
    Experience,
    Participation,
    Promise,
)
from commonroot.engagement.queries.seeing import seen
from commonroot.engagement.rules import closing as rules
from commonroot.programmes.models import Programme

MOST_BEFORE = 20  # courses a plan looks back through, copy of copy


def closing(programme: Programme) -> Closing | None:
    """What the close of a course holds, once something does."""
    return Closing.objects.filter(programme=programme).first()


def aims(programme: Programme) -> list[dict[str, str]]:
    """The course's own aims as they are asked: as they stood when they were first asked."""
    found = closing(programme)
    return list(found.aims if found is not None else programme.aims)


def codes(programme: Programme) -> tuple[str, ...]:
    """The scales people are asked: the four of movement building, then the course's own."""
    return rules.aim_codes(len(aims(programme)))


def asked(participation: Participation) -> ClosingAsked | None:
    """That somebody was asked what a course gave them."""
    return ClosingAsked.objects.filter(participation=participation).first()


def to_remind(programme: Programme, *, at: datetime) -> QuerySet[ClosingAsked]:
    """Who neither promised nor answered a week after they were asked, and was not reminded."""
    promised = Promise.objects.filter(person=OuterRef("participation__person"), programme=programme)
    rows = ClosingAsked.objects.filter(
        ~Exists(promised),
        participation__programme=programme,
        answered=False,
        reminded_at=None,
        asked_at__lte=at - rules.REMIND_AFTER,
        asked_at__gt=at - rules.REMIND_UNTIL,
    )
    return (
        allowed(
            rows,
            "participation__person",
            purpose=Purpose.THIS_PROGRAMME,
            audience=Audience(AudienceKind.PROGRAMME, programme.key),
            at=at,
        )
        .select_related("participation__person", "participation__programme")
        .order_by("pk")
    )


@dataclass(frozen=True)
class Said:
    """What was said of a course. Before five answered there is nothing but the counts.

    `words`: without a name, in no order of time; `named`: of those who wanted to be read by name
    and whom the reader may see.
    """

    asked: int
    answers: int
    on_paper: int
    scales: list[rules.Scale]
    words: list[ClosingAnswer]
    named: list[ClosingAnswer]

    @property
    def shown(self) -> bool:
        """Whether what was said may be shown."""
        return rules.is_enough(self.answers)


def said_of(programme: Programme, *, seen_by: Actor, at: datetime) -> Said:
    """What was said of a course, as far as it is shown.

    Words without a name are shown from five such answers on: beside names, fewer could be told
    apart.
    """
    rows = list(ClosingAnswer.objects.filter(programme=programme).order_by("key"))
    unnamed = [row for row in rows if row.person_id is None]
    by_name = ClosingAnswer.objects.filter(programme=programme, person__isnull=False)
    named = (
        seen(by_name, "person", programme=programme, seen_by=seen_by, at=at)
        .select_related("person")
        .order_by("person__sort_key", "key")
    )
    was_asked = ClosingAsked.objects.filter(participation__programme=programme).count()
    on_paper = sum(row.on_paper for row in rows)
    enough = rules.is_enough(len(rows))
    return Said(
        asked=max(was_asked, len(rows)),
        answers=len(rows),
        on_paper=on_paper,
        scales=rules.scales([row.scales for row in rows], codes(programme)) if enough else [],
        words=[row for row in unnamed if row.change] if rules.is_enough(len(unnamed)) else [],
        named=[row for row in named if row.change],
    )


def cards(programme: Programme) -> QuerySet[ChangeCard]:
    """The changes a course asks of the next, oldest first, with what later plans said to them."""
    decisions = ChangeDecision.objects.select_related("programme").order_by("changed_at", "pk")
    return (
        ChangeCard.objects.filter(programme=programme)
        .prefetch_related(Prefetch("decisions", queryset=decisions))
        .order_by("made_at", "pk")
    )


def card(key: str) -> ChangeCard | None:
    """The change with that key, with its course."""
    return ChangeCard.objects.select_related("programme__run_by").filter(key=key).first()


def open_cards(programme: Programme) -> list[ChangeCard]:
    """The changes of a course that no later course has made yet."""
    done = ChangeDecision.objects.filter(card=OuterRef("pk"), state=ChangeDecision.State.DONE)
    return list(cards(programme).filter(~Exists(done)))


@dataclass(frozen=True)
class Planned:
    """A change in the plan of a course: where it comes from, what this plan says, and what plans
    before it said.
    """

    card: ChangeCard
    state: str
    why: str
    before: list[ChangeDecision]

    @property
    def sign(self) -> str:
        """The sign of its state: done, put aside for a while, or open."""
        return {"done": "done", "not_now": "waiting"}.get(self.state, "open")


def changes_for(programme: Programme) -> list[Planned]:
    """The changes that stand in the plan of a course: of the courses it was copied from and of
    those whose changes were taken up. What another course has made is over.
    """
    lineage = _before(programme)
    taken = ChangeDecision.objects.filter(programme=programme).values("card")
    decisions = ChangeDecision.objects.select_related("programme").order_by("changed_at", "pk")
    rows = ChangeCard.objects.filter(programme__in=lineage) | ChangeCard.objects.filter(
        pk__in=taken
    )
    found = []
    for one in (
        rows.distinct()
        .select_related("programme")
        .prefetch_related(Prefetch("decisions", queryset=decisions))
        .order_by("-programme__ends_on", "made_at", "pk")
    ):
        said = list(one.decisions.all())
        here = next((row for row in said if row.programme_id == programme.pk), None)
        others = [
            row
            for row in said
            if row.programme_id != programme.pk and row.state != ChangeDecision.State.OPEN
        ]
        if here is None and any(row.state == ChangeDecision.State.DONE for row in others):
            continue
        found.append(
            Planned(
                card=one,
                state=here.state if here else ChangeDecision.State.OPEN,
                why=here.why if here else "",
                before=others,
            )
        )
    return found


def _before(programme: Programme) -> list[int]:
    """The courses a course was copied from, copy of copy."""
    found: list[int] = []
    earlier = programme.copied_from_id
    while earlier is not None and earlier not in found and len(found) < MOST_BEFORE:
        found.append(earlier)
        earlier = Programme.objects.filter(pk=earlier).values_list("copied_from", flat=True).first()
    return found


def earlier_with_changes(programme: Programme) -> list[Programme]:
    """Closed courses of the same team whose open changes do not stand in this plan yet."""
    here = [row.card.pk for row in changes_for(programme)]
    done = ChangeDecision.objects.filter(card=OuterRef("pk"), state=ChangeDecision.State.DONE)
    waiting = ChangeCard.objects.filter(~Exists(done), programme=OuterRef("pk")).exclude(
        pk__in=here
    )
    return list(
        Programme.objects.filter(Exists(waiting), run_by=programme.run_by, closed_at__isnull=False)
        .exclude(pk=programme.pk)
        .order_by("-ends_on", "-pk")
    )


def experience(key: str) -> Experience | None:
    """The account with that key."""
    found = Experience.objects.select_related("person", "programme__run_by")
    return found.filter(key=key).first()


def experiences(programme: Programme, *, seen_by: Actor, at: datetime) -> QuerySet[Experience]:
    """The accounts asked for in a course, of people the reader may see."""
    rows = Experience.objects.filter(programme=programme)
    return (
        seen(rows, "person", programme=programme, seen_by=seen_by, at=at)
        .select_related("person")
        .order_by("part", "person__sort_key", "pk")
    )


def approved_experiences(*, show_to: tuple[str, ...]) -> QuerySet[Experience]:
    """Accounts that may stand in the handbook before those readers; their authors have not paused.

    Whose name stands with it says `named`; who is at high risk is named nowhere.
    """
    return (
        Experience.objects.filter(
            state=Experience.State.APPROVED, show_to__in=show_to, person__frozen_at=None
        )
        .select_related("person", "programme")
        .order_by("-programme__ends_on", "part", "pk")
    )
