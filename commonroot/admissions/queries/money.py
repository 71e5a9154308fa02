"""Help with money, and journeys: who asked, why, what is offered, and who needs a visa."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import (
    Application,
    Call,
    FormQuestion,
    Offer,
    Scholarship,
)
from commonroot.admissions.queries.answers import by_meaning
from commonroot.admissions.queries.reading import conflicted, handed_in
from commonroot.admissions.rules import choosing as rules
from commonroot.core.places import country_name

State = Application.State
Meaning = FormQuestion.Meaning
# What may follow on what, so that nothing is paid that was not accepted.
NEXT = {
    Scholarship.State.ASKED: (Scholarship.State.OFFERED, Scholarship.State.REFUSED),
    Scholarship.State.REFUSED: (Scholarship.State.OFFERED,),
    Scholarship.State.OFFERED: (
        Scholarship.State.ACCEPTED,
        Scholarship.State.DECLINED,
        Scholarship.State.REFUSED,
    ),
    Scholarship.State.DECLINED: (Scholarship.State.OFFERED,),
    Scholarship.State.ACCEPTED: (Scholarship.State.PAID, Scholarship.State.DECLINED),
    Scholarship.State.PAID: (Scholarship.State.CLOSED,),
    Scholarship.State.CLOSED: (),
}


@dataclass(frozen=True)
class Asking:
    """Somebody who asked for help with money."""

    application: Application
    travel: bool
    stay: bool
    circumstances: str
    scholarship: Scholarship | None

    @property
    def state(self) -> str:
        """How far it is."""
        return self.scholarship.state if self.scholarship else Scholarship.State.ASKED

    @property
    def next_states(self) -> list[tuple[str, str]]:
        """What may be decided now: [(state, its words)]."""
        return [(one, str(one.label)) for one in NEXT[Scholarship.State(self.state)]]


def _seen(call: Call, *, actor: Actor, at: datetime) -> list[Application]:
    """Applications that stand, but those that `actor` must not judge."""
    seen = handed_in(call, seen_by=actor, at=at).exclude(state=State.WITHDRAWN)
    hidden = conflicted(seen, actor=actor)
    return list(seen.exclude(pk__in=hidden).select_related("person").order_by("number", "pk"))


def asking(call: Call, *, actor: Actor, at: datetime) -> list[Asking]:
    """Everybody who asked for help, but those that `actor` must not judge."""
    applications = _seen(call, actor=actor, at=at)
    said = by_meaning(applications)
    kept = {
        one.application_id: one
        for one in Scholarship.objects.filter(application__in=[a.pk for a in applications])
    }
    rows = [_asking(one, said[one.pk], kept=kept.get(one.pk)) for one in applications]
    return [row for row in rows if row.travel or row.stay or row.scholarship]


def _asking(one: Application, said: Mapping[str, Any], *, kept: Scholarship | None) -> Asking:
    return Asking(
        one,
        travel=kept.travel if kept else said.get(Meaning.TRAVEL) is True,
        stay=kept.stay if kept else said.get(Meaning.STAY) is True,
        circumstances=kept.circumstances
        if kept and kept.circumstances
        else str(said.get(Meaning.CIRCUMSTANCES) or ""),
        scholarship=kept,
    )


def asked_by(application: Application) -> Asking:
    """What one application asks for."""
    said = by_meaning([application])[application.pk]
    return _asking(
        application, said, kept=Scholarship.objects.filter(application=application).first()
    )


@dataclass(frozen=True)
class Journey:
    """Somebody accepted who comes from another country: how many days there are for a visa."""

    application: Application
    country: str
    days: int
    tight: bool


def journeys(
    call: Call, *, actor: Actor, language: str, at: datetime
) -> tuple[list[Journey], list[Application]]:
    """Those who hold a place and live elsewhere, and those of whom no country is known.

    Days count from today to the first day.
    """
    begins = call.programme.starts_on
    if not call.held_in or begins is None:
        return [], []
    holding = [one for one in _seen(call, actor=actor, at=at) if one.state in rules.HOLDING]
    said = by_meaning(holding)
    found, unknown = [], []
    days = rules.days_between(at.date(), begins)
    for one in holding:
        country = str(said[one.pk].get(Meaning.COUNTRY) or one.person.country)
        if not country:
            unknown.append(one)
        elif country != call.held_in:
            tight = rules.visa_is_tight(days=days, weeks=call.visa_weeks)
            found.append(Journey(one, country_name(country, language), days, tight))
    return found, unknown


@dataclass(frozen=True)
class Span:
    """How much time there is between two days of a call."""

    first: str
    days: int
    tight: bool


def spans(call: Call, *, words: Mapping[str, str], at: datetime) -> list[Span]:
    """Days from the deadline, the result and the end of the offers to the first day.

    `words` names them: deadline, result, offers.
    """
    begins = call.programme.starts_on
    if not call.held_in or begins is None:
        return []
    last = Offer.objects.filter(application__call=call).order_by("-until").first()
    days: dict[str, date | None] = {
        "deadline": call.closes_at.date() if call.closes_at else None,
        "result": call.decided_at.date() if call.decided_at else call.hear_on,
        "offers": last.until.date() if last else None,
    }
    return [
        Span(
            words[name],
            number := rules.days_between(day, begins),
            rules.visa_is_tight(days=number, weeks=call.visa_weeks),
        )
        for name, day in days.items()
        if day is not None
    ]
