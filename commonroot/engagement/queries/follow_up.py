"""Follow-up: which rounds are due, who is silent, and what came back by starting background."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.engagement.models import FollowUp, Participation, Wave
from commonroot.engagement.rules import SECOND_TRY, SILENT
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

State = FollowUp.State
MONTHS_OF_YEAR = 12


def wave(key: str) -> Wave | None:
    """The round of questions with that key."""
    return Wave.objects.select_related("programme", "programme__run_by").filter(key=key).first()


def waves(programme: Programme) -> QuerySet[Wave]:
    """The rounds of a programme in their order."""
    return Wave.objects.filter(programme=programme).order_by("due_on", "pk")


def waves_due(*, at: datetime) -> QuerySet[Wave]:
    """Rounds whose day has come and which were not sent."""
    return Wave.objects.filter(sent_at=None, due_on__lte=at.date()).order_by("due_on", "pk")


def follow_up(key: str) -> FollowUp | None:
    """Somebody's part in a round, with everything its page shows."""
    found = FollowUp.objects.select_related("person", "promise", "wave", "wave__programme")
    return found.filter(key=key).first()


def follow_ups_of(person: Person) -> QuerySet[FollowUp]:
    """Every round somebody was part of, newest first."""
    return (
        FollowUp.objects.filter(person=person)
        .select_related("wave", "wave__programme", "promise")
        .order_by("-wave__due_on", "-pk")
    )


def _open() -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(state=State.SENT)


def to_try_again(*, at: datetime) -> QuerySet[FollowUp]:
    """Those silent for two weeks who were written to only once."""
    return (
        _open()
        .filter(reminded_at=None, asked_at__lte=at - SECOND_TRY, asked_at__gt=at - SILENT)
        .select_related("person", "wave", "wave__programme", "promise", "post")
        .order_by("pk")
    )


def silent(*, at: datetime) -> QuerySet[FollowUp]:
    """Those who have not answered within thirty days."""
    return _open().filter(asked_at__lte=at - SILENT)


def follow_ups_to_settle(*, at: datetime) -> QuerySet[FollowUp]:
    """Those whose letter came back, or was stopped on its way because they may no longer be
    asked.
    """
    ended = (Letter.State.BOUNCED, Letter.State.CANCELLED)
    return _open().filter(post__state__in=ended).select_related("person", "post").order_by("pk")


def message_of(person: Person, *, at: datetime) -> FollowUp | None:
    """The one question my page may ask somebody: the latest round they have not answered."""
    return (
        _open()
        .filter(person=person, asked_at__lte=at)
        .select_related("wave", "wave__programme", "promise")
        .order_by("-asked_at", "-pk")
        .first()
    )


@dataclass(frozen=True)
class FollowUpPart:
    """What came back from one starting background; `total` is everybody of it on the round's
    list.
    """

    background: str
    label: str
    total: int
    asked: int
    answered: int
    no_reply: int
    withdrawn: int
    unreachable: int
    bounced: int
    unsafe: int
    paused: int
    not_asked: int
    more: int
    same: int
    less: int

    @property
    def unreached(self) -> int:
        """Whom no letter reached: no way known, it came back, or not safe to write to."""
        return self.unreachable + self.bounced + self.unsafe

    @property
    def unknown(self) -> int:
        """Those of whom it is not known whether they do more or less than before."""
        return self.total - self.more - self.same - self.less


def wave_parts(wave: Wave) -> list[FollowUpPart]:
    """What came back by starting background, in the order of its choices, then all together. One
    query.

    It is the team's own course: the numbers are exact.
    """
    states = {
        "answered": (State.ANSWERED,),
        "no_reply": (State.SENT, State.SILENT),
        "withdrawn": (State.WITHDRAWN,),
        "unreachable": (State.UNREACHABLE,),
        "bounced": (State.BOUNCED,),
        "unsafe": (State.UNSAFE,),
        "paused": (State.PAUSED,),
        "not_asked": (State.NOT_ASKED,),
    }
    counts = {name: Count("pk", filter=Q(state__in=among)) for name, among in states.items()}
    said = {word: Count("pk", filter=Q(engagement=word)) for word in FollowUp.Engagement.values}
    rows: Any = (
        FollowUp.objects.filter(wave=wave)
        .order_by()
        .values("background")
        .annotate(
            total=Count("pk"), asked=Count("pk", filter=Q(asked_at__isnull=False)), **counts, **said
        )
    )
    found: dict[str, dict[str, Any]] = {row["background"]: row for row in rows}
    return [
        FollowUpPart(**{**found[choice.value], "label": str(choice.label)})
        for choice in Participation.Background
        if choice.value in found
    ]


def forgotten(wave: Wave) -> int:
    """How many of those on its list when it was sent were forgotten since, at their wish."""
    return max(0, wave.listed - FollowUp.objects.filter(wave=wave).count()) if wave.sent_at else 0


def words(wave: Wave) -> QuerySet[FollowUp]:
    """The answers of a round, the newest first, each with its person and promise."""
    return (
        FollowUp.objects.filter(wave=wave, state=State.ANSWERED)
        .select_related("person", "promise")
        .order_by(F("answered_at").desc(), "-pk")
    )


def after_words(months: int) -> str:
    """Which round it is: "After six months"."""
    if months == 0:
        return _("After two weeks")
    years, rest = divmod(months, MONTHS_OF_YEAR)
    if rest:
        return ngettext("After %(n)s month", "After %(n)s months", months) % {"n": months}
    return ngettext("After %(n)s year", "After %(n)s years", years) % {"n": years}


def ago_words(months: int) -> str:
    """How long ago a course ended, as a sentence begins: "Six months ago"."""
    if months == 0:
        return _("Two weeks ago")
    words = {
        3: _("Three months ago"),
        6: _("Six months ago"),
        12: _("A year ago"),
        24: _("Two years ago"),
    }
    if months in words:
        return words[months]
    years, rest = divmod(months, MONTHS_OF_YEAR)
    if rest:
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}
