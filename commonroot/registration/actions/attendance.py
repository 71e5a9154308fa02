"""Ticks at the door, people's own word, paper keyed in; what a programme asks; letting go."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import count_try, note
from commonroot.accounts.roles import Actor
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import one_line, tokens
from commonroot.people.models import Person
from commonroot.programmes.models import Programme, Session
from commonroot.registration import rules
from commonroot.registration.actions import places
from commonroot.registration.actions.coming import NotYet, check_in
from commonroot.registration.models import (
    Completion,
    CompletionRule,
    HereWord,
    Presence,
    Registration,
    Report,
    ReportLine,
    Tally,
)
from commonroot.registration.queries import attendance as queries
from commonroot.registration.queries import reports
from commonroot.registration.rules.attendance import HERE_TRIES, found, may_say_here, numbers
from commonroot.registration.rules.reports import name_words, who_mark
from commonroot.sheets.video.report import Line

State = Registration.State
BATCH = 200


class WrongWord(Refused):
    """The word is not the one of this session, or its time is over."""


class NoSuchNumber(Refused):
    """A number from paper stands on no line of the list."""


class NotARule(Refused):
    """Nobody could complete a programme so."""


@transaction.atomic
def tick(
    *, registration: Registration, state: str, how: str, by: Actor, at: datetime
) -> Registration:
    """Tick that somebody came, did not or is excused, and how that is known; `placed` takes it
    back, to no place if they came without one. The same tick twice changes nothing. Raises NotYet,
    NoPlaceLeft.
    """
    registration = places.read_again(registration)
    was = registration.state
    there = Presence.objects.filter(registration=registration).first()
    if state == State.PLACED and there is not None and was in rules.CHECKED:
        before = rules.before_tick(was, was=there.was)
        if before != State.PLACED:
            there.delete()
            return places.move(registration, to=before, by=by, at=at, back=True)
    ticked = check_in(registration=registration, state=state, by=by, at=at)
    if ticked.state == State.PLACED:
        if there is not None:
            there.delete()
    elif there is None:
        Presence.objects.create(registration=ticked, how=how, was=was, said_at=at)
    elif was != ticked.state or there.how == Presence.How.REPORT:
        there.how, there.said_at = how, at
        if was == State.EXCUSED and there.was not in rules.WITHOUT_PLACE:
            there.was = was  # their place may have gone on since
        there.save(update_fields=["how", "said_at", "was"])
    return ticked


@transaction.atomic
def open_here(*, session: Session, by: Actor, at: datetime) -> HereWord:
    """Let people say themselves that they are there: a word of two, new each time it is opened.

    Raises NotYet outside the time around the session.
    """
    if not may_say_here(starts_at=session.starts_at, ends_at=session.ends_at, at=at):
        raise NotYet(
            _("People can say that they are there from half an hour before the start until two "
              "hours after the end.")
        )  # fmt: skip
    drawn = "-".join(secrets.choice(rules.words()) for _n in range(2))
    here, _made = HereWord.objects.update_or_create(
        session=session, defaults={"word": drawn, "opened_at": at, "closed_at": None}
    )
    note("door opened", session, by=by, at=at)
    return here


@transaction.atomic
def close_here(*, session: Session, by: Actor, at: datetime) -> None:
    """End it: the word opens nothing any more."""
    HereWord.objects.filter(session=session, closed_at=None).update(closed_at=at)
    note("door closed", session, by=by, at=at)


def say_here(
    *, session: Session, word: str, name: str, network: str, by: Actor, at: datetime
) -> None:
    """Somebody says that they are there, by the word and the name they registered with.

    Who has a place under exactly that name is ticked; any other name waits for the facilitator. The
    same is said to both, so that nobody learns who has a place. Raises WrongWord, TooManyTries.
    """
    if network:
        key = f"{session.key} {network}"
        count_try("here", key, limit=HERE_TRIES * 20, per=timedelta(hours=1), at=at)
    with transaction.atomic():
        _check_word(session, word, network=network, at=at)
        wanted = one_line(name)[:120]
        rows = reports.claims(places.locked(session))
        line = Line(number=0, name=wanted)
        mark = who_mark(line, reports.video_mark)
        match = found(
            reports.known_in(rows),
            address=reports.way_mark(wanted),
            names=name_words(line),
            alias=mark,
        )
        place = next((row for row in rows if row.pk == match.who), None)
        if place is not None and place.state in {State.PLACED, *rules.CHECKED}:
            tick(registration=place, state=State.ATTENDED, how=Presence.How.SELF, by=by, at=at)
        elif tokens(wanted):
            _wait(session, shape=Report.Shape.DOOR, names=[wanted], by=by, at=at)


def _check_word(session: Session, word: str, *, network: str, at: datetime) -> None:
    here = queries.here_word(session)
    open_now = may_say_here(starts_at=session.starts_at, ends_at=session.ends_at, at=at)
    typed = "-".join(tokens(word))
    if here is None or not open_now or not secrets.compare_digest(here.word, typed):
        raise WrongWord(
            _("That is not the word of this session, or its time is over. Ask who leads it.")
        )


@transaction.atomic
def say_here_by_link(
    *, registration: Registration, word: str, by: Actor, at: datetime
) -> Registration:
    """The person of a link says that they are there. Raises WrongWord, NotYet."""
    _check_word(registration.session, word, network="", at=at)
    return tick(
        registration=registration, state=State.ATTENDED, how=Presence.How.SELF, by=by, at=at
    )


@transaction.atomic
def key_in(
    *, session: Session, numbered: str, names: Iterable[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """Tick whoever is marked on a paper list, by their numbers, and keep further names to be
    settled: how many were ticked, how many wait. Nothing is done when a number is none.

    Raises NoSuchNumber, NotYet.
    """
    wanted, unread = numbers(numbered)
    rows = {
        row.position: row
        for row in Registration.objects.filter(session=session, position__in=wanted)
    }
    unknown = [*unread, *(str(number) for number in wanted if number not in rows)]
    if unknown:
        raise NoSuchNumber(
            _("Nobody on the list has the number %(numbers)s. Nothing was ticked.")
            % {"numbers": ", ".join(unknown[:10])}
        )
    for number in wanted:
        tick(registration=rows[number], state=State.ATTENDED, how=Presence.How.PAPER, by=by, at=at)
    further = [one_line(name)[:120] for name in names if tokens(name)]
    ticked, waiting = _wait(session, shape=Report.Shape.PAPER, names=further, by=by, at=at)
    return len(wanted) + ticked, waiting


def _wait(
    session: Session, *, shape: str, names: Iterable[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """Keep names in the list of that kind; ticked are those known, how many wait are the others."""
    report, _made = Report.objects.get_or_create(
        session=session,
        shape=shape,
        state=Report.State.APPLIED,
        defaults={
            "zone": session.time_zone,
            "order": "",
            "made_at": at,
            "applied_at": at,
            "made_by": f"{by.kind}:{by.key}",
        },
    )
    rows = reports.claims(session)
    known = reports.known_in(rows)
    place_of = {row.pk: row for row in rows}
    there = set(report.lines.values_list("who", flat=True))
    ticked, waiting = 0, []
    for number, name in enumerate(names, report.lines.count() + 1):
        line = Line(number=number, name=name)
        who = who_mark(line, reports.video_mark)
        if who in there:
            continue
        there.add(who)
        match = found(known, address="", names=name_words(line), alias=who)
        place = place_of.get(match.who or 0)
        if place is not None and place.state in {State.PLACED, *rules.CHECKED}:
            tick(registration=place, state=State.ATTENDED, how=Presence.How.PAPER, by=by, at=at)
            ticked += 1
            continue
        waiting.append(
            ReportLine(
                report=report,
                number=number,
                mark=reports.video_mark("report line", f"{session.key}\0{shape}\0{who}"),
                who=who,
                name=name,
                kind="participant",
                verdict=ReportLine.Verdict.QUEUED,
                why="several" if match.maybe else "unknown",
            )
        )
    ReportLine.objects.bulk_create(waiting)
    return ticked, len(waiting)


@transaction.atomic
def set_completion_rule(
    *,
    programme: Programme,
    sessions: int | None,
    minutes: int,
    excused: int,
    certificates: bool,
    by: Actor,
    at: datetime,
) -> CompletionRule:
    """Say what it takes to complete a programme. Raises NotARule."""
    there_are = queries.counted_sessions(programme).count()
    if sessions is not None and (sessions < 1 or sessions > max(there_are, 1)):
        raise NotARule(
            _("This programme has %(count)s sessions. Ask for one of them at least, and not more.")
            % {"count": there_are}
        )
    rule, _made = CompletionRule.objects.update_or_create(
        programme=programme,
        defaults={
            "sessions": sessions,
            "minutes": minutes,
            "excused": excused,
            "certificates": certificates,
            "changed_at": at,
        },
    )
    note("completion asked", programme, by=by, at=at)
    return rule


@transaction.atomic
def note_completions(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Write down how far everybody came who came at all, before single sessions go; how many."""
    rule = queries.completion_rule(programme)
    reached = queries.progress(programme, asked=queries.asked_of(rule))
    came = set(
        Registration.objects.filter(session__programme=programme, state=State.ATTENDED).values_list(
            "person", flat=True
        )
    )
    there = set(programme.completions.values_list("person", flat=True))
    agreed = allowed(
        Person.objects.filter(pk__in=came - there), "", purpose=Purpose.REGISTER, audience=SCHOOL,
        at=at,
    )  # fmt: skip
    made = Completion.objects.bulk_create(
        [
            Completion(
                person_id=pk,
                programme=programme,
                sessions=reached[pk].counted,
                of_sessions=reached[pk].there_are,
                complete=reached[pk].complete,
                noted_at=at,
            )
            for pk in agreed.values_list("pk", flat=True)
        ]
    )
    if made:
        note("completions noted", programme, by=by, at=at, facts={"people": len(made)})
    return len(made)


@transaction.atomic
def let_attendance_go(*, by: Actor, at: datetime) -> int:
    """Delete single sessions of series that are over, of people who did not agree to be kept; how
    many. How many came stays, as a number.
    """
    rows = list(queries.attendance_to_let_go(at=at).select_related("session")[:BATCH])
    for session in {row.session for row in rows}:
        Tally.objects.get_or_create(
            session=session, defaults={**queries.tallies(session), "noted_at": at}
        )
    Registration.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if rows:
        note("attendance let go", None, by=by, at=at, facts={"rows": len(rows)})
    return len(rows)
