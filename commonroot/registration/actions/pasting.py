"""A pasted list of people for a session: looked at first, written in line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.text import tokens
from commonroot.matching.records import Record
from commonroot.people.actions import NoSuchWay, typed_way
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import known_by_way, likely
from commonroot.people.rules import names_cover
from commonroot.programmes.models import Session
from commonroot.registration import queries, rules
from commonroot.registration.actions.by_hand import register_by_hand, write_in
from commonroot.registration.models import Registration

NEW = "new"
LEAVE = "leave"
MAYBE = 4  # people beside one line


@dataclass(frozen=True)
class Proposal:
    """What would become of a line. `choice` is the key of a person, "new", or LEAVE."""

    line: rules.Line
    choice: str
    maybe: tuple[Person, ...] = ()
    there: bool = False
    wrong: str = ""


def proposals(lines: Sequence[rules.Line], *, session: Session) -> list[Proposal]:
    """One proposal for each line, in their order; nothing is written.

    Certain is whoever is reached that way under a covering name. Whoever is only likely, or reached
    that way under another name, is left until somebody has looked.
    """
    return [_proposal(line, session=session) for line in lines]


def _proposal(line: rules.Line, *, session: Session) -> Proposal:
    try:
        kind, value = typed_way(line.way)
    except NoSuchWay as refusal:
        return Proposal(line, LEAVE, wrong=str(refusal))
    if not rules.is_name(line.name):
        return Proposal(line, LEAVE, wrong="name")
    words = tokens(line.name)
    for known in known_by_way(kind, value):
        if names_cover(words, tokens(known.shown_name)):
            there = queries.claim(person=known, session=session) is not None
            return Proposal(line, known.key, maybe=(known,), there=there)
    mail = kind == ContactWay.Kind.MAIL
    record = Record(
        ref=f"line {line.number}",
        names=(line.name,),
        emails=(value,) if mail else (),
        phones=() if mail else (value,),
    )
    others = [*known_by_way(kind, value), *(one for one, _likeness in likely(record, at_most=3))]
    maybe = tuple(dict.fromkeys(others))[:MAYBE]
    return Proposal(line, LEAVE if maybe else NEW, maybe=maybe)


class TooManyLines(Refused):
    """More lines than one look can take in."""


@dataclass(frozen=True)
class Written:
    """What became of a line: the registration, or why not; `undecided`: nobody said who it is."""

    line: rules.Line
    registration: Registration | None
    why: str = ""
    undecided: bool = False


class Who(TypedDict):
    """What is known of somebody in a line, and who says so."""

    session: Session
    name: str
    way_text: str
    language: str
    known: Person | None
    answers: Mapping[str, str] | None
    by: Actor
    at: datetime


def lines_of(text: str) -> list[rules.Line]:
    """The lines of a pasted list. Raises TooManyLines."""
    lines = rules.pasted_lines(text)
    if len(lines) > rules.LINES:
        raise TooManyLines(
            _("This list has %(count)s lines; %(most)s go at once. Bring longer lists to the "
              "register first.") % {"count": len(lines), "most": rules.LINES}
        )  # fmt: skip
    return lines


def register_list(
    *,
    session: Session,
    text: str,
    chosen: Mapping[int, str],
    language: str,
    by: Actor,
    at: datetime,
    answers: Mapping[str, str] | None = None,
) -> list[Written]:
    """Write in everybody of a pasted list, each in a transaction of their own, in its order; once
    the session has begun, as having come.

    `chosen` says by line who it is: the key of somebody it may be, "new", or LEAVE. A line that
    is not chosen is written in as it was proposed: as somebody certain, else as somebody new; one
    that needs a look and got none is left, and named. `answers`, by the question's key, are those
    everybody of the list gave. The same list twice changes nothing. Raises TooManyLines.
    """
    written = []
    begun = session.starts_at is not None and session.starts_at <= at
    for proposal in proposals(lines_of(text), session=session):
        choice = chosen.get(proposal.line.number, proposal.choice)
        if choice == LEAVE:
            why = proposal.wrong
            if proposal.line.number in chosen:
                why = _("You left it out.")
            elif why == "name":
                why = _("There is no name in this line.")
            written.append(Written(proposal.line, None, why, undecided=not why))
            continue
        known = next((one for one in proposal.maybe if one.key == choice), None)
        line = proposal.line
        try:
            row = (write_in if begun else _place)(
                session=session,
                name=line.name,
                way_text=line.way,
                language=language,
                known=known,
                answers=answers,
                by=by,
                at=at,
            )
        except Refused as refusal:
            written.append(Written(proposal.line, None, str(refusal)))
        else:
            written.append(Written(proposal.line, row))
    return written


def _place(**who: Unpack[Who]) -> Registration:
    return register_by_hand(needs="", source=Registration.Source.LIST, **who)
