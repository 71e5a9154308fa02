"""Applications of a call as organisers see them in a list: filtered, searched and sorted, each with
what was found about it, unless whoever looks must not judge it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import (
    Application,
    ApplicationAnswer,
    Call,
    Decision,
    FormQuestion,
    Reply,
    Review,
)
from commonroot.admissions.queries import reading, scores
from commonroot.admissions.queries.answers import by_meaning
from commonroot.admissions.queries.scores import Found
from commonroot.admissions.queries.told import told_state
from commonroot.admissions.rules.choosing import DECIDABLE
from commonroot.core.places import country_name
from commonroot.core.text import folded

State = Application.State


@dataclass
class Note:
    """What one organiser wrote, in the simple way."""

    who: str
    words: str
    mine: bool


@dataclass
class Row:
    """One application in the list. `found` is None for whoever must not judge it."""

    application: Application
    state: str
    country: str
    country_words: str
    found: Found | None
    to_cover: bool = False
    notes: list[Note] = field(default_factory=list)
    mine: str = ""

    @property
    def judged(self) -> bool:
        """Whether whoever looks may see what was said of it."""
        return self.found is not None

    @property
    def mean(self) -> int | None:
        """The mean of the panel, rounded."""
        return _rounded(self.found.mean) if self.found else None

    @property
    def spread(self) -> int | None:
        """How far the readers are apart, rounded."""
        return _rounded(self.found.spread) if self.found else None

    @property
    def evened(self) -> int | None:
        """The mean if every reader were equally strict, rounded."""
        return _rounded(self.found.evened) if self.found else None

    @property
    def state_words(self) -> str:
        """Its state in words."""
        return str(State(self.state).label)


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the list."""

    q: str = ""
    state: str = ""
    country: str = ""
    kind: str = ""
    only: str = ""  # unread, wide, cover
    order: str = "number"


@dataclass
class Listing:
    """The rows that fit, and what stands above them."""

    rows: list[Row]
    all: int
    states: list[tuple[str, str, int]]
    countries: list[tuple[str, str, int]]
    unread: int
    wide: int
    to_cover: int
    closed: int  # rows which whoever looks must not judge
    left_out: int


ONLY: dict[str, Callable[[Row, int], bool]] = {
    "unread": lambda row, _wanted: row.found is not None and row.found.given == 0,
    "wide": lambda row, _wanted: row.found is not None and row.found.wide,
    "cover": lambda row, _wanted: row.to_cover,
}
LAST = -1.0
ORDERS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "number": lambda row: (row.application.number or 0,),
    "name": lambda row: (row.application.person.sort_key,),
    "points": lambda row: (
        -(row.found.mean if row.found and row.found.mean is not None else LAST),
    ),
    "spread": lambda row: (
        -(row.found.spread if row.found and row.found.spread is not None else LAST),
    ),
    "read": lambda row: (row.found.given if row.found else 10_000,),
}


def listing(call: Call, *, asked: Asked, actor: Actor, at: datetime) -> Listing:
    """The list in a fixed number of queries, however long it is."""
    there = reading.handed_in(call, seen_by=actor, at=at)
    applications = list(there.select_related("person").order_by("number", "pk"))
    closed = reading.conflicted(there, actor=actor)
    rows = _rows(applications, closed=closed, actor=actor)
    wanted = scores.readers_wanted(call)
    fitting = [row for row in rows if _fits(row, asked, wanted=wanted)]
    order = ORDERS.get(asked.order, ORDERS["number"])
    fitting.sort(key=lambda row: (*order(row), row.application.number or 0, row.application.pk))
    return Listing(
        rows=fitting,
        all=len(rows),
        states=_counted((row.state, row.state_words) for row in rows),
        countries=_counted((row.country, row.country_words) for row in rows if row.country),
        unread=sum(ONLY["unread"](row, wanted) for row in rows),
        wide=sum(ONLY["wide"](row, wanted) for row in rows),
        to_cover=sum(row.to_cover for row in rows),
        closed=len(closed),
        left_out=reading.left_out(call, seen=len(rows)),
    )


def _counted(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str, int]]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for pair in pairs:
        counts[pair] += 1
    return sorted(((*pair, n) for pair, n in counts.items()), key=lambda row: (row[1], row[0]))


def _rows(applications: list[Application], *, closed: frozenset[int], actor: Actor) -> list[Row]:
    judged = [one for one in applications if one.pk not in closed]
    found = scores.found(judged)
    notes = _notes(judged, actor=actor)
    meanings = by_meaning(applications)
    telling = set(
        ApplicationAnswer.objects.filter(
            application__in=[one.pk for one in judged], identifies=True
        )
        .exclude(covered__gt="")
        .values_list("application", flat=True)
    )
    masked = [one.pk for one in applications if one.pk in closed]
    told = set(
        Reply.objects.filter(application__in=masked, sent_at__isnull=False).values_list(
            "application", flat=True
        )
    )
    language = get_language() or "en"
    rows = []
    for one in applications:
        country = meanings[one.pk].get(FormQuestion.Meaning.COUNTRY) or one.person.country
        hides = one.pk in closed and one.pk not in told and one.state in DECIDABLE
        row = Row(
            application=one,
            state=State.SUBMITTED if hides else one.state,
            country=country,
            country_words=country_name(country, language) if country else "",
            found=None if one.pk in closed else found.get(one.pk, Found()),
            to_cover=one.pk in telling,
        )
        for note in notes.get(one.pk, []):
            if note.mine:
                row.mine = note.words
            else:
                row.notes.append(note)
        rows.append(row)
    return rows


def _notes(applications: list[Application], *, actor: Actor) -> dict[int, list[Note]]:
    """{application: what organisers and readers wrote}, in one query."""
    given = Review.objects.filter(
        application__in=[one.pk for one in applications], given_at__isnull=False
    ).select_related("reviewer__account")
    told: dict[int, list[Note]] = defaultdict(list)
    for row in given.order_by("given_at", "pk"):
        account = row.reviewer.account
        told[row.application_id].append(
            Note(account.shown_name, row.words, row.reviewer.account_id == actor.account_id)
        )
    return told


def _fits(row: Row, asked: Asked, *, wanted: int) -> bool:
    one = row.application
    if asked.state and row.state != asked.state:
        return False
    if asked.country and row.country != asked.country:
        return False
    if asked.kind and one.kind != asked.kind:
        return False
    if asked.only in ONLY and not ONLY[asked.only](row, wanted):
        return False
    return not asked.q or _named(one, asked.q)


def _named(one: Application, typed: str) -> bool:
    """By its number, or by the beginning of any word of the name."""
    text = typed.strip().lstrip("#")
    if text.isdecimal():
        return one.number == int(text)
    names = folded(one.person.shown_name).split()
    return all(any(name.startswith(word) for name in names) for word in folded(text).split())


@dataclass(frozen=True)
class Moment:
    """Something that happened to an application."""

    at: datetime
    words: str
    second: str = ""


def history(application: Application, *, judged: bool) -> list[Moment]:
    """What happened to an application; what was found and decided only for whoever may judge it."""
    told = [Moment(application.begun_at, _("Begun"))]
    if application.submitted_at:
        told.append(
            Moment(
                application.submitted_at,
                _("Handed in"),
                str(application.get_received_display()),
            )
        )
    for referee in application.referees.exclude(answered_at=None):
        if judged and referee.answered_at:
            told.append(Moment(referee.answered_at, _("Somebody spoke for them")))
    if judged:
        for review in application.reviews.exclude(given_at=None).select_related(
            "reviewer__account"
        ):
            assert review.given_at is not None  # asked for above
            who = review.reviewer.account.shown_name
            told.append(Moment(review.given_at, _("Read"), who))
        for decision in Decision.objects.filter(application=application).select_related("by"):
            who = decision.by.shown_name if decision.by else ""
            told.append(
                Moment(
                    decision.at,
                    _("Decided: %(what)s") % {"what": decision.get_verdict_display()},
                    who,
                )
            )
    return sorted(told, key=lambda moment: moment.at)


def state_for(application: Application, *, judged: bool, at: datetime) -> str:
    """The state in words; for whoever must not judge it what its own writer was told."""
    return str(State(application.state if judged else told_state(application, at=at)).label)
